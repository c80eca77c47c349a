import { expect, test } from "vitest";

import { readPdf } from "./pdf.ts";

/** A PDF of one content stream per page, with the cross-reference table that its offsets ask for. */
function pdfOf(pages: string[], trailer = ""): Uint8Array {
  const kids = pages.map((_, index) => `${4 + 2 * index} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...pages.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents ${5 + 2 * index} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
    "<< /Title (Loader report) /Author (Ada; Bob) /CreationDate (D:20240501120000+02'00') >>",
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF`;
  return new TextEncoder().encode(body);
}

function at(x: number, y: number, text: string): string {
  return `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET`;
}

test("lines, paragraphs, broken words, rows and pages are kept", async () => {
  const first = [
    at(50, 700, "The loader was seen in the infra-"),
    at(50, 688, "structure of CVE-2024-"),
    at(50, 676, "1234 last week."),
    at(50, 640, "Domain"),
    at(300, 640, "Role"),
    at(50, 628, "evil.example"),
    at(300, 628, "C2 server"),
  ].join("\n");
  const read = await readPdf(pdfOf([first, at(50, 700, "Second page")]));
  expect(read).toEqual({
    title: "Loader report",
    authors: ["Ada", "Bob"],
    publishedRaw: "2024-05-01T12:00:00+02:00",
    text: "The loader was seen in the infrastructure of CVE-2024-\n1234 last week.\n\nDomain\tRole\nevil.example\tC2 server\n\nSecond page",
    pages: 2,
    oversize: false,
  });
});

test("caps on pages and characters are kept and told", async () => {
  const bytes = pdfOf([at(50, 700, "First"), at(50, 700, "Second")]);
  expect(await readPdf(bytes, { maxPages: 1 })).toMatchObject({ text: "First", pages: 2, oversize: true });
  expect(await readPdf(bytes, { maxCharacters: 3 })).toMatchObject({ text: "Fir", oversize: true });
  expect(await readPdf(Buffer.from(bytes))).toMatchObject({ pages: 2 });
});

test("what is not, or no longer, a PDF is refused with the reason", async () => {
  await expect(readPdf(new TextEncoder().encode("<html>"))).rejects.toMatchObject({ reason: "not-pdf" });
  await expect(readPdf(new TextEncoder().encode("%PDF-1.4\nnothing"))).rejects.toMatchObject({
    reason: "broken",
  });
  await expect(readPdf(new Uint8Array())).rejects.toMatchObject({ name: "PdfError" });
});

test("a locked PDF is refused as encrypted", async () => {
  const key = "00".repeat(32);
  const encrypt = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<${key}> <${key}>]`;
  await expect(readPdf(pdfOf([at(50, 700, "Secret")], encrypt))).rejects.toMatchObject({
    reason: "encrypted",
  });
});
