import type { Document } from "../../analysis.ts";

/** Articles of our own writing; nobody in them exists, and hosts are of no one. */
const texts: { title: string; language: string | null; publishedAt: string; text: string }[] = [
  {
    title: "Glass Heron uses forged delivery notes to plant MERLINROOT at freight companies",
    language: "en",
    publishedAt: "2026-03-20",
    text: `Since 12 March 2026 the intrusion set that we track as Glass Heron has sent forged delivery notes to freight companies in Poland and Lithuania. The mails come from hacked mail accounts of real hauliers. They carry a ZIP archive with an LNK file inside.

When the victim opens the shortcut, it runs PowerShell with an encoded command. The script downloads a loader from hxxps://cdn-freight[.]top/update/x.bin and stores it as C:\\ProgramData\\Intel\\svc_update.exe. A scheduled task named "IntelSvcUpdate" starts the loader every 15 minutes.

The loader, which we call MERLINROOT, injects its code into explorer.exe and connects to 185.93.44[.]17 on port 8443. It sends the host name, the user name and a list of running processes. We found no evidence that data of customers was stolen. The operators did not encrypt any files, but they copied about 40 GB of e-mail from two file servers.

In one case the group moved to a domain controller within 3 hours. It dumped the memory of LSASS with comsvcs.dll and then used Remote Desktop to reach the backup server. Glass Heron is not related to Lazarus Group, although earlier reports said so.

Indicators of compromise

| Type | Value | Note |
| --- | --- | --- |
| Domain | cdn-freight[.]top | download |
| IP address | 185.93.44[.]17 | command and control |
| SHA-256 | 9f2c4be0a8d1e7735c0b6fd29e41a7c8830d5be94f16c27aa0e3d1b85f6c9e12 | MERLINROOT loader |
| File | svc_update.exe | loader on disk |
`,
  },
  {
    title: "Ransomware group Night Orchard claims attack on Dalmora Water",
    language: "en",
    publishedAt: "2026-02-11",
    text: `The ransomware group Night Orchard has listed the utility Dalmora Water on its leak site. The company confirmed on Monday that an “unauthorised third party” had access to parts of its network between 2 and 9 February 2026.

Dalmora Water denied that the water supply was affected. “Control systems were never reached,” said its spokeswoman Irena Kolb. According to the company, personal data of 1,200 customers was copied, including bank details. It has not paid the ransom of 2.5 million dollars.

The attackers got in through an unpatched VPN appliance by exploiting CVE-2025-48112, a flaw that the vendor had fixed in November 2025. Version 7.4.2 and later are unaffected. They created a local account named "svc-helpdesk", disabled Microsoft Defender by a group policy and deleted shadow copies with vssadmin before the encryption began.

The Cybersecurity and Infrastructure Security Agency advised operators to patch within 72 hours and to look for new local accounts. Night Orchard has named 34 victims since it appeared in August 2025; eleven of them are hospitals.`,
  },
  {
    title: "Neue Schadsoftware „Kreuzotter“ stiehlt Zugangsdaten von Behörden",
    language: "de",
    publishedAt: "2026-01-15",
    text: `Das Bundesamt für Sicherheit in der Informationstechnik (BSI) warnt vor einer Schadsoftware namens Kreuzotter. Sie verbreitet sich über gefälschte Rechnungen und hat seit dem 3. Januar 2026 mindestens 1.400 Rechner in 26 Behörden befallen.

Kreuzotter liest gespeicherte Passwörter aus Firefox und Chrome aus und sendet sie an den Server kreuz-update[.]net. Die Schadsoftware verschlüsselt keine Dateien. Das BSI empfiehlt, die Adresse 91.219.33[.]8 zu sperren und Passwörter zu ändern.

Nach Angaben der Polizei in München wurden zwei Verdächtige festgenommen. Ein Zusammenhang mit Emotet wurde nicht festgestellt.`,
  },
  {
    title: "Une faille dans le portail Verdane exploitée par des pirates",
    language: "fr",
    publishedAt: "2026-04-03",
    text: `Le CERT-FR signale que la vulnérabilité CVE-2026-20417 du portail Verdane est exploitée depuis le 28 mars 2026. Elle permet à un attaquant non authentifié d’exécuter du code à distance. Son score CVSS est de 9,8.

Les pirates ont déposé un web shell nommé « cache_upd.jsp » sur 57 serveurs. Aucune donnée bancaire n’a été volée, selon l’éditeur. Le correctif est disponible dans la version 5.2.1.`,
  },
  {
    title: "Week in review: router botnet, npm worm and a takedown",
    language: "en",
    publishedAt: "2026-05-02",
    text: `Router botnet grows

The Kettledrum botnet now counts more than 60,000 home routers, most of them in Brazil and Vietnam. It guesses weak Telnet pass-
words and downloads a binary named "kdrum.mips". Its controllers answer on TCP port 4821 at kettle-ctl[.]xyz and 203.0.113[.]77.

npm worm

A worm in the npm registry has infected 180 packages. It steals tokens from .npmrc files and publishes itself with them. Researchers at Hollow Pine Labs attribute it to a single developer. The packages were removed on 29 April.

Takedown

Police of five countries have seized 43 servers of the stealer service "Brass Magpie". Two administrators were arrested in Spain. The service had sold data of 1.8 million computers for €90 a month. Brass Magpie was not linked to Kettledrum.`,
  },
  {
    title: "Inside a Cobalt Strike intrusion: from a fake browser update to domain admin",
    language: "en",
    publishedAt: "2025-12-09",
    text: `Timeline

- 08:14 UTC: the user visits a hacked blog and runs Update.js, a fake browser update.
- 08:16 UTC: wscript.exe starts PowerShell, which loads a Cobalt Strike beacon into memory.
- 09:40 UTC: the intruder lists domain admins with "net group" and AdFind.
- 11:05 UTC: Kerberoasting yields the password of the account SQLSVC01.
- 13:30 UTC: the intruder uses PsExec to copy beacons to six servers.

Command and control

The beacon talks HTTPS to jquery-stat[.]com (45.61.136[.]204) every 60 seconds with a jitter of 20 percent. It uses the named pipe \\\\.\\pipe\\msagent_f1 for lateral movement. The user agent is that of Internet Explorer 11.

Persistence is achieved through a Run key, HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\EdgeHelper, that starts rundll32.exe with edgehlp.dll.

What we did not see

No data left the network as far as proxy logs show. The intruder failed to switch off the EDR agent on two servers.

Detection

Process creation events (Sysmon event id 1) show wscript.exe as parent of powershell.exe. Hunting for named pipes that begin with "msagent_" gave no false positives at three customers.`,
  },
  {
    title: "Silk Lantern targets diplomats with a signed backdoor",
    language: "en",
    publishedAt: "2026-06-18",
    text: `Silk Lantern, also known as TA-4471, has attacked foreign ministries in Central Asia for at least two years. In May it sent invitations to a conference in Astana. Each had a link to meeting-portal[.]org, where visitors got an MSI installer with a valid signature of “Orvello Software GmbH”.

The installer drops a legitimate program of an anti-virus vendor and a malicious DLL beside it. The DLL is loaded by the legitimate program (DLL side-loading) and decrypts the backdoor LANTERNFISH from the file data.bak. LANTERNFISH may take screenshots, log keys and upload files to an account at a cloud storage service; we saw only screenshots and uploads.

EDIT 2026-06-20: an earlier version of this text said that the certificate was stolen. Orvello told us that it was bought by a front company. The certificate was revoked on 19 June 2026.

The SHA-1 of the installer is 3b1f0c9a7d5e48266f1c0e8ab4d93572e1a6c0d8. A second sample (MD5 5d41402abc4b2a76b9719d911017c592) spoke to mail-relay[.]info instead. We assess with moderate confidence that Silk Lantern works for a state.`,
  },
];

export const articles: Document[] = texts.map(({ publishedAt, ...text }, index) => ({
  ...text,
  articleId: index + 1,
  source: "Example Journal",
  publishedAt: new Date(`${publishedAt}T00:00:00Z`),
}));
