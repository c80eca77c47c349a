import { expect, test } from "vitest";

import { findIndicators } from "./find-indicators.ts";
import { keccak256 } from "./keccak.ts";

const found = (text: string): string[] =>
  findIndicators(text, [], { ownHosts: new Set(), benign: null }).map(
    ({ type, value }) => `${type} ${value}`,
  );

const MD5 = "5ee97b933d794ad1fd14b7335c1464ef";
const SHA1 = "edc70314a9c95403154978fda71d9582d0a8301f";
const SHA256 = "cec8a3352244dbc667c4a5bac11cf42080086b5409c0fdb8ab8dcabee7d36c00";
const JARM = "29d29d15d29d29d21c29d29d29d29df92decf0eacad1bae408a5c51fbe224b";
const SSDEEP = "6144:kV1yQ8mZpXo3Lr0cUe4TnJ7wGdBsAhPfR2xK:kVMQ8mZ3o7LrBcU4TnJ";

test.each([
  [MD5, [`md5 ${MD5}`]],
  [MD5.toUpperCase(), [`md5 ${MD5}`]],
  [`md5:${MD5},`, [`md5 ${MD5}`]],
  [`(${SHA1})`, [`sha1 ${SHA1}`]],
  [`SHA256=${SHA256}`, [`sha256 ${SHA256}`]],
  [`${SHA256}${SHA256}`, [`sha512 ${SHA256}${SHA256}`]],
  [`imphash ${MD5}`, [`imphash ${MD5}`]],
  [`Import hash: ${MD5}`, [`imphash ${MD5}`]],
  [`The JA3 is ${MD5}`, [`ja3 ${MD5}`]],
  [`JA3S: ${MD5}`, [`ja3 ${MD5}`]],
  [`JARM ${JARM}`, [`jarm ${JARM}`]],
  [SSDEEP, [`ssdeep ${SSDEEP}`]],
  [`in commit ${SHA1}`, []],
  [`https://github.com/a/b/commit/${SHA1}`, [`url https://github.com/a/b/commit/${SHA1}`]],
  ["550e8400-e29b-41d4-a716-446655440000", []],
  ["a".repeat(32), []],
  ["1234567890".repeat(4), []],
  [`AES key ${MD5}`, []],
  [`NTLM hash: ${MD5}`, []],
  [`serial number ${MD5}`, []],
  ["10:20:30 and 12:34:56", []],
])("hashes in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ["CVE-2024-1234", ["cve CVE-2024-1234"]],
  ["cve-2024-12345.", ["cve CVE-2024-12345"]],
  ["CVE 2024 1234", ["cve CVE-2024-1234"]],
  ["CVE\u20112024\u20111234", ["cve CVE-2024-1234"]],
  ["CVE–2024–1234", ["cve CVE-2024-1234"]],
  ["(CVE-2024-1234/CVE-2024-5678)", ["cve CVE-2024-1234", "cve CVE-2024-5678"]],
  ["exploit-CVE-2024-1234", ["cve CVE-2024-1234"]],
  ["CVE_2024_1234", ["cve CVE-2024-1234"]],
  ["CVE-24-1", []],
  ["GHSA-JFH8-C2JP-5V3Q", ["ghsa GHSA-jfh8-c2jp-5v3q"]],
  ["euvd-2024-1234", ["euvd EUVD-2024-1234"]],
  ["AS399629", ["asn AS399629"]],
  ["AS 202425", ["asn AS202425"]],
  ["ASN: 12345", ["asn AS12345"]],
  ["autonomous system 64500", ["asn AS64500"]],
  ["an IBM AS400", []],
  ["the AS2 protocol", []],
  ["as 2024 began", []],
])("ids in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

const MONERO =
  "43xHycmecHSD64qh9Hwp29EPKnNhuu3wVdgKziS3Q6z2LwgTmk4eGiHBfeZHz1WkhgRGsqkzgzprt4kWprM3s1FYQ7DLQu6";

test.each([
  ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", ["bitcoin 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]],
  ["3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", ["bitcoin 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"]],
  ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", []],
  ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", ["bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"]],
  ["BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", ["bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"]],
  ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", []],
  [
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ["bitcoin bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"],
  ],
  ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", ["ethereum 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"]],
  ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", []],
  ["0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", []],
  [
    "ETH wallet 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
    ["ethereum 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"],
  ],
  [MONERO, [`monero ${MONERO}`]],
  [`${MONERO.slice(0, -1)}7`, []],
])("wallets in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test("Keccak-256 gives its published values", () => {
  const hex = (text: string): string => Buffer.from(keccak256(Buffer.from(text))).toString("hex");
  expect(hex("")).toBe("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  expect(hex("abc")).toBe("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
  expect(keccak256(new Uint8Array(300))).toHaveLength(32);
});

const AGENT =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";

test.each([
  [`It sends ${AGENT}.`, [`user_agent ${AGENT}`]],
  [`"${AGENT}"`, [`user_agent ${AGENT}`]],
  ["User-Agent: curl/7.68.0", ["user_agent curl/7.68.0"]],
  ["the user agent TeslaBrowser/5.5 and", ["user_agent TeslaBrowser/5.5"]],
  ['the user agent "My Agent"', ["user_agent My Agent"]],
  ["python-requests/2.31.0", ["user_agent python-requests/2.31.0"]],
  ["Mozilla/5.0 (X; rv:11.0) like Gecko, which", ["user_agent Mozilla/5.0 (X; rv:11.0) like Gecko"]],
  ["rule APT_PlugX_1 {\n meta:", ["yara_rule APT_PlugX_1"]],
  ["rule Evil : tag1 tag2\n{", ["yara_rule Evil"]],
  ["a YARA rule, Linux_Miner_1, is", ["yara_rule Linux_Miner_1"]],
  ["the rule of thumb {", []],
  ["rule out that", []],
  ['the Sigma rule "Suspicious Sideloading"', ["sigma_rule Suspicious Sideloading"]],
  ["The sigma rule azure_aitm_signin covers", ["sigma_rule azure_aitm_signin"]],
  ["title: Bad Thing\nlogsource:\n  a: b\ndetection:\n  c: d", ["sigma_rule Bad Thing"]],
  ["title: A paper", []],
])("User-Agents and rules in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});
