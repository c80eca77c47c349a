import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import type { Mention } from "@cti/pipeline/entities/mention";
import type { Subject } from "../analysis.ts";
import { unknownTechnique } from "./check-facts.ts";
import { hasIndicator, isIndicatorType, mentionsIn } from "./indicators-around.ts";
import { alteredName } from "./near-names.ts";
import type { Reading } from "./reading.ts";

/**
 * Why advice names what no document has: an indicator, a CVE, a technique, an actor or malware. Products, programs of the system, logs and
 * their fields, registry keys and numbers are its own business. Null when it may stand.
 */
export function inventedAdvice(
  text: string,
  subject: Subject | null,
  readings: readonly Reading[],
  knowledge: Knowledge,
): string | null {
  const known = readings.flatMap(({ mentions, titleMentions }) => [...mentions, ...titleMentions]);
  if (subject !== null && !isNamedByText(subject, known))
    return `${subject.type} ${subject.value.slice(0, 80)} is in no article`;
  for (const mention of mentionsIn(text, knowledge)) {
    if (mention.value === subject?.value || isFree(mention)) continue;
    if (!isKnown(mention, known)) return `“${mention.matched}” is in no article`;
  }
  const unknown = unknownTechnique(text, knowledge);
  if (unknown !== null) return `there is no technique ${unknown}`;
  const altered = alteredName(text, readings);
  return altered === null ? null : `“${altered.written}” is in no article, but “${altered.meant}” is`;
}

/** What advice is about by its own account; its words alone are free. */
function isNamedByText({ type, value }: Subject, known: readonly Mention[]): boolean {
  if (isIndicatorType(type)) return hasIndicator(known, type, value);
  if (type !== "technique") return true;
  return known.some((each) => each.value.startsWith(value.slice(0, 5)));
}

function isFree(mention: Mention): boolean {
  const { type, value, matched, reasons } = mention;
  if (type === "technique") return !/^T\d{4}/.test(matched);
  if (THREATS.has(type)) return false;
  if (!isIndicatorType(type)) return true;
  if (type === "domain") return FIELD.test(value) && !mention.reasons.includes("defanged");
  if (type === "file_name")
    return reasons.includes("ordinary") || SYSTEM_FILE.test(value) || LOG_FILE.test(value);
  if (type === "file_path")
    return !PROGRAM.test(value) || SYSTEM_FILE.test(/[^\\/]*$/.exec(value)?.[0] ?? "");
  return FREE.has(type);
}

/** Who is named here is accused. */
const THREATS: ReadonlySet<string> = new Set(["actor", "malware", "ransomware"]);
const FREE: ReadonlySet<string> = new Set(["registry_key", "named_pipe", "user_agent"]);

/** Names of fields in logs look like hosts. */
const FIELD =
  /^(?:process|user|host|event|file|source|destination|dns|url|winlog|registry|network|http|tls|client|server|agent|related|threat|rule|cloud|container|powershell|dll|group|log|observer|package|service|orchestrator|email|parent|target|image|device|account|initiatingprocess)\.[a-z_.]+$/i;
const SYSTEM_FILE =
  /^(?:lsass|services|explorer|svchost|winword|excel|powerpnt|outlook|w3wp|sysmon|wmiprvse|spoolsv|taskhostw|dllhost|conhost|userinit|winlogon|csrss|smss|ntoskrnl|system|cmd|pwsh|powershell|java|javaw|python\d?|node|chrome|firefox|msedge|teams|onedrive|acrord32|mmc|dns|sqlservr|httpd|nginx|php-cgi|tomcat\d*|sshd|bash|hh|control|ntdsutil|vssadmin|wbadmin|bcdedit|wevtutil|diskshadow)\.(?:exe|sys)$|^(?:ntds\.dit|sam|ntdll\.dll|kernel32\.dll|comsvcs\.dll|amsi\.dll|msi\.dll|authorized_keys|crontab)$/i;
const LOG_FILE = /\.(?:log|evtx|etl|conf|cfg|yml|yaml|json|xml|md)$/i;
const PROGRAM =
  /\.(?:exe|dll|scr|bat|cmd|vbs|vbe|js|jse|hta|lnk|ps1|apk|elf|sys|iso|img|docm|xlsm|jar|msi|cpl|so|sh|py|aspx?|jspx?|php)$/i;

function isKnown({ type, value }: Mention, known: readonly Mention[]): boolean {
  if (isIndicatorType(type)) return hasIndicator(known, type, value);
  return known.some(
    (each) => each.type === type && (each.value === value || each.value.startsWith(`${value}.`)),
  );
}
