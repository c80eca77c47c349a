import { isAlnum } from "./char-classes.ts";
import { endingOf, isFileEnding, isOrdinaryFile } from "./file-types.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";

const LONGEST = 520;

/** `C:\…`, `C:/…`: the drive letter stands at `start`. */
export function takeDrivePath(scan: Scan, start: number): number {
  const { text } = scan;
  const before = text.charCodeAt(start - 1);
  if (isAlnum(before) || before === 95) return NOTHING;
  if (text.charCodeAt(start + 2) === 47) {
    if (!/[A-Za-z0-9_.~%$-]/.test(text.charAt(start + 3)) || text.charCodeAt(start + 3) === 47)
      return NOTHING;
    return takePath(scan, start, start + 2, 47);
  }
  return takePath(scan, start, start + 2, 92);
}

const ENVIRONMENT =
  /(?:%[A-Za-z_][\w()]{1,30}%|\$env:\w{2,30}|\$\{env:\w{2,30}\}|\$\w{2,20}|\{(?:app|tmp|sys|win|pf|userappdata|localappdata)\})(?=[\\/])/iy;

/** `%APPDATA%\…`, `$env:TEMP\…`, `{app}\…` that begin at `start`. */
export function takeEnvironmentPath(scan: Scan, start: number): number {
  ENVIRONMENT.lastIndex = start;
  const match = ENVIRONMENT.exec(scan.text);
  if (match === null || isAlnum(scan.text.charCodeAt(start - 1))) return NOTHING;
  const slash = start + match[0].length;
  const separator = scan.text.charCodeAt(slash);
  if (match[0].startsWith("$") && !match[0].includes(":") && !/^\$HOME$/i.test(match[0])) return NOTHING;
  return takePath(scan, start, slash, separator);
}

const DEVICE_PATH = /^\\{1,4}[.?]\\{1,2}(?!pipe\\)/i;
const PIPE =
  /(?:\\{2,4}(?:[.?*]|[\w.-]{1,60})\\{1,2}pipe\\{1,2}|\\{1,2}Device\\{1,2}NamedPipe\\{1,2}|\\pipe\\)([^\s"'`<>|,;\\)“”]{1,120})/iy;
const ROOTED =
  /\\{1,2}(?:Windows|Users|ProgramData|Program Files|AppData|Temp|Device|SystemRoot|Systemroot|Documents and Settings|Public|System32|SysWOW64|Microsoft|Roaming|Local)\\/iy;

/** What begins with a backslash: named pipes, UNC and device paths, paths from the drive's root. */
export function takeBackslash(scan: Scan, start: number): number {
  const { text } = scan;
  const before = text.charCodeAt(start - 1);
  if (isAlnum(before) || before === 92 || before === 37 || before === 95) return NOTHING;
  const next = text.charCodeAt(start + 1);
  if (next > 127 || BEHIND_BACKSLASH[next] !== 1) return NOTHING;
  PIPE.lastIndex = start;
  const pipe = PIPE.exec(text);
  if (pipe !== null) return notePipe(scan, start, pipe[0]);
  if (DEVICE_PATH.test(text.slice(start, start + 12))) return takeDevicePath(scan, start);
  if (next === 92) return takeUnc(scan, start);
  ROOTED.lastIndex = start;
  return ROOTED.test(text) ? takePath(scan, start, start, 92) : NOTHING;
}

/** How pipes, devices, servers and folders of a drive's root begin: a cheap look before three patterns. */
const BEHIND_BACKSLASH = new Uint8Array(128);
for (const sign of "\\.?AaDdLlMmPpRrSsTtUuWw") BEHIND_BACKSLASH[sign.charCodeAt(0)] = 1;

function notePipe(scan: Scan, start: number, written: string): number {
  const end = start + written.length - (/[.:]+$/.exec(written)?.[0].length ?? 0);
  const value = collapse(scan.text.slice(start, end)).replace(/^\\(?=[.?*]\\|[\w.-]+\\pipe)/, "\\\\");
  return note(scan, { type: "named_pipe", value, start, end, confidence: 0.95 });
}

function takeDevicePath(scan: Scan, start: number): number {
  const drive = /^\\{1,4}[.?]{1,2}\\{1,2}(?:[A-Za-z]:|GLOBALROOT|Volume\{)/.exec(
    scan.text.slice(start, start + 32),
  );
  return drive === null ? NOTHING : takePath(scan, start, start + drive[0].length, 92);
}

const UNC =
  /\\{2,4}((?:[\w$%-][\w.$%-]{0,80}|<[\w .-]{1,40}>|\[[\w .-]{1,40}\])(?:@(?:ssl@)?\d{1,5}|@ssl)?)\\{1,2}[\w$%.<{ ]/iy;

function takeUnc(scan: Scan, start: number): number {
  UNC.lastIndex = start;
  const match = UNC.exec(scan.text);
  if (match === null || /^(?:n|r|t|x[\da-f]{2}|u[\da-f]{4}|d|w|s|b)$/i.test(match[1] as string))
    return NOTHING;
  return takePath(scan, start, UNC.lastIndex - 2, 92);
}

const HIVE_SHORT = /^(?:software|system|hklm|hkcu|hkey_\w+)$/i;

/** `AppData\Roaming\x.exe`, `x64\Release\loader.pdb`, `CSIDL_SYSTEM\x.dll`: a path without root, up to a file. */
export function takeRelativePath(scan: Scan, start: number, slash: number): number {
  const { text } = scan;
  const before = text.charCodeAt(start - 1);
  const first = text.slice(start, slash);
  if (before === 92 || before === 47 || before === 64 || HIVE_SHORT.test(first)) return NOTHING;
  const end = pathEnd(text, slash, 92, before);
  const written = text.slice(start, end);
  const ending = endingOf(written.slice(written.lastIndexOf("\\") + 1));
  const isRooted = /^(?:CSIDL_\w+|AppData|ProgramData|Users|Windows|System32|SysWOW64)$/i.test(first);
  if (!isRooted && !isFileEnding(ending)) return NOTHING;
  if (isRooted && written.split(/\\+/).length < 2) return NOTHING;
  return notePath(scan, start, end);
}

function takePath(scan: Scan, start: number, slash: number, separator: number): number {
  const end = pathEnd(scan.text, slash, separator, scan.text.charCodeAt(start - 1));
  if (end - slash < 2) return NOTHING;
  return notePath(scan, start, end);
}

function notePath(scan: Scan, start: number, end: number): number {
  const written = scan.text.slice(start, end);
  const value = collapse(written);
  const file = value.slice(Math.max(value.lastIndexOf("\\"), value.lastIndexOf("/")) + 1);
  const ending = endingOf(file);
  const isFile = file !== "" && isFileEnding(ending);
  return note(scan, {
    type: ending === "pdb" ? "pdb_path" : "file_path",
    value,
    start,
    end,
    details: isFile ? { file } : null,
    confidence: ending === "pdb" ? 0.95 : 0.85,
    isOrdinary:
      isOrdinaryFile(file) &&
      /^(?:[a-z]:|%(?:systemroot|windir)%)\\(?:windows\\)?(?:system32|syswow64)?\\?[^\\]+$/i.test(value),
  });
}

/** One backslash where code wrote two; the two of UNC paths stay. */
export function collapse(path: string): string {
  if (!path.includes("\\\\")) return path;
  const isUnc = path.startsWith("\\\\");
  const single = path.replace(/\\{2,}/g, "\\");
  return isUnc ? `\\${single}` : single;
}

/** Where the path whose first separator stands at `slash` ends. */
export function pathEnd(text: string, slash: number, separator: number, before: number): number {
  const quote = CLOSERS.get(before);
  const most = Math.min(text.length, slash + LONGEST);
  let at = slash;
  let segment = slash;
  let quoteEnd = -1;
  for (; at < most; at++) {
    const code = text.charCodeAt(at);
    if (code === separator) {
      segment = at + 1;
      continue;
    }
    if (code === 32) {
      if (quote !== undefined && quoteEnd < 0) quoteEnd = closingAt(text, at, most, quote);
      if (at < quoteEnd) continue;
      const next = spaceJoins(text, segment, at, separator);
      if (next === NOTHING) break;
      at = next - 1;
      continue;
    }
    if (code === 60 || code === 91 || code === 123) {
      const close = placeholderEnd(text, at, code);
      if (close === NOTHING) break;
      at = close - 1;
      continue;
    }
    if (
      code === quote ||
      isStop(code) ||
      (code === 47 && separator === 92) ||
      (code === 92 && separator === 47)
    )
      break;
    if (code === 41 && !text.slice(segment, at).includes("(")) break;
  }
  return trimPath(text, slash, at, quote);
}

const CLOSERS = new Map([
  [34, 34],
  [39, 39],
  [96, 96],
  [0x201c, 0x201d],
  [0x2018, 0x2019],
  [0xab, 0xbb],
]);
const STOPS = new Set(Array.from("\"'`<>|,;\n\r\t:?“”‘’«»\u00a0\u2028…→", (letter) => letter.charCodeAt(0)));
const ASCII_STOPS = new Uint8Array(128);
for (const code of STOPS) if (code < 128) ASCII_STOPS[code] = 1;

function isStop(code: number): boolean {
  return code < 128 ? ASCII_STOPS[code] === 1 : STOPS.has(code);
}

/** Where the quotation ends, seen from its first space; 0 when it holds a command line, or more than this line. */
function closingAt(text: string, at: number, most: number, quote: number): number {
  for (let look = at; look < most; look++) {
    const code = text.charCodeAt(look);
    if (code === quote) return look;
    if (code === 10) return 0;
    if (code === 58 && text.charCodeAt(look + 1) === 92) return 0;
    if (code === 32 && (text.charCodeAt(look + 1) === 47 || text.charCodeAt(look + 1) === 45)) return 0;
  }
  return 0;
}

function placeholderEnd(text: string, open: number, code: number): number {
  const close = code === 60 ? ">" : code === 91 ? "]" : "}";
  const inside = text.slice(open + 1, open + 48);
  const length = inside.indexOf(close);
  return length > 0 && /^[\w .:*-]+$/.test(inside.slice(0, length)) ? open + length + 2 : NOTHING;
}

const SPACED_FOLDERS =
  /(?:^|[\\/])(?:Program Files|Program|Documents and Settings|Documents|Documents and|Start Menu|Start|Common Files|Common|Local Settings|Local|Application Data|Application|All Users|All|Default User|User Data|User|Internet Explorer|Internet|Windows|Microsoft|Google|Adobe|Temporary Internet Files|Temporary|Temporary Internet|Startup|Crypto|Media|Windows Media|Network|Visual|Control|Mozilla|Java|Foxit|Inter|Team|Quick|Active|Session|Terminal|My|New|Remote|Disk|System Volume|System|Print|Default|Shell|User Shell|Profile|Web|Group|Security|Image File Execution|Image File|Image|Browser Helper|Browser|Trend|Kaspersky|McAfee|Symantec|Cisco|VMware|Office|Outlook)$/i;
const STOP_WORDS =
  /^(?:and|or|to|the|a|an|with|via|from|was|were|is|are|then|into|by|as|in|on|for|which|that|using|has|have|contains?|drops?|dropped|executes?|executed|runs?|loads?|loaded|creates?|created|copied|copies|where|when|while|but|before|after|at|of|it|its|this|these|under|folder|directory|file|files|key|keys|registry|value|path|und|et|y|in|oder|mit|auf|wird|wurde|est|sur|avec|dans|par|de|se|en|con|para|por|also|named|called|on|hidden|if|not|only|does|starts?|writes?|deletes?|uses?|contained|located|stored|saved|written|registered|set|points?|through|during|upon|followed|because|so|every|each|both|next|MD5|SHA|SHA1|SHA256|SHA-1|SHA-256)$/;

/** How far a path goes on behind the space at `at`: through a folder or file name of several words. */
function spaceJoins(text: string, segment: number, at: number, separator: number): number {
  const here = text.slice(segment, at);
  if (here === "" || (here.length > 2 && isFileEnding(endingOf(here)) && !/^\d/.test(endingOf(here))))
    return NOTHING;
  let look = at + 1;
  for (let words = 0; words < 5; words++) {
    let end = look;
    while (end < text.length && end - look < 60 && isNamePart(text.charCodeAt(end))) end++;
    const word = text.slice(look, end).replace(/[.]+$/, "");
    if (word === "" || isStopWord(word, here, words)) return NOTHING;
    const next = text.charCodeAt(end);
    if (next === separator) return isFolderName(here, text.slice(at + 1, end)) ? end : NOTHING;
    if (next !== 32 || endsAsFile(word))
      return endsAsFile(word) && isFileName(here, text.slice(at + 1, end)) ? look + word.length : NOTHING;
    look = end + 1;
  }
  return NOTHING;
}

function isStopWord(word: string, here: string, words: number): boolean {
  if (words === 0 && /^and$/i.test(word) && /^Documents$/i.test(here)) return false;
  return STOP_WORDS.test(word) || /^(?:HK\w+|%\w+%)$/.test(word);
}

/** The words behind a space are the rest of a folder's name: known ones, or written with capitals. */
function isFolderName(here: string, rest: string): boolean {
  if (SPACED_FOLDERS.test(here)) return true;
  return rest.split(" ").every((word) => /^[A-Z0-9({[&-]/.test(word)) && /^[A-Z0-9._-]/.test(here);
}

function isFileName(here: string, rest: string): boolean {
  const words = rest.split(" ");
  if (
    /^(?:temp|tmp|system32|syswow64|windows|public|programdata|appdata|roaming|local|startup|downloads|desktop|tasks|fonts|debug|perflogs|intel|users|music|videos|pictures)$/i.test(
      here,
    )
  )
    return false;
  return words.length <= 4 && words.every((word) => /^[A-Z0-9([&+-]/.test(word) || word.includes("."));
}

function endsAsFile(word: string): boolean {
  return isFileEnding(endingOf(word));
}

function isNamePart(code: number): boolean {
  return (
    isAlnum(code) ||
    code === 46 ||
    code === 95 ||
    code === 45 ||
    code === 40 ||
    code === 41 ||
    code === 38 ||
    code === 43 ||
    (code >= 0xc0 && code < 0x2000) ||
    code === 123 ||
    code === 125
  );
}

/** Drops punctuation of the sentence and brackets that were opened before the path. */
function trimPath(text: string, least: number, end: number, quote: number | undefined): number {
  let to = end;
  for (; to > least + 1; to--) {
    const code = text.charCodeAt(to - 1);
    if (code === 41 && text.slice(least, to).includes("(")) break;
    if (
      code === 32 ||
      (quote === undefined &&
        (code === 46 || code === 33 || code === 41 || code === 42 || code === 93 || code === 125))
    ) {
      if ((code === 93 || code === 125) && text.slice(least, to).includes(code === 93 ? "[" : "{")) break;
      if (code === 42 && text.charCodeAt(to - 2) === 92) break;
      continue;
    }
    break;
  }
  return to;
}
