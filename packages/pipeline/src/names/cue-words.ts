/** What a word near a name says about it; a word may say several things. */
export const CUE = {
  /** `X ransomware`. */
  ransomware: 1,
  /** `X stealer`, `the trojan X`. */
  malware: 2,
  /** `X gang`, `the threat actor X`. */
  actor: 4,
  /** `dubbed X`, `linked to X`. */
  naming: 8,
  /** Words of the field: they make a sentence or a text one of it. */
  field: 16,
  /** `X sector`. */
  sector: 32,
  /** `X attacks`: believable for a name that the starter knows, too little for others. */
  weak: 64,
  negation: 128,
  /** `technique X`. */
  code: 256,
  /** `X server`, `a flaw in X`. */
  product: 512,
} as const;

/** Cue words and phrases with what they say. */
export function cueWords(): Map<string, number> {
  const cues = new Map<string, number>();
  for (const [mask, list] of lists)
    for (const phrase of list.split(";").map((entry) => entry.trim().replace(/\s+/g, " ")))
      if (phrase !== "") cues.set(phrase, (cues.get(phrase) ?? 0) | mask);
  return cues;
}

const { ransomware, malware, actor, naming, field, sector, weak, negation, code, product } = CUE;

const lists: [number, string][] = [
  [ransomware | field, "ransomware; ransomware as a service; raas; file encryptor; file encrypting malware"],
  [
    malware | field,
    `malware; trojan; trojans; stealer; stealers; infostealer; infostealers; rat; rats; backdoor; backdoors; botnet;
     botnets; dropper; rootkit; bootkit; spyware; keylogger; cryptominer; coinminer; webshell; webshells; web shell;
     web shells; wiper; wipers; malware family; malware families; malware loader; banking trojan; remote access trojan;
     implant; implants; shellcode loader; ransomware strain; payload; payloads; downloader; clipper`,
  ],
  [
    field,
    `hameçonnage; logiciel malveillant; rançongiciel; malveillant; vulnérabilité; attaquant; attaquants; cyberattaque;
     schadsoftware; angreifer; erpressungstrojaner; schwachstelle; sicherheitslücke; schadcode; cyberangriff; ciberataque;
     vulnerabilidad; cibercriminales; troyano; malicioso; atacantes; secuestro de datos`,
  ],
  [actor, "groupe; gruppe; grupo; akteur; hackergruppe"],
  [
    malware,
    "loader; loaders; worm; virus; miner; variant; variants; sample; samples; infection; infections; strain; beacon; beacons; framework; toolkit; toolset; tool; implant; exploit kit",
  ],
  [
    actor | field,
    `threat actor; threat actors; apt; apts; apt group; hacking group; hacker group; threat group; espionage group;
     cyberespionage group; cyber espionage group; ransomware group; ransomware gang; ransomware operators; cybercriminals;
     hackers; hacktivists; hacktivist; extortion group; intrusion set; activity cluster; threat cluster; state sponsored;
     nation state; advanced persistent threat; initial access broker; adversary; adversaries`,
  ],
  [
    actor,
    "group; gang; actor; actors; operators; operator; affiliates; affiliate; crew; collective; cartel; syndicate; subgroup; members",
  ],
  [
    naming,
    `dubbed; describes; calling it; called it; named it; codenamed; code named; nicknamed; aka; a k a; alias; aliases; known as; tracked as; tracks as; track as;
     linked to; attributed to; associated with; affiliated with; operators of; operator of; affiliates of; calls; called; named;
     refers to as; referred to as; identified as; overlaps with; variant of; version of; strain of; attributes to; rebrand of; rebranded as; clustered as`,
  ],
  [
    field,
    `attacker; attackers; hacker; hacked; cybercrime; cybercriminal; data breach; phishing; spearphishing; spear phishing; exploited; exploit; exploits; exploitation; vulnerability; vulnerabilities;
     zero day; c2; c&c; command and control; cyberattack; cyberattacks; cyber attack; cyber attacks; cybersecurity;
     espionage; cyberespionage; exfiltrate; exfiltrated; exfiltration; extortion; leak site; data leak site; lateral movement;
     persistence; indicators of compromise; iocs; ioc; deobfuscate; obfuscated; sandbox; encryptor; decryptor; credential theft;
     threat intelligence; dark web; darknet; cve; ttps; mitre; dll; powershell; encrypted files; ransom note; ransom notes; ransom;
     double extortion; compromised; intrusions; intrusion; malicious; payload delivery; side loading; sideloading; data theft; shellcode; hashes; sha256`,
  ],
  [
    sector,
    `sector; sectors; industry; industries; vertical; verticals; organization; organizations; organisation; organisations;
     company; companies; firm; firms; provider; providers; supplier; suppliers; entities; institution; institutions;
     operators; client; clients; customer; customers; utility; utilities; agencies; agency; ministry; ministries; offices;
     network; networks; chain; chains; bodies; authorities; contractors; contractor; exchange; exchanges; carriers;
     manufacturers; makers; businesses; enterprises; vendors; giants; employees; workers; officials; website; websites;
     portals; facilities; plants; startups`,
  ],
  [
    weak,
    "attack; attacks; campaign; campaigns; activity; operation; operations; intrusion; intrusions; victims; leak site; data leak site; leak blog; deployed; deploys; deploying; deploy; delivers; delivered; delivering; drops; dropped; dropping; distributes; distributed; distributing; installs; installed; loads; executes; ransom note; encryptor; decryptor; builder; infrastructure; command; c2; c&c; panel",
  ],
  [
    negation,
    "not; no; never; without; cannot; didn t; did not; doesn t; does not; wasn t; isn t; weren t; nor; failed to; unable to; instead of; rather than; avoid; avoids; avoided; prevents; prevent; block; blocks; blocked",
  ],
  [code, "technique; techniques; tactic; tactics; att&ck; mitre; mitre att&ck; ttp; ttps; sub technique"],
  [
    product,
    "server; servers; vulnerability; vulnerabilities; flaw; flaws; users; customers; zero day; plugin; researchers; analysts; researcher; said; says; advisory; flaw in; flaws in; bug in; vulnerability in; vulnerabilities in; zero day in; weakness in; patch for; patches for; update for; updates for; versions of; exploited; exploiting; patched; affecting; affects",
  ],
];
