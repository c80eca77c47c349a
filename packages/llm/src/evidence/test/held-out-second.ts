import type { Document } from "../../analysis.ts";
import { type Labelled, labelledOf } from "./labelled.ts";

/** Written after the first held-out set was learnt from, and judged once before anything was changed. */
export const secondHeldOutArticles: Document[] = [
  {
    articleId: 31,
    source: "Example Journal",
    language: "en",
    publishedAt: new Date("2026-09-02T00:00:00Z"),
    title: "Tracking PALEWREN: a Linux backdoor on hosting control panels",
    text: `Between April and August 2026 we found the Linux backdoor PALEWREN on 118 servers of small hosting providers. The oldest sample was uploaded to VirusTotal on 4 April 2026 from Ukraine. We do not know who operates it.

Initial access
The operators guess passwords of the control panel over its API. Once inside, they upload a PHP file called health-check.php and call it with the parameter "k". The file fetches install.sh from 77.91.101[.]5 by curl.

Persistence
install.sh writes the unit /etc/systemd/system/netd-sync.service and enables it. It also adds a line to root's crontab that runs /usr/lib/.netd/sync every ten minutes. SELinux is set to permissive. Unlike many Linux backdoors, PALEWREN doesn't install a rootkit.

Command and control
Every 300 seconds PALEWREN resolves TXT records of ns-mirror[.]net through 1.1.1.1. Commands come Base64-encoded in the answers. If DNS fails, it tries hxxps://paste-mirror[.]org/raw/zz81. It supports seven commands, among them shell, upload, proxy and self-delete.

What was done with the servers
In 96 of the 118 cases they served as proxies for spam. Nine were used to mine Monero. On none did we see theft of customer databases, but web roots were archived to /tmp/.b.tgz on four of them.

SHA256
e3c1a9f47b2d5086c4f1e09ab37d62858f5c0b1e4d97a23660c8f2b4751de9a3  sync
07bb6fd9c41e35a28d90f6ce4b7a1352d8e60f19ac74b83e5521d0c9f6a7b840  install.sh`,
  },
  {
    articleId: 32,
    source: "Example Journal",
    language: "es",
    publishedAt: new Date("2026-09-10T00:00:00Z"),
    title: "El grupo Lince Gris ataca a universidades españolas",
    text: `El grupo de ransomware Lince Gris ha atacado a 12 universidades españolas desde el 1 de septiembre de 2026. Según el INCIBE, los atacantes entraron con credenciales robadas en el servicio VPN y usaron AnyDesk para mantener el acceso.

La Universidad de Valdeluz no pagó el rescate de 800.000 euros. No se ha confirmado el robo de datos médicos. El servidor de mando, 185.244.30[.]61, estaba en los Países Bajos.`,
  },
];

export const secondHeldOut: Labelled[] = [
  ...labelledOf(31, [
    [
      "true",
      "summary",
      "From April to August 2026, PALEWREN was discovered on 118 servers belonging to small hosting providers.",
      "Between April and August 2026 we found the Linux backdoor PALEWREN on 118 servers of small hosting providers.",
    ],
    ["true", "summary", "The operators of the backdoor are unknown.", "We do not know who operates it."],
    [
      "true",
      "summary",
      "The oldest sample was uploaded to VirusTotal from Ukraine on April 4, 2026.",
      "The oldest sample was uploaded to VirusTotal on 4 April 2026 from Ukraine.",
    ],
    [
      "true",
      "behaviour",
      "Operators brute-force control panel passwords via the API and upload health-check.php.",
      [
        "The operators guess passwords of the control panel over its API.",
        "they upload a PHP file called health-check.php",
      ],
    ],
    [
      "true",
      "behaviour",
      "A cron job runs /usr/lib/.netd/sync every 10 minutes.",
      "adds a line to root’s crontab that runs /usr/lib/.netd/sync every ten minutes",
    ],
    [
      "true",
      "behaviour",
      "A systemd service named netd-sync.service is created and enabled.",
      "install.sh writes the unit /etc/systemd/system/netd-sync.service and enables it.",
    ],
    [
      "true",
      "behaviour",
      "PALEWREN does not install a rootkit.",
      "Unlike many Linux backdoors, PALEWREN doesn’t install a rootkit.",
    ],
    [
      "true",
      "behaviour",
      "PALEWREN queries TXT records of ns-mirror.net every 300 seconds and receives Base64-encoded commands.",
      [
        "Every 300 seconds PALEWREN resolves TXT records of ns-mirror.net through 1.1.1.1.",
        "Commands come Base64-encoded in the answers.",
      ],
    ],
    [
      "true",
      "behaviour",
      "If DNS is unavailable, it falls back to https://paste-mirror.org/raw/zz81.",
      "If DNS fails, it tries https://paste-mirror.org/raw/zz81.",
    ],
    [
      "true",
      "behaviour",
      "96 of 118 servers were used as spam proxies and 9 for Monero mining.",
      "In 96 of the 118 cases they served as proxies for spam. Nine were used to mine Monero.",
    ],
    [
      "true",
      "summary",
      "No theft of customer databases was seen.",
      "On none did we see theft of customer databases",
    ],
    [
      "true",
      "observable",
      "Host of install.sh",
      "The file fetches install.sh from 77.91.101.5 by curl.",
      "ip=77.91.101[.]5",
    ],
    [
      "true",
      "observable",
      "Hash of install.sh",
      "07bb6fd9c41e35a28d90f6ce4b7a1352d8e60f19ac74b83e5521d0c9f6a7b840 install.sh",
      "sha256=07bb6fd9c41e35a28d90f6ce4b7a1352d8e60f19ac74b83e5521d0c9f6a7b840",
    ],
    [
      "true",
      "observable",
      "Systemd unit",
      "writes the unit /etc/systemd/system/netd-sync.service",
      "file_path=/etc/systemd/system/netd-sync.service",
    ],
    [
      "true",
      "technique",
      "A systemd unit keeps the backdoor running.",
      "install.sh writes the unit /etc/systemd/system/netd-sync.service and enables it",
      "technique=T1543.002",
    ],
    [
      "true",
      "technique",
      "DNS TXT records carry commands.",
      "PALEWREN resolves TXT records of ns-mirror[.]net",
      "technique=T1071.004 - DNS",
    ],
    [
      "true",
      "technique",
      "Passwords of the control panel are guessed.",
      "The operators guess passwords of the control panel over its API.",
      "technique=T1110.001",
    ],
    ["true", "entity", "Linux backdoor", "the Linux backdoor PALEWREN on 118 servers", "malware=PALEWREN"],
    [
      "true",
      "hypothesis",
      "Compromised servers make periodic DNS TXT queries to ns-mirror.net.",
      "resolves TXT records of ns-mirror[.]net",
    ],
    [
      "true",
      "query",
      "Search auditd logs for writes to /etc/systemd/system by web server users such as www-data.",
      "writes the unit /etc/systemd/system/netd-sync.service and enables it",
    ],
    [
      "altered",
      "summary",
      "PALEWREN was found on 181 servers.",
      "we found the Linux backdoor PALEWREN on 118 servers",
    ],
    ["altered", "behaviour", "PALEWREN installs a rootkit.", "PALEWREN doesn't install a rootkit"],
    ["altered", "summary", "Customer databases were stolen.", "theft of customer databases"],
    [
      "altered",
      "behaviour",
      "The crontab runs /usr/lib/.netd/sync every hour.",
      "runs /usr/lib/.netd/sync every hour",
    ],
    [
      "altered",
      "behaviour",
      "It resolves TXT records of ns-miror.net.",
      "Every 300 seconds PALEWREN resolves TXT records of ns-mirror[.]net",
    ],
    [
      "altered",
      "behaviour",
      "It resolves TXT records every 30 seconds.",
      "Every 300 seconds PALEWREN resolves TXT records",
    ],
    [
      "altered",
      "observable",
      "Backdoor hash",
      "e3c1a9f47b2d5086c4f1e09ab37d62858f5c0b1e4d97a23660c8f2b4751de9a3",
      "sha256=e3c1a9f47b2d5086c4f1e09ab37d62858f5c0b1e4d97a23660c8f2b4751de9a4",
    ],
    [
      "altered",
      "summary",
      "The oldest sample was uploaded from Russia.",
      "The oldest sample was uploaded to VirusTotal on 4 April 2026 from Ukraine.",
    ],
    ["invented", "summary", "PALEWREN is operated by Sandworm.", "We do not know who operates it."],
    [
      "invented",
      "technique",
      "LSASS memory is dumped.",
      "The operators guess passwords of the control panel over its API.",
      "technique=T1003.001",
    ],
    [
      "invented",
      "observable",
      "Further C2",
      "resolves TXT records of ns-mirror[.]net",
      "domain=ns2-mirror.net",
    ],
    ["invented", "entity", "Tool", "The operators guess passwords of the control panel", "tool=Hydra"],
    [
      "misplaced",
      "behaviour",
      "Monero is mined on the servers.",
      "The operators guess passwords of the control panel over its API.",
    ],
    ["misplaced", "summary", "118 servers mined Monero.", "Nine were used to mine Monero."],
    [
      "misplaced",
      "observable",
      "Hash of install.sh",
      "Every 300 seconds PALEWREN resolves TXT records",
      "sha256=07bb6fd9c41e35a28d90f6ce4b7a1352d8e60f19ac74b83e5521d0c9f6a7b840",
    ],
  ]),
  ...labelledOf(32, [
    [
      "true",
      "title",
      "The group Lince Gris attacks Spanish universities",
      "El grupo Lince Gris ataca a universidades españolas",
    ],
    [
      "true",
      "summary",
      "The ransomware group Lince Gris has attacked 12 Spanish universities since 1 September 2026.",
      "El grupo de ransomware Lince Gris ha atacado a 12 universidades españolas desde el 1 de septiembre de 2026.",
    ],
    [
      "true",
      "summary",
      "According to INCIBE, the attackers used stolen credentials for the VPN service and AnyDesk to keep access.",
      "Según el INCIBE, los atacantes entraron con credenciales robadas en el servicio VPN y usaron AnyDesk para mantener el acceso.",
    ],
    [
      "true",
      "summary",
      "The University of Valdeluz did not pay the ransom of 800,000 euros.",
      "La Universidad de Valdeluz no pagó el rescate de 800.000 euros.",
    ],
    [
      "true",
      "summary",
      "The command server, 185.244.30.61, was located in the Netherlands.",
      "El servidor de mando, 185.244.30.61, estaba en los Países Bajos.",
    ],
    [
      "altered",
      "summary",
      "The University of Valdeluz paid the ransom of 800,000 euros.",
      "La Universidad de Valdeluz no pagó el rescate de 800.000 euros.",
    ],
    [
      "altered",
      "summary",
      "The theft of medical data has been confirmed.",
      "No se ha confirmado el robo de datos médicos.",
    ],
    [
      "altered",
      "summary",
      "Lince Gris has attacked 21 universities.",
      "ha atacado a 12 universidades españolas",
    ],
    ["invented", "summary", "The attackers used TeamViewer.", "usaron AnyDesk para mantener el acceso"],
    [
      "misplaced",
      "observable",
      "Command server",
      "El grupo de ransomware Lince Gris ha atacado",
      "ipv4=185.244.30.61",
    ],
  ]),
];
