import { heatOf, heatSteps, type Column } from "./matrix.ts";
import type { Attack, Technique } from "./queries.ts";
import type { View } from "./view.ts";

/** What the counts are of, in words: for the file that leaves this page. */
export function describe({ count, days, least }: View, entity: string | null, asOf: string): string {
  return [
    `${count === "articles" ? "Articles" : "Stories"} that name each technique`,
    days === null ? "all time" : `last ${days} days`,
    entity && `with ${entity}`,
    least > 1 && `at least ${least}`,
    `as of ${asOf.slice(0, 16)}Z`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** A layer for the ATT&CK Navigator: its format 4.5. Sub-techniques colour the technique above them. */
export function navigatorLayer(
  attack: Attack,
  columns: readonly Column[],
  view: View,
  entity: string | null,
): string {
  const seen = seenIn(columns);
  const most = Math.max(1, ...seen.map(({ value }) => value));
  return JSON.stringify(
    {
      name: entity ? `CTI Scraper: ${entity}` : "CTI Scraper: what articles name",
      versions: { layer: "4.5", navigator: "5.1.0" },
      domain: `${view.domain}-attack`,
      description: describe(view, entity, attack.as_of),
      sorting: 3,
      hideDisabled: false,
      techniques: seen.map(({ technique: { id, articles, stories }, value }) => ({
        techniqueID: id,
        score: value,
        enabled: true,
        showSubtechniques: false,
        metadata: [
          { name: "articles", value: String(articles) },
          { name: "stories", value: String(stories) },
        ],
      })),
      gradient: { colors: ["#e8f4fa", "#0f83ab"], minValue: 0, maxValue: most },
      legendItems: [],
    },
    null,
    2,
  );
}

export function matrixCsv(columns: readonly Column[]): string {
  const lines = columns.flatMap(({ name, cells }) =>
    cells.flatMap(({ technique, subs }) =>
      [technique, ...subs.map((sub) => sub.technique)].map((each) => row(name, each)),
    ),
  );
  const head = "tactic,id,name,parent,articles,stories,articles_with_parts,stories_with_parts";
  return `${[head, ...lines].join("\r\n")}\r\n`;
}

function row(tactic: string, technique: Technique): string {
  const { id, name, parent, articles, stories, articles_all, stories_all } = technique;
  return [tactic, id, name, parent ?? "", articles, stories, articles_all, stories_all]
    .map(csvCell)
    .join(",");
}

/** A spreadsheet runs what begins like a formula: an apostrophe stops that. */
function csvCell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function seenIn(columns: readonly Column[]): { technique: Technique; value: number }[] {
  const cells = columns.flatMap((column) => column.cells.flatMap((cell) => [cell, ...cell.subs]));
  return [
    ...new Map(cells.filter(({ value }) => value > 0).map((cell) => [cell.technique.id, cell])).values(),
  ];
}

export type Palette = { back: string; text: string; muted: string; heat: string[] };

const width = 148;
const height = 40;
const gap = 4;
const top = 66;

/** The columns as a picture: the same colours as on the page. */
export function matrixSvg(columns: readonly Column[], title: string, colours: Palette): string {
  const shown = columns.filter(({ cells }) => cells.length > 0);
  const steps = heatSteps(Math.max(0, ...shown.flatMap(({ cells }) => cells.map(({ value }) => value))));
  const wide = shown.length * (width + gap) + 32;
  const tall = top + Math.max(1, ...shown.map(({ cells }) => cells.length)) * (height + gap) + 16;
  const body = shown.map((column, index) => {
    const x = 16 + index * (width + gap);
    const cells = column.cells.map(({ technique, value }, place) => {
      const y = top + place * (height + gap);
      return [
        `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3" fill="${colours.heat[heatOf(value, steps)]}"/>`,
        label(x + 6, y + 16, short(technique.name, 21), colours.text, 11),
        label(x + 6, y + 32, `${technique.id} · ${value}`, colours.muted, 10),
      ].join("");
    });
    return label(x, top - 10, short(column.name, 22), colours.text, 11, true) + cells.join("");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${tall}" viewBox="0 0 ${wide} ${tall}" font-family="sans-serif">`,
    `<rect width="${wide}" height="${tall}" fill="${colours.back}"/>`,
    label(16, 28, title, colours.text, 14, true),
    ...body,
    "</svg>",
  ].join("");
}

function label(x: number, y: number, text: string, fill: string, size: number, bold = false): string {
  return `<text x="${x}" y="${y}" fill="${fill}" font-size="${size}"${bold ? ' font-weight="600"' : ""}>${escapeXml(text)}</text>`;
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- XML has no way to write them
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return plain.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
