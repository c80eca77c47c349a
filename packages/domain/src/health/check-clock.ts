import { listWorkers } from "../workers/list-workers.ts";
import { type ComponentHealth, durationText, type HealthDeps } from "./component-health.ts";
import { measureSkew } from "./measure-skew.ts";

/** So many times the limit is an error: by then schedules and validity of certificates go wrong. */
const errorFactor = 60;

/** Whether our clock, and those of the other processes, agree with the database's. */
export async function checkClock({ db, now, settings }: HealthDeps): Promise<ComponentHealth> {
  const ownMs = await measureSkew(db, now);
  const others = (await listWorkers(db, { all: false })).filter(({ state }) => state === "online");
  const skews = [
    { who: "this process", ms: ownMs },
    ...others.map(({ host, pid, clockSkewMs }) => ({ who: `${host}:${pid}`, ms: clockSkewMs })),
  ].sort((one, other) => Math.abs(other.ms) - Math.abs(one.ms));
  const worst = skews[0] ?? { who: "this process", ms: 0 };
  const details = { skew_ms: ownMs, worst: { process: worst.who, skew_ms: worst.ms } };
  const size = Math.abs(worst.ms);
  if (size < settings.clockSkewMs)
    return { status: "ok", message: `The clocks agree to within ${durationText(size)}.`, details };
  return {
    status: size >= errorFactor * settings.clockSkewMs ? "error" : "degraded",
    message: `The clock of ${worst.who} is ${durationText(size)} ${worst.ms > 0 ? "ahead of" : "behind"} the database's: let both machines take their time from NTP.`,
    details,
  };
}
