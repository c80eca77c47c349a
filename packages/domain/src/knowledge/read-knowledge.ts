import type { KnowledgeKind } from "@cti/db/schema/knowledge";
import { readWarninglist } from "@cti/pipeline/benign/read-warninglist";
import { readAttack } from "@cti/pipeline/knowledge/read-attack";
import { readGalaxy } from "@cti/pipeline/knowledge/read-galaxy";
import type { BadRows } from "@cti/pipeline/vulnerabilities/bad-rows";
import { readEpss } from "@cti/pipeline/vulnerabilities/read-epss";
import { readKev, readKevCsv } from "@cti/pipeline/vulnerabilities/read-kev";
import { readNvd } from "@cti/pipeline/vulnerabilities/read-nvd";

import type { Vulnerability } from "./save-vulnerabilities.ts";

/** A knowledge file in our own shape: `data` is what matching needs, flaws go to a table of their own. */
export type ReadKnowledge = {
  name: string;
  version: string;
  items: number;
  data: unknown;
  vulnerabilities: Vulnerability[];
  warnings: string[];
};

/** Reads the text of a file of this kind; throws an error with a `reason` when it is something else. */
export function readKnowledge(kind: KnowledgeKind, text: string, fileName: string): ReadKnowledge {
  switch (kind) {
    case "attack": {
      const { version, names, replaced, warnings } = readAttack(JSON.parse(text));
      return { ...plain(fileName, version ?? "unknown", names.length, warnings), data: { names, replaced } };
    }
    case "galaxy": {
      const { name, version, names, replaced, warnings } = readGalaxy(JSON.parse(text));
      return {
        ...plain(name, version ?? "unknown", names.length, warnings),
        data: { names, replaced },
      };
    }
    case "warninglist": {
      const list = readWarninglist(JSON.parse(text));
      return { ...plain(list.name, String(list.version), list.values.length, []), data: list };
    }
    case "kev":
      return readKevFile(text);
    case "epss":
      return readEpssFile(text);
    case "cvss":
      return readCvssFile(text, fileName);
  }
}

function plain(
  name: string,
  version: string,
  items: number,
  warnings: string[],
): Omit<ReadKnowledge, "data"> {
  return { name, version, items, warnings, vulnerabilities: [] };
}

function readKevFile(text: string): ReadKnowledge {
  const { version, released, entries, bad } = /^\s*[{[]/.test(text)
    ? readKev(JSON.parse(text))
    : readKevCsv(text);
  const vulnerabilities = entries.map(
    ({ cve, name, vendor, product, dateAdded, dueDate, ransomware }): Vulnerability => ({
      cve,
      name,
      vendor,
      product,
      kevAddedOn: dateAdded,
      kevDueOn: dueDate,
      kevRansomware: ransomware,
    }),
  );
  const known = plain(
    "Known Exploited Vulnerabilities",
    version ?? released ?? "unknown",
    entries.length,
    warningsOf(bad),
  );
  return { ...known, data: {}, vulnerabilities };
}

function readEpssFile(text: string): ReadKnowledge {
  const { model, scored, scores, bad } = readEpss(text);
  const version = [model, scored].filter(Boolean).join(" ") || "unknown";
  const vulnerabilities = scores.map(({ cve, epss, percentile }): Vulnerability => ({
    cve,
    epss,
    epssPercentile: percentile,
  }));
  return { ...plain("EPSS", version, scores.length, warningsOf(bad)), data: {}, vulnerabilities };
}

function readCvssFile(text: string, fileName: string): ReadKnowledge {
  const { scores, unscored, bad } = readNvd(JSON.parse(text));
  const warnings = [...(unscored > 0 ? [`${unscored} flaws have no score yet`] : []), ...warningsOf(bad)];
  const vulnerabilities = scores.map(({ cve, score, vector, version }): Vulnerability => ({
    cve,
    cvss: score,
    cvssVector: vector,
    cvssVersion: version,
  }));
  return { ...plain(fileName, "unknown", scores.length, warnings), data: {}, vulnerabilities };
}

function warningsOf({ count, examples }: BadRows): string[] {
  if (count === 0) return [];
  return [
    `${count} rows left out, such as ${examples
      .slice(0, 3)
      .map(({ at, reason }) => `${at} (${reason})`)
      .join(", ")}`,
  ];
}
