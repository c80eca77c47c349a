import { type Labelled, labelledOf } from "./labelled.ts";

/** Of the third held-out set, a report on an incident and German news. */
export const thirdIncidents: Labelled[] = [
  ...labelledOf(42, [
    [
      "true",
      "summary",
      "Ransom notes were found on 212 of around 640 Windows hosts.",
      "By 07:30 the IT team had found ransom notes on 212 of roughly 640 Windows hosts.",
    ],
    [
      "true",
      "entity",
      "Sablecrest",
      "The notes, README-SABLE.txt, name the ransomware Sablecrest",
      "ransomware=Sablecrest",
    ],
    [
      "true",
      "behaviour",
      "The intruders first logged in on April 19 to the Fortinet SSL VPN using a contractor's account without MFA.",
      [
        "The earliest sign of the intrusion dates to 19 April, when somebody logged in to the Fortinet SSL VPN with the account of a contractor.",
        "The account had no second factor.",
      ],
    ],
    [
      "true",
      "technique",
      "LSASS memory was dumped using a renamed ProcDump.",
      "the intruders dumped LSASS memory with a renamed copy of ProcDump (pd64.tmp)",
      "technique=T1003.001",
    ],
    [
      "true",
      "behaviour",
      "About 310 GB of data was exfiltrated to Mega with Rclone.",
      "They used Rclone to copy around 310 GB to a Mega account",
    ],
    [
      "true",
      "detectable",
      "A scheduled task named WinUpdSvc, deployed via GPO, starts the encryptor.",
      "a scheduled task called “WinUpdSvc” was pushed by group policy;  it launched the encryptor\nsc_enc.exe",
    ],
    [
      "true",
      "summary",
      "The company did not pay the ransom and restored 90% of file shares in eight days from tape.",
      "No ransom was paid. Tape backups from 1 May allowed us to restore 90 percent of the file shares within eight days.",
    ],
    [
      "true",
      "false_positive",
      "Administrators may use Rclone for legitimate backups.",
      "The security team will alert on Rclone",
    ],
    [
      "altered",
      "summary",
      "Ransom notes were found on 640 hosts.",
      "found ransom notes on 212 of roughly 640 Windows hosts",
    ],
    [
      "altered",
      "summary",
      "The password was stolen by a stealer on the contractor's laptop, which was proven.",
      "a stealer infection on the contractor's private laptop is the likeliest explanation and is proven",
    ],
    [
      "altered",
      "behaviour",
      "The attackers encrypted ESXi hosts.",
      "ESXi hosts weren't touched, and neither was the ERP system",
    ],
    [
      "altered",
      "behaviour",
      "The intruders copied 310 GB to a Dropbox account with Rclone.",
      "They used Rclone to copy around 310 GB to a Mega account.",
    ],
    [
      "altered",
      "summary",
      "The EDR alerts of 22 April were escalated by the service desk.",
      "The EDR product had raised two alerts on 22 April",
    ],
    [
      "invented",
      "technique",
      "The intruders sent spearphishing attachments.",
      "moved by RDP to the backup server and wiped the Veeam repositories",
      "technique=T1566.001",
    ],
    [
      "altered",
      "query",
      "New scheduled tasks named WinUpdateSvc that start sc_enc.exe.",
      'a scheduled task called "WinUpdSvc" was pushed by group policy; it launched the encryptor sc_enc.exe',
    ],
  ]),
  ...labelledOf(45, [
    [
      "true",
      "summary",
      "The customer portal of Stadtwerke Lindenau has been unavailable since Tuesday following a cyberattack.",
      "Nach einem Cyberangriff auf die Stadtwerke Lindenau ist das Kundenportal seit Dienstag nicht erreichbar.",
    ],
    [
      "true",
      "behaviour",
      "The attackers exploited CVE-2026-11540 in the remote maintenance software Portwerk, which had not been patched.",
      "Die Täter nutzten eine seit Januar bekannte Sicherheitslücke (CVE-2026-11540) in der Fernwartungssoftware Portwerk, die noch nicht geschlossen worden war",
    ],
    [
      "true",
      "summary",
      '38 servers were encrypted and a ransom note from the group "Graue Elster" was left.',
      'Sie verschlüsselten 38 Server und hinterließen ein Erpresserschreiben der Gruppe "Graue Elster".',
    ],
    [
      "true",
      "summary",
      "The ransom demand is 20 bitcoin, around 1.7 million euros; the utility does not want to pay.",
      [
        "Gefordert werden 20 Bitcoin, umgerechnet rund 1,7 Millionen Euro.",
        "Die Stadtwerke wollen nicht zahlen.",
      ],
    ],
    [
      "true",
      "summary",
      "Das BSI warnte schon am 14. Februar und empfahl Portwerk 6.2.1.",
      "Das BSI hatte bereits am 14. Februar vor der Lücke gewarnt und ein Update auf Portwerk 6.2.1 empfohlen.",
    ],
    [
      "true",
      "technique",
      "Servers were encrypted for extortion.",
      "Sie verschlüsselten 38 Server und hinterließen ein Erpresserschreiben",
      "technique=T1486",
    ],
    [
      "altered",
      "summary",
      "Bank details of customers were stolen.",
      "Bankverbindungen lägen auf einem anderen System.",
    ],
    [
      "altered",
      "summary",
      "Customer data was stolen, the utility confirmed.",
      "Ob Kundendaten abgeflossen sind, ist noch unklar.",
    ],
    [
      "altered",
      "summary",
      "The attackers encrypted 83 servers.",
      "Sie verschlüsselten 83 Server und hinterließen ein Erpresserschreiben",
    ],
    ["altered", "summary", "The BSI recommended Portwerk 6.1.2.", "ein Update auf Portwerk 6.2.1 empfohlen"],
    [
      "altered",
      "summary",
      "The group attacked two clinics in Switzerland in November.",
      "hatte zuletzt im November zwei Kliniken in Österreich angegriffen",
    ],
    [
      "altered",
      "summary",
      "The control room was affected by the attack.",
      "die Leitwarte sei vom Büronetz getrennt und nicht betroffen",
    ],
  ]),
];
