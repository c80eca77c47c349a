import { foldName } from "@cti/pipeline/names/fold";
import { stem } from "@cti/pipeline/stories/stem";
import { stopWordsOf } from "@cti/pipeline/stories/stop-words";
import type { Reading } from "./reading.ts";

/**
 * Whether a word of a claim over German documents has its capital for being a noun, and not a name: one that the trade
 * uses, one that the documents have behind an article, or a compound of one ("Sicherheitsupdate" of "das Update").
 */
export function isGermanNoun(word: string, readings: readonly Reading[]): boolean {
  if (!readings.every(({ language }) => language === "de")) return false;
  if (stopWordsOf("de").has(word.toLowerCase()) || stopWordsOf("de").has(foldName(word))) return true;
  const sought = stemOf(word);
  if (TRADE.has(sought)) return true;
  return readings.some((reading) => {
    const nouns = nounsOf(reading);
    return nouns.has(sought) || [...nouns].some((noun) => noun.length >= SHORTEST && sought.endsWith(noun));
  });
}

/** The second part of a compound; shorter ones end other words by chance. */
const SHORTEST = 5;
const MOST_NOUNS = 2_000;

const known = new WeakMap<Reading, ReadonlySet<string>>();

function nounsOf(reading: Reading): ReadonlySet<string> {
  const ready = known.get(reading);
  if (ready !== undefined) return ready;
  const nouns = new Set<string>();
  for (const { groups = {} } of reading.document.text.matchAll(BEHIND_ARTICLE)) {
    nouns.add(stemOf(groups["noun"] ?? ""));
    if (nouns.size >= MOST_NOUNS) break;
  }
  known.set(reading, nouns);
  return nouns;
}

function stemOf(word: string): string {
  return stem(foldName(word), "de");
}

const BEHIND_ARTICLE =
  /(?<![\p{L}])(?:[Dd](?:er|ie|as|en|em|es)|[Ee]ine?[nmrs]?|[Kk]eine?[nmrs]?|[Ii]hre?[nmrs]?|[Ss]eine?[nmrs]?|[Ii]m|[Aa]m|[Zz]u[mr]|[Vv]om|[Bb]eim|[Aa]lle[nr]?|[Vv]iele[nr]?|[Mm]ehrere[nr]?) (?:\p{Ll}{3,20} ){0,2}(?<noun>\p{Lu}\p{Ll}{2,40})(?![\p{L}])/gu;

const TRADE: ReadonlySet<string> = new Set(
  `Angreifer Täter Hacker Kriminelle Unbekannte Gruppe Bande Akteur Opfer Betroffene Unternehmen Firma Konzern Behörde
  Stadt Gemeinde Verwaltung Polizei Staatsanwaltschaft Ermittler Forscher Experten Kunden Nutzer Mitarbeiter Beschäftigte
  Anbieter Hersteller Dienstleister Krankenhaus Klinik Schule Angriff Cyberangriff Vorfall Einbruch Attacke Kampagne
  Erpressung Lösegeld Forderung Zahlung Schaden Daten Datei Dateien Kopie Sicherung Sicherungen Passwort Passwörter
  Zugangsdaten Zugang Konto Konten Server Rechner Computer Gerät Geräte Netz Netzwerk System Systeme Betrieb Dienst
  Schadsoftware Schadprogramm Trojaner Hintertür Werkzeug Schwachstelle Sicherheitslücke Lücke Update Version Hinweis
  Hinweise Warnung Meldung Nachricht Anhang Verschlüsselung Veröffentlichung Abfluss Diebstahl Ausfall Wiederherstellung
  Untersuchung Ermittlung Ermittlungen Folge Folgen Maßnahme Maßnahmen Ende Anfang Tag Tage Woche Wochen Monat Monate
  Jahr Jahre Stunde Stunden Uhr Laut Angaben Zahl Teil Anzahl Person Personen Mensch Menschen`
    .split(/\s+/)
    .map(stemOf),
);
