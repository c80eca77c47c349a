import type { Document } from "../../analysis.ts";
import { type Labelled, labelledOf } from "./labelled.ts";

/** Written after the check was done, and judged once before anything was changed. */
export const heldOutArticles: Document[] = [
  {
    articleId: 21,
    source: "Example Journal",
    language: "en",
    publishedAt: new Date("2026-07-08T00:00:00Z"),
    title: "Copper Finch abuses help-desk calls to enrol rogue MFA devices",
    text: `Overview
Copper Finch is a financially motivated group that has been active since late 2024. Over the past six weeks our responders handled four intrusions in which its members telephoned the help desk, posed as employees and asked for a reset of multi-factor authentication. In three of the four cases the help desk complied.

With the new device the intruders signed in to Okta and Microsoft 365 from residential proxies. They searched SharePoint for the words "vpn", "password" and "network diagram". In one tenant they registered an OAuth application called “Mail Archiver Pro” with the permissions Mail.Read and Files.Read.All.

The group did not deploy ransomware in any of these cases. Instead it threatened to publish stolen contracts and demanded between 300,000 and 750,000 US dollars. One victim paid. Law enforcement has not confirmed that the two people arrested in Leeds on 30 June belong to the group.

Tools
• AnyDesk and Tailscale for remote access
• a Rust-written stealer the group calls "pebble" (pebble.exe, 4.2 MB)
• the open-source scanner SoftPerfect Network Scanner

Network indicators
help-portal-sso[.]com
194.26.135[.]201:443
hxxps://help-portal-sso[.]com/enroll?id=
support@help-portal-sso[.]com

Recommendations
Require a video call before MFA is reset. Alert on new MFA devices that are enrolled from an IP address which the user has never used. Okta's system log records the event user.mfa.factor.activate.`,
  },
  {
    articleId: 22,
    source: "Example Journal",
    language: "en",
    publishedAt: new Date("2026-08-19T00:00:00Z"),
    title: "CVE-2026-31877: unauthenticated file read in Harbinger Mail Gateway under attack",
    text: `A path traversal flaw in the web console of Harbinger Mail Gateway allows remote attackers to read arbitrary files without logging in. It is tracked as CVE-2026-31877 and has a CVSS score of 8.6. All versions from 11.0 up to and including 11.3.4 are affected; 10.x is not vulnerable. Harbinger released version 11.3.5 on August 12th.

GreyMoss Research counted 2,317 exposed consoles, of which 1,904 had not been updated by 17 August. "Exploitation requires a single GET request," the researchers write. Attacks were first seen on 14 August from 146.70.88[.]12 and 146.70.88[.]19. The requests ask for /console/..%2f..%2fetc%2fshadow and for the file gateway.key.

CVE-2026-31878, a related cross-site scripting flaw, was fixed at the same time but isn't known to be exploited. There is no workaround. Whoever cannot update should take the console off the internet and replace all TLS certificates, since the private key may have been read.

So far nobody has attributed the attacks. Some of the requests carried the user agent "zgrab/0.x", which points to mass scanning rather than to a targeted campaign.`,
  },
];

export const heldOut: Labelled[] = [
  ...labelledOf(21, [
    [
      "true",
      "summary",
      "Copper Finch is a financially motivated group active since late 2024.",
      "Copper Finch is a financially motivated group that has been active since late 2024.",
    ],
    [
      "true",
      "summary",
      "Within six weeks, responders dealt with 4 intrusions where members called the help desk pretending to be employees.",
      "our responders handled four intrusions in which its members telephoned the help desk, posed as employees",
    ],
    [
      "true",
      "summary",
      "In 3 of 4 cases, the help desk reset MFA.",
      "In three of the four cases the help desk complied.",
    ],
    [
      "true",
      "behaviour",
      "The intruders signed in to Okta and Microsoft 365 through residential proxies.",
      "the intruders signed in to Okta and Microsoft 365 from residential proxies",
    ],
    [
      "true",
      "behaviour",
      "An OAuth application named Mail Archiver Pro with Mail.Read and Files.Read.All permissions was registered.",
      'they registered an OAuth application called "Mail Archiver Pro" with the permissions Mail.Read and Files.Read.All',
    ],
    [
      "true",
      "behaviour",
      "No ransomware was deployed; the group instead threatened to leak stolen contracts.",
      [
        "The group did not deploy ransomware in any of these cases.",
        "Instead it threatened to publish stolen contracts",
      ],
    ],
    [
      "true",
      "summary",
      "Ransom demands ranged from $300,000 to $750,000 and one victim paid.",
      "demanded between 300,000 and 750,000 US dollars. One victim paid.",
    ],
    [
      "true",
      "observable",
      "Phishing domain used by the group",
      "help-portal-sso.com",
      "domain=help-portal-sso.com",
    ],
    ["true", "observable", "Network indicator", "194.26.135[.]201:443", "ip=194.26.135.201"],
    [
      "true",
      "observable",
      "Mail address",
      "support@help-portal-sso.com",
      "email=support[@]help-portal-sso[.]com",
    ],
    [
      "true",
      "entity",
      "Stealer written in Rust",
      'a Rust-written stealer the group calls "pebble" (pebble.exe, 4.2 MB)',
      "malware=pebble",
    ],
    ["true", "entity", "Remote access tool", "AnyDesk and Tailscale for remote access", "tool=AnyDesk"],
    [
      "true",
      "technique",
      "The help desk was called by intruders who posed as employees.",
      "telephoned the help desk, posed as employees and asked for a reset of multi-factor authentication",
      "technique=T1566.004",
    ],
    [
      "true",
      "technique",
      "A rogue MFA device is enrolled.",
      "Alert on new MFA devices that are enrolled from an IP address",
      "technique=T1098.005",
    ],
    [
      "true",
      "log_source",
      "Okta System Log, event user.mfa.factor.activate",
      "Okta's system log records the event user.mfa.factor.activate.",
    ],
    [
      "true",
      "query",
      "Search the Okta system log for user.mfa.factor.activate followed by a sign-in from a new ASN within 1 hour.",
      "Okta's system log records the event user.mfa.factor.activate",
    ],
    [
      "true",
      "hypothesis",
      "An intruder who enrolled a new MFA device will search SharePoint for network diagrams.",
      'They searched SharePoint for the words "vpn", "password" and "network diagram".',
    ],
    [
      "altered",
      "summary",
      "Copper Finch has been active since late 2023.",
      "has been active since late 2024",
    ],
    [
      "altered",
      "summary",
      "In all four cases the help desk complied.",
      "In all of the four cases the help desk complied.",
    ],
    [
      "altered",
      "summary",
      "The group deployed ransomware in these cases.",
      "deploy ransomware in any of these cases",
    ],
    [
      "altered",
      "summary",
      "Law enforcement confirmed that the two people arrested in Leeds belong to the group.",
      "confirmed that the two people arrested in Leeds on 30 June belong to the group",
    ],
    [
      "altered",
      "summary",
      "Two members were arrested in London on 30 June.",
      "the two people arrested in Leeds on 30 June",
    ],
    ["altered", "observable", "C2 address", "194.26.135[.]201:443", "ipv4=194.26.135.210"],
    [
      "altered",
      "summary",
      "The group demanded up to 7.5 million dollars.",
      "demanded between 300,000 and 750,000 US dollars",
    ],
    [
      "invented",
      "entity",
      "Alias of the group",
      "Copper Finch is a financially motivated group",
      "actor=Scattered Spider",
    ],
    [
      "invented",
      "behaviour",
      "Intruders used Evilginx to capture session cookies.",
      "the intruders signed in to Okta and Microsoft 365 from residential proxies",
    ],
    [
      "invented",
      "technique",
      "Data is encrypted for impact.",
      "they registered an OAuth application called “Mail Archiver Pro”",
      "technique=T1486",
    ],
    [
      "misplaced",
      "behaviour",
      "The group uses AnyDesk and Tailscale for remote access.",
      "Require a video call before MFA is reset.",
    ],
    [
      "misplaced",
      "observable",
      "Enrolment page",
      'They searched SharePoint for the words "vpn"',
      "url=https://help-portal-sso.com/enroll?id=",
    ],
  ]),
  ...labelledOf(22, [
    [
      "true",
      "summary",
      "CVE-2026-31877 is a path traversal flaw in the web console of Harbinger Mail Gateway that lets remote attackers read arbitrary files without authentication.",
      [
        "A path traversal flaw in the web console of Harbinger Mail Gateway allows remote attackers to read arbitrary files without logging in.",
        "It is tracked as CVE-2026-31877",
      ],
    ],
    [
      "true",
      "summary",
      "Versions 11.0 to 11.3.4 are affected, while 10.x is not vulnerable.",
      "All versions from 11.0 up to and including 11.3.4 are affected; 10.x is not vulnerable.",
    ],
    [
      "true",
      "summary",
      "Harbinger fixed the flaw in version 11.3.5 on 12 August 2026.",
      "Harbinger released version 11.3.5 on August 12th.",
    ],
    [
      "true",
      "summary",
      "Of 2317 exposed consoles, 1904 were still unpatched on August 17.",
      "GreyMoss Research counted 2,317 exposed consoles, of which 1,904 had not been updated by 17 August.",
    ],
    [
      "true",
      "behaviour",
      "Attackers request /etc/shadow through path traversal and the file gateway.key.",
      "The requests ask for /console/..%2f..%2fetc%2fshadow and for the file gateway.key.",
    ],
    [
      "true",
      "observable",
      "Attack source",
      "Attacks were first seen on 14 August from 146.70.88.12 and 146.70.88.19",
      "ipv4=146.70.88.19",
    ],
    [
      "true",
      "observable",
      "User agent of scanners",
      'Some of the requests carried the user agent "zgrab/0.x"',
      "user_agent=zgrab/0.x",
    ],
    [
      "true",
      "observable",
      "Exploited flaw",
      "CVE-2026-31877: unauthenticated file read in Harbinger Mail Gateway under attack",
      "vulnerability=CVE-2026-31877",
    ],
    [
      "true",
      "summary",
      "The related XSS flaw CVE-2026-31878 is not known to be exploited.",
      "CVE-2026-31878, a related cross-site scripting flaw, was fixed at the same time but isn’t known to be exploited.",
    ],
    [
      "true",
      "summary",
      "There is no workaround, and the attacks have not been attributed.",
      ["There is no workaround.", "So far nobody has attributed the attacks."],
    ],
    [
      "true",
      "technique",
      "Attackers exploit the internet-facing web console.",
      "allows remote attackers to read arbitrary files without logging in",
      "technique=T1190",
    ],
    [
      "true",
      "detectable",
      "GET requests for /console/ with encoded path traversal can be detected.",
      "The requests ask for /console/..%2f..%2fetc%2fshadow",
    ],
    [
      "true",
      "log_source",
      "Web server access logs of the gateway",
      "Exploitation requires a single GET request",
    ],
    [
      "altered",
      "summary",
      "CVE-2026-31878 is being exploited.",
      "CVE-2026-31878, a related cross-site scripting flaw, was fixed at the same time but isn't known to be exploited.",
    ],
    ["altered", "summary", "Version 10.x is vulnerable.", "10.x is not vulnerable"],
    ["altered", "summary", "The flaw has a CVSS score of 9.8.", "has a CVSS score of 8.6"],
    [
      "altered",
      "summary",
      "GreyMoss counted 2,371 exposed consoles.",
      "GreyMoss Research counted 2,317 exposed consoles",
    ],
    [
      "altered",
      "observable",
      "Attack source",
      "Attacks were first seen on 14 August from 146.70.88[.]12",
      "ipv4=146.70.88.112",
    ],
    [
      "altered",
      "summary",
      "Harbinger released version 11.3.6 on August 12th.",
      "Harbinger released version 11.3.6 on August 12th.",
    ],
    ["altered", "summary", "A workaround is available.", "There is no workaround."],
    [
      "invented",
      "summary",
      "The attacks were attributed to Volt Typhoon.",
      "So far nobody has attributed the attacks.",
    ],
    [
      "invented",
      "hypothesis",
      "The attackers may exfiltrate the key to 203.0.113.9.",
      "for the file gateway.key",
    ],
    [
      "invented",
      "query",
      "Search proxy logs for CVE-2026-30001 exploit strings.",
      "Exploitation requires a single GET request",
    ],
    ["misplaced", "summary", "GreyMoss Research released version 11.3.5.", "There is no workaround."],
    [
      "misplaced",
      "technique",
      "Mass mailing.",
      "Exploitation requires a single GET request",
      "technique=T1566",
    ],
    [
      "misplaced",
      "summary",
      "The private key may have been read.",
      "Attacks were first seen on 14 August from 146.70.88[.]12",
    ],
  ]),
];
