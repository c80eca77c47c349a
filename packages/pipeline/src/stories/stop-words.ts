/** Words that every text has, by language (ISO 639-1), lower case without accents; English for all others. */
export function stopWordsOf(language: string | null): ReadonlySet<string> {
  const code = (language ?? "en").slice(0, 2).toLowerCase();
  return sets.get(code) ?? english;
}

const english = new Set(
  `a about above after again against all almost along already also although always am among an and another any are
  around as at away back be became because become been before being below between both but by can cannot could did do
  does doing done down during each either else even ever every few first for from further get gets getting give given
  gives go goes going got had has have having he her here hers him himself his how however i if in include included
  includes including into is it its itself just know known last least less let like likely made make makes making many
  may maybe me might more most much must my myself near need neither never new next no nor not now of off often on once
  one only onto or other others our ours out over own per perhaps put quite rather really s said same say says see seen
  several shall she should since so some still such t take taken takes than that the their theirs them themselves then
  there these they thing things this those though three through thus to together too toward towards two under until up
  upon us use used uses using very via was way ways we well were what whatever when where whether which while who whom
  whose why will with within without would yet you your yours don doesn didn isn aren wasn weren won wouldn couldn ll re
  ve read today week month year day time according part set able`.split(/\s+/),
);

const french = new Set(
  `a afin ai ainsi alors apres au aucun aussi autre autres aux avaient avait avant avec avoir car ce ceci cela celle
  celles celui cependant ces cet cette ceux chaque chez ci comme comment contre d dans de deja depuis des deux devant
  doit doivent donc dont du elle elles en encore entre es est et etaient etait etant ete etes etre eu eux fait faire
  fois font furent fut grace hors ici il ils j jamais je jusqu jusque l la le les leur leurs lors lorsque lui ma mais me
  meme memes mes mis moins mon n ne ni non nos notre nous on ont or ou par parce parmi pas pendant permet peu peut
  peuvent plus plusieurs plutot pour pourquoi pourrait puis qu quand que quel quelle quelles quelque quelques quels qui
  quoi s sa sans se selon sera serait ses si sien soit son sont sous suite sur surtout t ta tandis te tel telle tels tes
  ton toujours tous tout toute toutes tres trop tu un une vers via vos votre vous y`.split(/\s+/),
);

const german = new Set(
  `ab aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei beim bereits bin
  bis bist da dabei dadurch daher damit dann darauf daruber das dass daten dazu dein dem den denen denn der deren des
  deshalb dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige
  er es etwa etwas fur gab ganz gegen gibt hat hatte hatten haben hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren
  ihrer im immer in ins ist ja je jede jedem jeden jeder jedes jedoch jetzt kann kein keine konnen konnte konnten man
  mehr mein mit mussen muss nach neue neuen neuer nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen
  seiner seit sich sie sind so sobald sogar soll sollen sollte sondern sowie uber um und uns unter viele vom von vor war
  waren warum was weil weiter welche welcher wenn wer werden wie wieder will wir wird wo worden wurde wurden zu zum zur
  zwar zwei zwischen`.split(/\s+/),
);

const spanish = new Set(
  `a al algo algunas algunos ante antes aqui asi aun aunque bajo bien cada casi como con contra cual cuales cuando
  cuanto cuyo de debe deben del desde donde dos durante e el ella ellas ellos en entre era eran es esa esas ese eso esos
  esta estaba estado estan estar estas este esto estos fue fueron ha habia han hasta hay hoy la las le les lo los mas me
  mediante mi mientras mismo mucho muchos muy nada ni no nos nosotros o os otra otras otro otros para parte pero poco
  por porque primero pueda puede pueden pues que quien quienes se segun ser si sido siempre sin sino sobre solo son su
  sus tal tambien tan tanto te tiene tienen toda todas todo todos tras tu un una unas uno unos ya y yo`.split(
    /\s+/,
  ),
);

const sets = new Map<string, ReadonlySet<string>>([
  ["en", english],
  ["fr", french],
  ["de", german],
  ["es", spanish],
]);
