import { stem } from "./stem.ts";

/**
 * The share of security articles in which a stem stands, as a guess before any were counted: what is frequent in
 * the field at large tells little, even where only thirty articles are known.
 */
export function expectedShare(stemmed: string): number {
  shares ??= table();
  return shares.get(stemmed) ?? RARE_SHARE;
}

/** Of a word that is not in the table. */
export const RARE_SHARE = 0.004;

let shares: Map<string, number> | null = null;

function table(): Map<string, number> {
  const found = new Map<string, number>();
  for (const [share, words] of bands)
    for (const word of words.split(/\s+/)) {
      const stemmed = stem(word, "en");
      found.set(stemmed, Math.max(share, found.get(stemmed) ?? 0));
    }
  return found;
}

const bands: [number, string][] = [
  [
    0.4,
    `attack attacker attackers security access user users system systems data malicious malware threat information
    network code file files server servers account accounts organization organizations cyber software company`,
  ],
  [
    0.2,
    `actor actors campaign campaigns vulnerability vulnerabilities exploit exploited exploitation researchers research
    group victim victims target targeted targets credentials windows microsoft domain domains email emails service
    services report reported public published found tool tools control remote command execution execute process
    activity analysis detection detect update updates version versions install installed device devices website web
    online internet protect identify identified discovered available run running support team teams personal
    business customers customer people cloud application applications app apps phishing ransomware technique
    techniques infrastructure login page link links message messages password passwords`,
  ],
  [
    0.1,
    `vulnerable critical severity patch patched patches flaw flaws bug bugs advisory released release fix fixed
    affected impact issue issues risk authentication bypass privilege admin administrator google linux android
    browser chrome script scripts powershell payload payloads loader backdoor trojan stealer botnet encrypted
    encryption encrypt leak leaked stolen steal theft breach breached incident response intelligence defense
    defenders enterprise government agency agencies law enforcement financial bank banks healthcare hospital
    hospitals money payment ransom extortion hackers hacker hacking criminals cybercriminals gang espionage state
    chinese china russian russia north korea korean iran iranian ukraine vendor vendors product products database
    api key keys token tokens session sessions request requests url address addresses hash indicators compromise
    compromised compromising persistence lateral movement exfiltration scan scanning honeypot mail employee
    employees staff warned warns warning recommend recommended mitigation mitigations monitor monitoring log logs
    policy policies sample samples traffic connection host hosts hosted download downloaded downloads delivery
    deliver delivered chain stage stages initial operation operations operators developer developers source open
    github npm package packages supply community platform platforms management active actively million thousand
    hundred months years weeks days hours november october december january february march april june july august
    september monday tuesday wednesday thursday friday cve poc zero-day arbitrary local user-agent http https dns
    registry task scheduled folder directory memory dll executable binary archive document documents attachment`,
  ],
];
