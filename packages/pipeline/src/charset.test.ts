import iconv from "iconv-lite";
import { expect, test } from "vitest";

import { decodeText } from "./charset.ts";

const bytes = (text: string, charset = "utf-8"): Uint8Array => new Uint8Array(iconv.encode(text, charset));
const german = "Grüße aus Köln: schöne Übersicht über die Maßnahmen";
const russian = "Злоумышленники использовали уязвимость для доступа к серверам компании и похищения данных";

test("a byte order mark outweighs every declaration and is not part of the text", () => {
  const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes("é")]);
  expect(decodeText(marked, "text/xml; charset=iso-8859-1")).toEqual({
    text: "é",
    charset: "utf-8",
    replaced: 0,
  });
  const wide = new Uint8Array([0xff, 0xfe, ...bytes("<a>é</a>", "utf-16le")]);
  expect(decodeText(wide, null)).toEqual({ text: "<a>é</a>", charset: "utf-16le", replaced: 0 });
  const swapped = new Uint8Array([0xfe, 0xff, ...bytes("<a>é</a>", "utf-16be")]);
  expect(decodeText(swapped, null).text).toBe("<a>é</a>");
});

test("UTF-16 without a mark shows by its pattern", () => {
  expect(decodeText(bytes("<rss>é</rss>", "utf-16le"), null).text).toBe("<rss>é</rss>");
  expect(decodeText(bytes("<rss>é</rss>", "utf-16be"), null).text).toBe("<rss>é</rss>");
});

test.each([
  ["windows-1251", russian],
  ["koi8-r", russian],
  ["shift_jis", "攻撃者は脆弱性を利用した"],
  ["gbk", "攻击者利用了该漏洞"],
  ["iso-8859-2", "Zażółć gęślą jaźń"],
])("the HTTP charset %s is heeded", (charset, text) => {
  expect(decodeText(bytes(text, charset), `text/html; charset="${charset}"`).text).toBe(text);
});

test("the XML declaration and the HTML meta are heeded", () => {
  const xml = `<?xml version='1.0' encoding='windows-1251'?><rss>${russian}</rss>`;
  expect(decodeText(bytes(xml, "windows-1251"), "text/xml").text).toBe(xml);
  const meta = `<html><head><meta charset=koi8-r></head>${russian}</html>`;
  expect(decodeText(bytes(meta, "koi8-r"), null)).toEqual({ text: meta, charset: "koi8-r", replaced: 0 });
  const old = `<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">脆弱性`;
  expect(decodeText(bytes(old, "shift_jis"), "text/html").text).toBe(old);
});

test("a declared UTF-16 that reads as ASCII is UTF-8", () => {
  const xml = `<?xml version="1.0" encoding="UTF-16"?><rss>é</rss>`;
  expect(decodeText(bytes(xml), null)).toMatchObject({ text: xml, replaced: 0 });
});

test("valid UTF-8 is UTF-8 though a server says Latin-1", () => {
  expect(decodeText(bytes(german), "text/html; charset=ISO-8859-1")).toEqual({
    text: german,
    charset: "utf-8",
    replaced: 0,
  });
});

test("Latin-1 that says it is UTF-8 is read as what it is", () => {
  expect(decodeText(bytes(german, "windows-1252"), "text/html; charset=utf-8").text).toBe(german);
});

test("a few bad bytes in UTF-8 are replaced and counted", () => {
  const broken = new Uint8Array([...bytes(german), 0xff, ...bytes(german)]);
  const decoded = decodeText(broken, "text/html; charset=utf-8");
  expect(decoded).toEqual({ text: `${german}\uFFFD${german}`, charset: "utf-8", replaced: 1 });
});

test("undeclared text is detected, or else windows-1252", () => {
  expect(decodeText(bytes(russian, "windows-1251"), null).text).toBe(russian);
  expect(decodeText(bytes("caf\u00e9 \u201cquoted\u201d", "windows-1252"), null).text).toBe("café “quoted”");
});

test("unknown names, NUL characters and no bytes at all do no harm", () => {
  expect(decodeText(bytes("a\0b"), "text/html; charset=no-such-thing").text).toBe("ab");
  expect(decodeText(new Uint8Array(0), null)).toEqual({ text: "", charset: "utf-8", replaced: 0 });
  expect(() => decodeText(new Uint8Array([0xff, 0xfe, 0]), "charset=utf-16")).not.toThrow();
});
