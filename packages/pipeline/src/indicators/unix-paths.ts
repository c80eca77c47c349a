import { isIpv4 } from "./addresses.ts";
import { isAlnum } from "./char-classes.ts";
import { endingOf, isFileEnding } from "./file-types.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";
import { pathEnd } from "./windows-paths.ts";

const ROOTS = new Set(
  "etc host tmp usr var home opt dev bin sbin lib lib32 lib64 root proc sys mnt media srv boot run private Users Library Applications System Volumes sdcard storage vmfs nsconfig netscaler flash cf_logs export jffs persist cores Network data userdata www snap initrd lost+found".split(
    " ",
  ),
);
const ALONE = new Set("passwd shadow crontab hosts null sh bash".split(" "));
const SPACED =
  /(?:^|\/)(?:Application|Google|Internet|Microsoft|Address|Mail|QuickTime|Web|Disk|Final|Logic|Image|Group|Saved|Keychain|System|Activity|Brave|Opera|Firefox|Visual|Script|Sublime|Telegram|Mobile|Exodus|Atomic|Ledger|Trezor|Local Extension|Local|Default|Profile|Login|Web|User)$/;
const ORDINARY =
  /^\/(?:etc\/(?:passwd|shadow|hosts|crontab|group|sudoers|resolv\.conf|os-release|issue)|bin\/(?:ba|z|da|k)?sh|usr\/bin\/(?:env|python3?|perl|bash|curl|wget|sudo|osascript|open)|dev\/(?:null|zero|u?random|shm|tty\d?|stdin|stdout|stderr)|proc\/(?:self|cpuinfo|meminfo|mounts|net\/tcp|version)\S*|var\/log\/(?:auth|syslog|messages|secure|wtmp|btmp|lastlog)(?:\.log)?)$/;

/** `/tmp/x`, `~/Library/x`: a path that begins with the slash or tilde at `start`. */
export function takeUnixPath(scan: Scan, start: number): number {
  const { text } = scan;
  const before = text.charCodeAt(start - 1);
  if (!mayPrecede(before)) return NOTHING;
  const isHome = text.charCodeAt(start) === 126;
  const slash = isHome ? start + 1 : start;
  if (text.charCodeAt(slash) !== 47) return NOTHING;
  if (!isHome && !hasKnownRoot(text, start)) return NOTHING;
  const reverse = takeBashSocket(scan, start);
  if (reverse !== NOTHING) return reverse;
  const end = joinEscaped(text, slash, before);
  const value = text.slice(start, end).replace(/\\ /g, " ");
  const segments = value.split("/").filter((segment) => segment !== "");
  if (isHome ? segments.length < 2 : segments.length < 2) return NOTHING;
  const file = segments.at(-1) as string;
  return note(scan, {
    type: endingOf(file) === "pdb" ? "pdb_path" : "file_path",
    value,
    start,
    end,
    details: isFileEnding(endingOf(file)) ? { file } : null,
    confidence: 0.8,
    isOrdinary: ORDINARY.test(value),
    reasons: ORDINARY.test(value) ? ["file of an ordinary system or project"] : [],
  });
}

function mayPrecede(code: number): boolean {
  if (Number.isNaN(code)) return true;
  return (
    !isAlnum(code) &&
    code !== 46 &&
    code !== 47 &&
    code !== 95 &&
    code !== 92 &&
    code !== 37 &&
    code !== 45 &&
    code !== 126 &&
    code !== 125 &&
    code !== 93 &&
    code !== 41 &&
    (code < 0xc0 || code > 0x1fff)
  );
}

function hasKnownRoot(text: string, start: number): boolean {
  let end = start + 1;
  while (end < start + 16 && (isAlnum(text.charCodeAt(end)) || text.charCodeAt(end) === 95)) end++;
  if (text.charCodeAt(end) !== 47 && !ALONE.has(text.slice(start + 1, end))) return false;
  return ROOTS.has(text.slice(start + 1, end));
}

/** Where the path ends; spaces inside belong to it in quotation marks, escaped, and in some folders of macOS. */
function joinEscaped(text: string, slash: number, before: number): number {
  let end = pathEnd(text, slash, 47, before);
  for (let joins = 0; joins < 6; joins++) {
    const isEscaped = text.startsWith("\\ ", end);
    if (!isEscaped && !(text.charCodeAt(end) === 32 && SPACED.test(text.slice(slash, end)))) return end;
    const next = isEscaped ? end + 2 : end + 1;
    const more = pathEnd(text, next, 47, before);
    if (!isEscaped && !text.slice(next, more).includes("/")) return end;
    if (more <= next) return end;
    end = more;
  }
  return end;
}

const SOCKET = /\/dev\/(?:tcp|udp)\/([\w.-]{4,253})\/(\d{1,5})(?!\d)/y;

/** `/dev/tcp/1.2.3.4/443` of shells is an address with a port. */
function takeBashSocket(scan: Scan, start: number): number {
  SOCKET.lastIndex = start;
  const match = SOCKET.exec(scan.text);
  if (match === null) return NOTHING;
  const end = SOCKET.lastIndex;
  const host = match[1] as string;
  const from = start + 9;
  if (!isIpv4(host)) return NOTHING;
  note(scan, {
    type: "ipv4",
    value: host,
    start: from,
    end: from + host.length,
    details: { port: Number(match[2]) },
  });
  return end;
}
