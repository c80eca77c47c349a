/** A line that may stand above others as their title: short, words rather than a value, no end of a sentence. */
export function mayBeHeading(line: string): boolean {
  if (line.length < 2 || line.length > MAX_HEADING) return false;
  if (ENDS_SENTENCE.test(line) || !LETTERS.test(line)) return false;
  if (countBlanks(line) >= MAX_HEADING_WORDS) return false;
  return STARTS_HEADING.test(line) && !VALUE.test(line);
}

/** "Indicators of Compromise:" and the like. */
export function isLead(line: string): boolean {
  if (line.length > MAX_HEADING || !/[:：]$/.test(line)) return false;
  return LETTERS.test(line) && countBlanks(line) < MAX_LEAD_WORDS && !VALUE.test(line);
}

/** One thing without blanks that is no mere word: an address, a name with dots, a digest. */
export function isBareValue(line: string): boolean {
  return line.length >= 4 && line.length <= 300 && !/\s|:$/.test(line) && /\d|[^.]\.[^.]|\\|\[/.test(line);
}

/** A cell that names rather than holds: words, no value. */
export function isLabel(cell: string): boolean {
  return (
    cell.length > 1 && cell.length <= 60 && LETTERS.test(cell) && !VALUE.test(cell) && !/[.!?;]$/.test(cell)
  );
}

/** Whether something in a short text looks like an address, a path, a digest, a version or a date. */
export function holdsValue(text: string): boolean {
  return VALUE.test(text.slice(0, 400));
}

/** What a heading says, without the marks around it. */
export function headingText(line: string): string {
  const text = line.slice(0, 240);
  if (isPlainSign(text.charCodeAt(0)) && isPlainSign(text.charCodeAt(text.length - 1)))
    return text.slice(0, 200);
  const bare = /^[#*_\s=]|[#*_:：\s=]$/.test(text)
    ? text.replace(/^[#*_\s=]{1,20}/, "").replace(/[#*_:：\s=]{1,20}$/, "")
    : text;
  return bare.slice(0, 200);
}

/** A letter of ASCII or a digit, the usual border of what stands in a cell. */
function isPlainSign(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

const MAX_HEADING = 100;
const MAX_HEADING_WORDS = 14;
const MAX_LEAD_WORDS = 16;
const ENDS_SENTENCE = /[.!?;,。!?]["”’)]?$/;
const LETTERS = /\p{L}{2}|^C(?:2|&C)\b/u;
const STARTS_HEADING = /^[\p{L}\p{N}("“'‘[¿¡#*]/u;
const VALUE =
  /\[\.\]|\(\.\)|\[dot\]|hxxp|:\/\/|\\|@|(?<![0-9a-f])[0-9a-f]{16}|[a-z0-9]\.[a-z0-9]|\d{5}|\/[\w.-]+\//i;

function countBlanks(line: string): number {
  let blanks = 0;
  for (let at = 0; at < line.length; at++) if (line.charCodeAt(at) === 32) blanks++;
  return blanks;
}
