import { getDocumentProxy } from "unpdf";

import { layOutPage, type PlacedText } from "./pdf-layout.ts";

export interface PdfText {
  title: string | null;
  authors: string[];
  /** The file's creation date; the PDF form `D:20240501…` is given as ISO 8601, anything else as it stands. */
  publishedRaw: string | null;
  /** Lines, with a blank line between paragraphs and between pages; cells of a row are parted by a tab. */
  text: string;
  /** Pages in the file, read or not. */
  pages: number;
  /** True when a cap left out part of the text. */
  oversize: boolean;
}

/** A PDF that cannot be read: not a PDF, broken, or locked by a password. */
export class PdfError extends Error {
  override name = "PdfError";
  readonly reason: "not-pdf" | "encrypted" | "broken";

  constructor(reason: "not-pdf" | "encrypted" | "broken", message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;

const MAX_PAGES = 300;
const MAX_CHARACTERS = 2_000_000;

/**
 * The text of a PDF (ISO 32000). Scripts in it are never run and nothing is rendered. Reads at most
 * `maxPages` (300) pages and `maxCharacters` (2,000,000) UTF-16 units. It bounds what it returns, not the
 * time that a hostile file takes (repair is quadratic in objects): run it where it can be killed. Throws PdfError.
 */
export async function readPdf(
  bytes: Uint8Array,
  options: { maxPages?: number; maxCharacters?: number } = {},
): Promise<PdfText> {
  const document = await openPdf(bytes);
  try {
    const maxPages = Math.min(document.numPages, options.maxPages ?? MAX_PAGES);
    const body = await readPages(document, maxPages, options.maxCharacters ?? MAX_CHARACTERS);
    const facts = await readFacts(document);
    return { ...facts, ...body, pages: document.numPages };
  } catch (cause) {
    throw new PdfError("broken", `The PDF is broken: ${messageOf(cause)}`, { cause });
  } finally {
    await document.loadingTask.destroy();
  }
}

async function openPdf(bytes: Uint8Array): Promise<Document> {
  // Readers accept the header anywhere in the first kilobyte (ISO 32000-1, implementation note 13).
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1_024));
  if (!head.includes("%PDF-")) throw new PdfError("not-pdf", "Not a PDF: it has no %PDF- header");
  try {
    // pdf.js takes its input over and refuses a Buffer, so it gets a copy; this build compiles no code at all.
    return await getDocumentProxy(new Uint8Array(bytes), {
      enableXfa: false,
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      stopAtErrors: false,
      maxImageSize: 1,
      verbosity: 0,
    });
  } catch (cause) {
    const isLocked = cause instanceof Error && cause.name === "PasswordException";
    if (isLocked) throw new PdfError("encrypted", "The PDF is locked by a password", { cause });
    throw new PdfError("broken", `The PDF is broken: ${messageOf(cause)}`, { cause });
  }
}

async function readPages(
  document: Document,
  maxPages: number,
  maxCharacters: number,
): Promise<{ text: string; oversize: boolean }> {
  const pages: string[] = [];
  let length = 0;
  let read = 0;
  while (read < maxPages && length <= maxCharacters) {
    read += 1;
    const page = await document.getPage(read);
    const { items } = await page.getTextContent({ disableNormalization: false });
    const text = layOutPage(items.flatMap(placedText));
    page.cleanup();
    if (text === "") continue;
    pages.push(text);
    length += text.length + 2;
  }
  const text = pages.join("\n\n");
  const oversize = read < document.numPages || text.length > maxCharacters;
  return { text: text.slice(0, maxCharacters).toWellFormed(), oversize };
}

function placedText(item: object): PlacedText[] {
  if (!("str" in item && "transform" in item && "width" in item && "height" in item && "hasEOL" in item))
    return [];
  const transform: unknown = item.transform;
  if (typeof item.str !== "string" || !Array.isArray(transform)) return [];
  const x = Number(transform[4]);
  const y = Number(transform[5]);
  const size = Number(item.height) || Math.abs(Number(transform[3])) || 10;
  return [{ text: item.str, x, y, width: Number(item.width), size, endsLine: item.hasEOL === true }];
}

async function readFacts(document: Document): Promise<Pick<PdfText, "title" | "authors" | "publishedRaw">> {
  const { info } = await document.getMetadata();
  const fields = new Map<string, unknown>(Object.entries(info));
  const title = fieldOf(fields, "Title").replace(/^Microsoft (?:Word|PowerPoint) - /u, "");
  const created = fieldOf(fields, "CreationDate");
  return {
    title: title === "" || /^untitled/iu.test(title) ? null : title,
    authors: fieldOf(fields, "Author")
      .split(/;|,|\band\b/u)
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .slice(0, 20),
    publishedRaw: created === "" ? null : isoDate(created),
  };
}

function fieldOf(fields: Map<string, unknown>, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value.slice(0, 1_000).replace(/\s+/gu, " ").trim() : "";
}

/** ISO 32000-1, 7.9.4: D:YYYYMMDDHHmmSSOHH'mm', of which only the year is compulsory. */
function isoDate(raw: string): string {
  const parts = /^D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)?(\d\d)?)?(?:([+-])(\d\d)'?(\d\d)?'?|Z.*)?$/u.exec(
    raw,
  );
  if (!parts) return raw;
  const [, year, month = "01", day = "01", hour, minute = "00", second = "00", sign, zoneHour, zoneMinute] =
    parts;
  if (hour === undefined) return `${year}-${month}-${day}`;
  const zone = sign === undefined ? "Z" : `${sign}${zoneHour}:${zoneMinute ?? "00"}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 200);
}
