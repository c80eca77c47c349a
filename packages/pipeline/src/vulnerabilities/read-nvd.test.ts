import { expect, test } from "vitest";

import { readNvd } from "./read-nvd.ts";

const V31 = { version: "3.1", vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", baseScore: 9.8 };
const V30 = { version: "3.0", vectorString: "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N", baseScore: 9.1 };
const V2 = { version: "2.0", vectorString: "AV:N/AC:L/Au:N/C:P/I:P/A:P", baseScore: 7.5 };
const V4 = {
  version: "4.0",
  vectorString: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
  baseScore: 9.3,
};

test("an answer of the NVD gives the newest version, its primary score first", () => {
  const other = { ...V31, baseScore: 5 };
  const answer = {
    format: "NVD_CVE",
    vulnerabilities: [
      {
        cve: {
          id: "CVE-2024-0001",
          metrics: {
            cvssMetricV31: [
              { type: "Secondary", cvssData: other },
              { type: "Primary", cvssData: V31 },
            ],
            cvssMetricV2: [{ type: "Primary", cvssData: V2 }],
          },
        },
      },
      { cve: { id: "CVE-2009-0001", metrics: { cvssMetricV2: [{ type: "Primary", cvssData: V2 }] } } },
      { cve: { id: "CVE-2024-0002", metrics: {} } },
    ],
  };
  expect(readNvd(answer)).toEqual({
    scores: [
      { cve: "CVE-2024-0001", score: 9.8, vector: V31.vectorString, version: "3.1" },
      { cve: "CVE-2009-0001", score: 7.5, vector: V2.vectorString, version: "2.0" },
    ],
    unscored: 1,
    bad: { count: 0, examples: [] },
  });
});

test("CVE records give the newest version, the assigning authority first", () => {
  const record = (cveId: string, cna: unknown, adp?: unknown): unknown => ({
    dataType: "CVE_RECORD",
    dataVersion: "5.1",
    cveMetadata: { cveId },
    containers: { cna, adp },
  });
  const own = { ...V31, baseScore: 8 };
  expect(
    readNvd([
      record("CVE-2024-0001", { metrics: [{ cvssV3_1: own }] }, [{ metrics: [{ cvssV3_1: V31 }] }]),
      record("CVE-2024-0002", { metrics: [{ cvssV3_0: V30 }] }, [
        { metrics: [{ other: {} }, { cvssV4_0: V4 }] },
      ]),
      record("CVE-2024-0003", {}),
    ]),
  ).toEqual({
    scores: [
      { cve: "CVE-2024-0001", score: 8, vector: V31.vectorString, version: "3.1" },
      { cve: "CVE-2024-0002", score: 9.3, vector: V4.vectorString, version: "4.0" },
    ],
    unscored: 1,
    bad: { count: 0, examples: [] },
  });
  const single = readNvd(record("CVE-2024-0004", { metrics: [{ cvssV2_0: V2 }] }));
  expect(single.scores).toEqual([
    { cve: "CVE-2024-0004", score: 7.5, vector: V2.vectorString, version: "2.0" },
  ]);
});

test("bad records are counted with their id and reason, the rest goes on", () => {
  const scored = (id: string, cvssData: unknown): unknown => ({
    cve: { id, metrics: { cvssMetricV31: [{ cvssData }] } },
  });
  const { scores, bad } = readNvd([
    null,
    scored("CVE", V31),
    scored("CVE-2024-0001", { ...V31, baseScore: 11 }),
    scored("CVE-2024-0002", { ...V31, vectorString: "<script>" }),
    scored("CVE-2024-0003", V31),
  ]);
  expect(scores.map(({ cve }) => cve)).toEqual(["CVE-2024-0003"]);
  expect(bad).toEqual({
    count: 4,
    examples: [
      { at: "record 1", reason: "no object" },
      { at: "record 2", reason: '"CVE" is no CVE id' },
      { at: "CVE-2024-0001", reason: "base score 11 is no number from 0 to 10" },
      { at: "CVE-2024-0002", reason: 'vector "<script>" is no CVSS vector' },
    ],
  });
});

test("something else is refused", () => {
  expect(() => readNvd({})).toThrow("neither NVD API 2.0 nor CVE JSON 5.x");
  expect(() => readNvd("x")).toThrow("These are no CVE records");
});
