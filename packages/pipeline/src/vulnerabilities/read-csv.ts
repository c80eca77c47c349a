/** A row of a CSV file and the line on which it starts, from 1. */
export type CsvRow = { line: number; fields: string[] };

/**
 * Reads CSV (RFC 4180): fields in double quotes may hold commas, line breaks and doubled quotes; rows end with LF,
 * CRLF or CR; a byte order mark and empty lines are skipped. A quote that never closes ends with the text. Rows come one by one, linear.
 */
export function* readCsv(text: string): Generator<CsvRow> {
  const length = text.length;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (at < length) {
    const row: CsvRow = { line, fields: [] };
    let isRowOpen = true;
    while (isRowOpen) {
      const field = text.charCodeAt(at) === QUOTE ? readQuoted(text, at) : readPlain(text, at);
      row.fields.push(field.value);
      line += field.breaks;
      at = field.end;
      isRowOpen = text.charCodeAt(at) === COMMA;
      if (isRowOpen) at++;
    }
    if (at < length) {
      at += text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? 2 : 1;
      line++;
    }
    if (row.fields.length > 1 || row.fields[0] !== "") yield row;
  }
}

type Field = { value: string; end: number; breaks: number };

const QUOTE = 34;
const COMMA = 44;
const LF = 10;
const CR = 13;

function readPlain(text: string, from: number): Field {
  const end = fieldEnd(text, from);
  return { value: text.slice(from, end), end, breaks: 0 };
}

function fieldEnd(text: string, from: number): number {
  let end = from;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === COMMA || code === LF || code === CR) break;
  }
  return end;
}

function readQuoted(text: string, from: number): Field {
  const parts: string[] = [];
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      parts.push(text.slice(at));
      return fieldOf(parts, text.length);
    }
    parts.push(text.slice(at, quote));
    if (text.charCodeAt(quote + 1) !== QUOTE) {
      // What follows the closing quote is no CSV; it is kept as it stands.
      const end = fieldEnd(text, quote + 1);
      if (end > quote + 1) parts.push(text.slice(quote + 1, end));
      return fieldOf(parts, end);
    }
    parts.push('"');
    at = quote + 2;
  }
}

function fieldOf(parts: readonly string[], end: number): Field {
  const value = parts.join("");
  return { value, end, breaks: value.match(/\r\n|\r|\n/g)?.length ?? 0 };
}
