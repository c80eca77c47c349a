/** What says that nothing was exploited: denial, possibility, or a mere repair. */
const DENIED =
  /\b(?:no (?:\w+ ){0,2}(?:evidence|indications?|signs?|reports?|exploitation|exploits?|attacks?)|(?:not|never|n't) (?:\w+ ){0,3}(?:exploit\w*|used in|abused)|(?:not|un)(?: \w+){0,2} ?aware of (?:any|active|attacks)|without (?:any )?(?:known )?exploitation|keine (?:\w+ ){0,2}(?:hinweise|anzeichen|angriffe|ausnutzung)|nicht ausgenutzt|aucune? (?:\w+ ){0,2}(?:exploitation|preuve|attaque)|pas (?:été )?exploitée?|ausnutzung\w* (?:\w+ ){0,4}nicht|(?:no|sin) (?:\w+ ){0,3}(?:explotad\w+|evidencias?|pruebas)|nessun\w* (?:\w+ ){0,2}(?:prova|sfruttament\w+))\b/i;
const POSSIBLE =
  /\b(?:could|may|might|would|can be|can exploit|if exploited|potentially|exploitable|exploitability|exploitation (?:is )?(?:more|less) likely|successful(?:ly)? exploit\w*|attempts? to exploit|needs? to exploit|allows?|lets|enables?|proofs?[- ]of[- ]concepts?|poc|exploit code|(?:public|working|an?|the|new) exploits? (?:for|of|is|was|appeared|published)|exploits? (?:appeared|published|available)|könnte|kann|permettrait|pourrait|podría|potrebbe)\b/i;
const CERTAIN =
  /\b(?:in[- ]the[- ]wild|actively|active (?:exploitation|attacks?)|under (?:active )?attack|(?:has|have|had) (?:already )?been (?:exploited|abused|weaponi[sz]ed|used)|(?:was|were|is being|are being|already|being) (?:\w+ ){0,2}(?:exploited|abused|weaponi[sz]ed|attacked|used)|known exploited|kev|zero[- ]days?|0[- ]?days?|(?:attackers?|actors?|group|hackers|campaign|operators?|adversar\w+|intruders?|gang|crew|botnet|they) (?:\w+ ){0,3}(?:exploited|exploits?|abused|used|leveraged|weaponi[sz]ed|chained|are exploiting|exploiting)|exploited by|(?<!\b(?:be|if|when|once|not|successfully|is) )exploited (?:the|an?|two|three|both|cve)|(?:use[sd]?|chain(?:ed|s)|combine[sd]?) (?:\w+ ){0,5}(?:together with|in the wild)|observed exploit\w*|aktiv|active exploit\w*|widely exploited|mass[- ]exploit\w*|bereits ausgenutzt|wird ausgenutzt|activement|activamente|attivamente|ativamente|(?:wurde|wurden|werden|bereits) (?:\w+ ){0,3}ausgenutzt|fue explotad\w+|fueron explotad\w+|est[áa]n? siendo explotad\w+|ha sido explotad\w+|(?:foi|foram|sendo) explorad\w+|(?:stata|state|viene|vengono) sfruttat\w+|(?:a été|ont été|est|sont) exploitée?s?)\b/i;

/** Whether a sentence says of the flaws in it that somebody has used them, where a cue word speaks of attacks. */
export function speaksOfUse(sentence: string): boolean {
  if (DENIED.test(sentence)) return false;
  return !POSSIBLE.test(sentence) || CERTAIN.test(sentence);
}

/** Whether a few sentences, of which one names a flaw, say for certain that somebody has used it. */
export function speaksOfCertainUse(around: string): boolean {
  return CERTAIN.test(around) && !DENIED.test(around) && !/CVE-\d[^]*CVE-\d/i.test(around);
}
