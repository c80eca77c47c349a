import type { Labelled } from "./labelled.ts";
import { campaignOutputs } from "./outputs-campaign.ts";
import { incidentOutputs } from "./outputs-incidents.ts";
import { reportOutputs } from "./outputs-reports.ts";

/** Outputs of models over `articles`, written by hand, with what is true of them. */
export const outputs: Labelled[] = [...campaignOutputs, ...incidentOutputs, ...reportOutputs];
