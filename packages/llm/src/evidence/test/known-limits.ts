/**
 * Claims of the labelled sets that the lock judges wrongly, in the order of the sets: what it cannot see. A rule that
 * cures one takes it out here; one that is added here is a loss to be weighed.
 */
export const knownLimits: readonly string[] = [
  // Of sets that rules were learnt from: another verb than the quote has, a value below another header.
  "The EDR alerts of 22 April were escalated by the service desk.",
  "Bank details of customers were stolen.",
  "The utility paid 20 bitcoin.",
  "Version 5.3.6 fixes the ES-2400.",
  // Of the fourth set, not true and supported all the same.
  "Torvane reported the flaw to Anneke Vroom of Lowlight Research.",
  "The intruder signed in to the domain controller by RDP on 4 September.",
  "The intruder deployed ransomware on the file server.",
  "The attack forced Skerrow to keep its ships in port.",
  "File access logs that show DUSKMOTH reading KeePass databases.",
  "Die Sicherungen der Einwohnerdaten wurden von den Angreifern gelöscht.",
  "Der Artikel nennt konkrete Hashes und Domains der Angreifer.",
  "Look for PowerShell connections to Pastebin, which Slate Jackal uses to pass commands.",
  "Command 0x13 takes a screenshot.",
  "CVE-2026-33527 is exploited by the ransomware group Ash Ferret.",
  "Attackers may be using Ivanti Connect Secure to spread Ash Ferret ransomware.",
  // Of the fifth set, in the order of its articles; those marked are true and struck.
  "Anybody with access to port 9419 is able to execute code under the service account, which on Windows is SYSTEM.", // true
  "Hospitals were hacked through the flaw.",
  "The 38 addresses compromised servers with the flaw.",
  "Both users approved the push request.",
  "One of the customers paid 186,000 euros.",
  "SharePoint audit logs that show which files the intruder opened.",
  "The company has switched to FIDO2 keys for all staff.",
  "The insurer covers 2.2 million dollars of the outage.",
  "Lindqvist paid the ransom on 27 October.",
  "Because the talks changed, an old backup became readable.",
  "The Evilginx-based reverse proxy relays the genuine login page and captures the session cookie.", // true
  "It is not known whether the seller of the kit, mr_halyard, takes part in the attacks.", // true
  "Of the 1,900 links on domains registered via Zonehaven, the registrar suspended 1,200 within two days.", // true
  "Swiftbarrow lost the phone numbers of its customers.",
  "HR changed the bank account in four cases.",
  "Passkeys do not help against the attack, but one-time codes do.",
  "185.244.36.150 is the sender address of the mails to HR.",
  "Laut BKA wurden 47 Server in sechs Ländern beschlagnahmt, 22 davon in Deutschland.", // true
  "In Deutschland geht es um etwa 260.000 Anschlüsse.",
  "Ein zweiter Verdächtiger wurde in Dubai festgenommen.",
  "Der Artikel nennt konkrete Hashes der Schadsoftware.",
  "The arrested man has been extradited to Germany.",
  "HOLLYPORT is not a fork of Hook, but its overlays were copied from it.", // true
  "Release 3.4.3 of tiny-datefmt is malicious.",
  "A user deleted the issue on GitHub after the attackers had opened it.",
  "The second stage was downloaded from https://pkg-stats.dev/r.sh on the victims' machines.",
  "The attack on colorwheel was carried out by the same people.",
  "An attacker may restart a FlowGate 600 with Modbus function code 90, since it is affected too.",
  "Two controllers at a water plant in Jutland were restarted by an attacker.",
  "CVE-2026-50331 has a CVSS score of 7.3.",
  "FlowGate Studio 5.3 has been released.",
  "The attackers used a VPN to reach the controllers.",
];
