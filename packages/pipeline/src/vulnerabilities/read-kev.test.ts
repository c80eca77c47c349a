import { expect, test } from "vitest";

import { CatalogueError } from "./bad-rows.ts";
import { readKev, readKevCsv } from "./read-kev.ts";

const row = {
  cveID: "CVE-2024-12345",
  vendorProject: "Vendor",
  product: "Product",
  vulnerabilityName: "Vendor Product Command Injection",
  dateAdded: "2024-05-01",
  shortDescription: "It runs commands, badly.",
  requiredAction: "Apply updates.",
  dueDate: "2024-05-22",
  knownRansomwareCampaignUse: "Known",
  notes: "",
  cwes: ["CWE-77"],
};
const entry = {
  cve: "CVE-2024-12345",
  vendor: "Vendor",
  product: "Product",
  name: "Vendor Product Command Injection",
  dateAdded: "2024-05-01",
  dueDate: "2024-05-22",
  ransomware: true,
  description: "It runs commands, badly.",
  cwes: ["CWE-77"],
};

test("the catalogue is read with its version and entries", () => {
  const catalogue = {
    title: "CISA Catalog of Known Exploited Vulnerabilities",
    catalogVersion: "2024.05.01",
    dateReleased: "2024-05-01T14:00:00.1234Z",
    count: 1,
    vulnerabilities: [row],
  };
  expect(readKev(catalogue)).toEqual({
    version: "2024.05.01",
    released: "2024-05-01T14:00:00.1234Z",
    entries: [entry],
    bad: { count: 0, examples: [] },
  });
});

test("bad rows are counted with their place and reason, the rest goes on", () => {
  const vulnerabilities = [
    7,
    { ...row, cveID: "CVE-24" },
    { ...row, cveID: "cve-2024-0001", dateAdded: "2024-02-30" },
    { ...row, dueDate: "", knownRansomwareCampaignUse: "Unknown", cwes: "x" },
    row,
  ];
  const { entries, bad } = readKev({ vulnerabilities });
  expect(entries).toEqual([{ ...entry, dueDate: null, ransomware: false, cwes: [] }]);
  expect(bad).toEqual({
    count: 4,
    examples: [
      { at: "row 1", reason: "no object" },
      { at: "row 2", reason: 'cveID "CVE-24" is no CVE id' },
      { at: "CVE-2024-0001", reason: 'dateAdded "2024-02-30" is no date (row 3)' },
      { at: "CVE-2024-12345", reason: "listed twice (row 5)" },
    ],
  });
});

test("the CSV form gives the same entries", () => {
  const csv =
    "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes\r\n" +
    'CVE-2024-12345,Vendor,Product,Vendor Product Command Injection,2024-05-01,"It runs commands, badly.",Apply,2024-05-22,Known,,"CWE-77"\r\n' +
    "nothing,,,,,,,,,,\r\n";
  expect(readKevCsv(csv)).toEqual({
    version: null,
    released: null,
    entries: [entry],
    bad: { count: 1, examples: [{ at: "line 3", reason: 'cveID "nothing" is no CVE id' }] },
  });
});

test("something else is refused with the reason", () => {
  expect(() => readKev([])).toThrow(CatalogueError);
  expect(() => readKev({})).toThrow('it has no list "vulnerabilities"');
  expect(() => readKevCsv("cve,epss\n")).toThrow("column cveID, dateAdded is missing");
  expect(() => readKevCsv("")).toThrow("it is empty");
});
