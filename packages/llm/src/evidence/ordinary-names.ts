import { starterOrdinaryWords } from "@cti/pipeline/knowledge/starter-names";
import { isOrdinary, looksOrdinary } from "@cti/pipeline/names/is-ordinary";
import { stopWordsOf } from "@cti/pipeline/stories/stop-words";
import { meaningOf } from "./stems.ts";

/** Whether an English word that begins with a capital may be no name. */
export function isPlainWord(written: string): boolean {
  const word = written.toLowerCase();
  return (
    stopWordsOf("en").has(word) ||
    isOrdinary(word, starterOrdinaryWords()) ||
    looksOrdinary(written) ||
    OPENERS.has(meaningOf(word))
  );
}

/** Abbreviations of the trade, which reports spell out or not as they like. */
export function isTradeWord(written: string): boolean {
  return TRADE.has(written.replace(/(?<=[A-Z])s$/, "").toUpperCase());
}

/** With these, sentences of analyses begin. */
const OPENERS: ReadonlySet<string> = new Set(
  `attackers adversaries researchers analysts victims threat hackers criminals cybercriminals operators intruders actors
  organizations organisations companies customers users employees defenders administrators developers authorities officials
  investigators malware ransomware phishing spearphishing exploitation persistence exfiltration encryption execution
  credentials vulnerabilities flaws backups servers hosts systems machines devices networks domains addresses indicators
  emails messages attachments links websites payloads loaders droppers backdoors implants scripts commands tools
  techniques campaigns intrusions incidents breaches compromises attacks infections initial subsequent lateral remote
  unauthenticated successful multiple numerous various several additional affected infected compromised stolen malicious
  suspicious legitimate encrypted obfuscated custom public private internal external corporate government ministry agency
  banks hospitals manufacturers retailers universities schools software firmware hardware updates patches versions
  registry scheduled tasks processes services files documents archives logs data databases records passwords tokens
  communications connections traffic requests responses infrastructure evidence detection monitor hunt look search review
  upon once following although despite because whereas however additionally furthermore moreover finally afterwards
  later early recently currently previously initially overall together nearly roughly approximately exactly around
  telemetry hypotheses alert sequence creation deletion abuse usage presence absence unusual unexpected anomalous
  correlate inspect verify confirm identify detect collect query queries dns http powershell windows linux ministry
  interior federal national police prosecutors security office department university hospital city bank institute`
    .split(/\s+/)
    .map(meaningOf),
);

const TRADE: ReadonlySet<string> = new Set(
  `C2 C&C DLL VPN IOC TTP API URL URI HTTP HTTPS DNS RDP SMB SSH EDR AV XDR SIEM MFA 2FA IP TCP UDP ICMP TLS SSL SQL HTML
  PDF ZIP ISO LNK EXE OS PC USB IT OT ICS CVE CVSS RCE LPE DOS DDOS RAT APT WMI LSASS LSA SAM AD LDAP NTLM KERBEROS UAC
  COM GUI CLI VM ID UTC ATT&CK MITRE RANSOMWARE-AS-A-SERVICE RAAS MAAS IDS IPS WAF NTFS JSON XML VBA VBS JS SMTP IMAP FTP
  SFTP CI CD SDK IDE AI PII CSV SSO OAUTH JWT AES RSA XOR RC4 MBR NAS IOT SOC CTI TTPS POC XSS CSRF SSRF SQLI LFI RFI XXE IDOR GET POST PUT HEAD PE ELF BIOS UEFI CPU GPU RAM
  KB MB GB TB EUR USD GBP`.split(/\s+/),
);
