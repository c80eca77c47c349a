import { stem } from "@cti/pipeline/stories/stem";
import { stopWordsOf } from "@cti/pipeline/stories/stop-words";
import { foldWord } from "@cti/pipeline/stories/words";

/**
 * What English words mean, roughly: their stems, one for irregular forms and for words that reports use alike, without
 * words that every report has.
 */
export function contentStems(text: string): Set<string> {
  return new Set([...allStems(text)].filter((stem) => !GENERIC.has(stem)));
}

/** The same with the words that every report has. */
export function allStems(text: string): Set<string> {
  const stems = new Set<string>();
  for (const { 0: written } of text.matchAll(WORD)) {
    const word = foldWord(written).replaceAll(/['’-]/g, "");
    if (word.length < 2 || stopWordsOf("en").has(word)) continue;
    stems.add(meaningOf(word));
  }
  return stems;
}

/** Letters and digits; a hyphen between letters does not part them. */
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’-](?=\p{L}))*/gu;

/** The stem of a folded word, or that of the word that stands for all of its meaning. */
export function meaningOf(word: string): string {
  const plain = stem(irregularForms.get(word) ?? word, "en");
  return SAME.get(plain) ?? plain;
}

export function sharedStems(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const each of one) if (other.has(each)) shared += 1;
  return shared;
}

/** Irregular forms and the word that each is a form of. */
export const irregularForms: ReadonlyMap<string, string> = new Map(
  `stole stolen=steal|took taken=take|paid=pay|sent=send|wrote written=write|hid hidden=hide|ran=run|began begun=begin|
  gave given=give|broke broken=break|built=build|sold=sell|bought=buy|caught=catch|chose chosen=choose|held=hold|kept=keep|
  led=lead|left=leave|lost=lose|saw seen=see|sought=seek|showed shown=show|spoke spoken=speak|struck=strike|told=tell|
  thought=think|won=win|brought=bring|came=come|grew grown=grow|drew drawn=draw|fell fallen=fall|threw thrown=throw|
  went gone=go|became=become|found=find|hit=hit|overwrote overwritten=overwrite|withdrew withdrawn=withdraw|shut=shut|
  denied denies=deny|lying lies=lie|mfa 2fa multifactor twofactor=factor|fixed fixes=fix`
    .split("|")
    .flatMap((line) => {
      const [forms = "", base = ""] = line.trim().split("=");
      return forms.split(/\s+/).map((form) => [form, base] as const);
    }),
);

/** Each line is one meaning; the first word's stem stands for it. */
const SAME: ReadonlyMap<string, string> = new Map(
  `steal theft exfiltrate exfiltration siphon harvest pilfer grab
  email mail message inbox mailing
  encrypt lock encryption
  download fetch retrieve pull
  execute run launch invoke execution start
  connect communicate contact beacon callback communication connection
  persistence persist autostart autorun startup survive
  credential password login logon passphrase
  vulnerability vulnerable flaw bug weakness
  exploit abuse leverage exploitation
  attack intrusion breach compromise incident campaign
  delete wipe erase remove removal deletion
  company firm organization organisation enterprise business
  patch fix update
  victim target
  link url hyperlink
  attachment attach document file
  hospital clinic medical healthcare health
  injection inject
  disable stop terminate kill
  privilege admin administrator elevate elevation
  phishing phish spearphishing spear lure
  transfer upload send transmit
  scan probe reconnaissance enumerate discovery
  dump extract
  loader dropper drop deploy install push
  ransom extort extortion payment demand
  infrastructure server host
  hijack takeover
  unauthenticated unauthenticate authentication authenticate auth
  decode deobfuscate decrypt
  obfuscate encode obfuscation
  bank banking financial finance
  government ministry agency authority
  machine device computer endpoint workstation
  publish post leak release
  spread propagate move movement lateral
  schedule task cron
  arrest detain charge indict
  name call dub
  confirm verify prove show demonstrate substantiate corroborate
  operator operate
  detect notice spot discover undetect unnotice`
    .split("\n")
    .flatMap((line) => {
      const stems = line
        .trim()
        .split(" ")
        .map((word) => stem(word, "en"));
      return stems.slice(1).map((each) => [each, stems[0] ?? each] as const);
    }),
);

/** What nearly every sentence of a report has ties no claim to a quote. */
const GENERIC: ReadonlySet<string> = new Set(
  `attacker actor group gang operator hacker adversary threat malware malicious security research researcher analyst
  report article author use user say state note describe observe identify include provide activity time people thing
  new several various multiple also many number cyber cybersecurity cyberattack according involve allow enable follow`
    .split(/\s+/)
    .map((word) => meaningOf(word)),
);
