import { expect, test } from "vitest";

import { standingOf } from "./list-strength.ts";

test.each([
  ["List of RFC 1918 CIDR blocks", "strong", "all"],
  ["List of RFC 5771 multicast CIDR blocks", "strong", "all"],
  ["List of IPv6 link local blocks", "strong", "all"],
  ["List of known hashes for empty files", "strong", "all"],
  ["List of known hashes with common false-positives (based on Florian Roth input list)", "strong", "all"],
  ["List of known hashes for benign files", "strong", "all"],
  ["TLDs as known by IANA", "strong", "all"],
  ["Second level TLDs as known by Mozilla Foundation", "strong", "all"],
  ["Top 1000 websites from Cisco Umbrella", "weak", "site"],
  ["google-chrome-crux-1million", "weak", "site"],
  ["List of known URL Shorteners domains", "weak", "site"],
  ["List of known dynamic DNS domains", "weak", "site"],
  ["List of LOTS (Living Off Trusted Sites) Project Domains", "weak", "site"],
  ["List of known IPv4 public DNS resolvers", "weak", "site"],
  ["List of known Cloudflare IP ranges", "weak", "site"],
  ["List of known microsoft domains", "weak", "owner"],
  ["List of known bank domains", "weak", "owner"],
  ["List of known security providers/vendors blog domain", "weak", "owner"],
  ["CRL and OCSP IP addresses", "weak", "owner"],
])("%s: %s, reaching %s", (name, strength, reach) => {
  expect(standingOf({ name, description: "" })).toEqual({ strength, reach });
});
