const SIZE = 200_000;

/** Strings of 200 kB that make careless patterns slow, each with a name. */
export function* hostileTexts(): Generator<[string, string]> {
  for (const [name, unit, tail = ""] of REPEATED) {
    yield [name, unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE - tail.length) + tail];
  }
  yield ["every URL has a longer path", growing((n) => `http://a.example/${"b/".repeat(n % 500)} `)];
  yield ["labels grow", growing((n) => `${"a".repeat(n % 64)}.`)];
  yield ["addresses", growing((n) => `${n % 256}[.]${(n * 7) % 256}[.]1[.]2 `)];
  yield ["hashes", growing((n) => `${n.toString(16).padStart(64, "a")} `)];
  yield ["brackets around dots, nested", `${"[".repeat(SIZE / 2)}.${"]".repeat(SIZE / 2)}`];
  yield ["cells of one table row", growing((n) => `cell ${n} | `)];
  yield ["actors", growing((n) => `APT${n % 99} Lazarus Group Cobalt Strike `)];
}

const REPEATED: readonly (readonly [name: string, unit: string, tail?: string])[] = [
  ["a.a.a.", "a."],
  ["a[.]a[.]", "a[.]"],
  ["one letter", "a"],
  ["one hex digit, then none", "a1", "z"],
  ["digits", "1"],
  ["1.1.1.", "1."],
  ["dots", "."],
  ["opening brackets", "["],
  ["[.]", "[.]"],
  ["a dot b dot", "a dot "],
  ["a@a@", "a@"],
  ["local part without end", "a.b-c_d+", "@"],
  ["http://", "http://"],
  ["hxxp[:]//a[.]", "hxxp[:]//a[.]b"],
  ["a URL without end", "/path?x=%41&", ""],
  ["C:\\", "C:\\"],
  ["C:\\a\\ with blanks", "C:\\Program Files\\a b "],
  ["backslashes", "\\"],
  ["slashes", "/"],
  ["/a/b with dots", "/usr/./"],
  ["HKLM\\", "HKLM\\SOFTWARE\\"],
  ["colons", ":"],
  ["::1", "::1 "],
  ["IPv6 groups without end", "abcd:"],
  ["ssdeep parts", "3:abc:"],
  ["base58", "1A2b3C4d5E6f7G8h9J"],
  ["bech32", "bc1q"],
  ["Mozilla/5.0 (", "Mozilla/5.0 ("],
  ["CVE-", "CVE-2026-"],
  ["T1059.", "T1059."],
  ["blanks", " "],
  ["line breaks", "\n"],
  ["bullets", "- "],
  ["pipes", "|"],
  ["table rows", "a | b\n"],
  ["the APT", "the APT "],
  ["half a name", "Lazarus "],
  ["hyphens", "-"],
  ["underscores in labels", "_a."],
  ["wide characters", "漢字。"],
  ["surrogates", "🧵"],
  ["soft hyphens", "a\u00ad"],
  ["quotes", '"rule { '],
  ["t.me/", "t.me/"],
  ["GUIDs", "{550e8400-e29b-41d4-a716-446655440000"],
];

function growing(part: (n: number) => string): string {
  let text = "";
  for (let n = 0; text.length < SIZE; n++) text += part(n);
  return text.slice(0, SIZE);
}
