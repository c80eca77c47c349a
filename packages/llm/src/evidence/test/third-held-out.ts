import type { Labelled } from "./labelled.ts";
import { furtherNotes } from "./third-further-notes.ts";
import { furtherReports } from "./third-further-reports.ts";
import { thirdAdvisories } from "./third-held-out-advisories.ts";
import { thirdAnalyses } from "./third-held-out-analyses.ts";
import { thirdIncidents } from "./third-held-out-incidents.ts";
import { thirdNews } from "./third-held-out-news.ts";

/** As it was judged, but for one claim whose subject had a type that does not exist. */
export const thirdHeldOut: Labelled[] = [
  ...thirdAdvisories,
  ...thirdIncidents,
  ...thirdNews,
  ...thirdAnalyses,
];

export const thirdFurther: Labelled[] = [...furtherReports, ...furtherNotes];
