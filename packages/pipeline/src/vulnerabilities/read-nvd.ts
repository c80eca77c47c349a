import { asObject, CatalogueError, noBadRows, noteBadRow, readCveId, type BadRows } from "./bad-rows.ts";

/** The base score of a flaw, 0 to 10, by the newest version of CVSS that someone scored it with. */
export type CvssScore = { cve: string; score: number; vector: string; version: CvssVersion };
export type CvssVersion = "4.0" | "3.1" | "3.0" | "2.0";

/** `unscored` records are sound, but nobody has given them a score yet. */
export type CvssScores = { scores: CvssScore[]; unscored: number; bad: BadRows };

/**
 * Reads CVSS out of parsed JSON: an answer of the NVD API 2.0, a CVE record (CVE JSON 5.x), or a list of either. Of several
 * scores the version counts first (4.0, 3.1, 3.0, 2.0), then who gave it: NVD's primary or the record's own authority before others.
 * Bad records are counted, the rest goes on. Throws CatalogueError when there is no record at all.
 */
export function readNvd(json: unknown): CvssScores {
  const result: CvssScores = { scores: [], unscored: 0, bad: noBadRows() };
  const records = recordsOf(json);
  if (records === null)
    throw new CatalogueError("These are no CVE records: neither NVD API 2.0 nor CVE JSON 5.x");
  records.forEach((record, at) => readRecord(record, `record ${at + 1}`, result));
  return result;
}

type Fields = Map<string, unknown>;
/** A score with its standing: the lower, the more it counts. */
type Found = Omit<CvssScore, "cve"> & { standing: number };

const VERSIONS: readonly CvssVersion[] = ["4.0", "3.1", "3.0", "2.0"];
const NVD_METRICS = ["cvssMetricV40", "cvssMetricV31", "cvssMetricV30", "cvssMetricV2"];
const RECORD_METRICS = ["cvssV4_0", "cvssV3_1", "cvssV3_0", "cvssV2_0"];
const MAX_METRICS = 100;

function recordsOf(json: unknown): unknown[] | null {
  if (Array.isArray(json)) return json;
  const fields = asObject(json);
  const listed = fields?.get("vulnerabilities");
  if (Array.isArray(listed)) return listed;
  const isRecord =
    fields !== null && (fields.has("cveMetadata") || fields.has("cve") || fields.has("metrics"));
  return isRecord ? [json] : null;
}

function readRecord(record: unknown, at: string, result: CvssScores): void {
  const fields = asObject(record);
  if (fields === null) return noteBadRow(result.bad, at, "no object");
  const metadata = asObject(fields.get("cveMetadata"));
  const nvd = asObject(fields.get("cve")) ?? fields;
  const written = metadata === null ? nvd.get("id") : metadata.get("cveId");
  const cve = readCveId(written);
  if (cve === null) return noteBadRow(result.bad, at, `${shown(written)} is no CVE id`);
  const noted = { broken: "" };
  const found = metadata === null ? nvdScores(nvd, noted) : recordScores(fields, noted);
  const [best] = found.sort(
    (a, b) => VERSIONS.indexOf(a.version) - VERSIONS.indexOf(b.version) || a.standing - b.standing,
  );
  if (best !== undefined) {
    const { score, vector, version } = best;
    result.scores.push({ cve, score, vector, version });
  } else if (noted.broken === "") result.unscored++;
  else noteBadRow(result.bad, cve, noted.broken);
}

function nvdScores(record: Fields, noted: { broken: string }): Found[] {
  const metrics = asObject(record.get("metrics"));
  return NVD_METRICS.flatMap((name, at) => {
    const listed = metrics?.get(name);
    if (!Array.isArray(listed)) return [];
    return listed.slice(0, MAX_METRICS).flatMap((metric: unknown) => {
      const fields = asObject(metric);
      const standing = fields?.get("type") === "Primary" ? 0 : 1;
      return scoreOf(fields?.get("cvssData"), VERSIONS[at] ?? "2.0", standing, noted);
    });
  });
}

/** The authority that assigned the id speaks first, then those who added to the record, in order. */
function recordScores(record: Fields, noted: { broken: string }): Found[] {
  const containers = asObject(record.get("containers"));
  const added = containers?.get("adp");
  const parts: unknown[] = [
    containers?.get("cna"),
    ...(Array.isArray(added) ? added.slice(0, MAX_METRICS) : []),
  ];
  return parts.flatMap((part, standing) => {
    const metrics = asObject(part)?.get("metrics");
    if (!Array.isArray(metrics)) return [];
    return metrics.slice(0, MAX_METRICS).flatMap((metric: unknown) => {
      const fields = asObject(metric);
      return RECORD_METRICS.flatMap((name, at) => {
        const score = fields?.get(name);
        return score === undefined ? [] : scoreOf(score, VERSIONS[at] ?? "2.0", standing, noted);
      });
    });
  });
}

function scoreOf(data: unknown, version: CvssVersion, standing: number, noted: { broken: string }): Found[] {
  const fields = asObject(data);
  const score = fields?.get("baseScore");
  const vector = fields?.get("vectorString");
  const isScore = typeof score === "number" && score >= 0 && score <= 10;
  if (isScore && typeof vector === "string" && VECTOR.test(vector))
    return [{ score, vector, version, standing }];
  noted.broken = isScore
    ? `vector ${shown(vector)} is no CVSS vector`
    : `base score ${shown(score)} is no number from 0 to 10`;
  return [];
}

/** CVSS 2.0 vectors carry no version in front. */
const VECTOR = /^(?:CVSS:[34]\.[01]\/)?[A-Za-z]{1,3}:[A-Za-z]{1,8}(?:\/[A-Za-z]{1,3}:[A-Za-z]{1,8}){2,40}$/;

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "(missing)").slice(0, 80);
}
