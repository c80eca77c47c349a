/** The month, 1 to 12, that a word of one of a dozen languages names or abbreviates, or null. */
export function monthOf(word: string): number | null {
  const folded = fold(word);
  if (folded.length < 3) return null;
  return months.get(folded) ?? null;
}

/** Whether a word names a weekday or begins the name of one. */
export function isWeekday(word: string): boolean {
  const folded = fold(word);
  return folded.length >= 2 && weekdayStarts.has(folded);
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll("ı", "i").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ø", "o");
}

/** Names by month: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Czech, Nordic, Turkish. */
const names: readonly string[] = [
  "january januar jänner janvier enero gennaio janeiro januari styczeń stycznia январь января leden ledna ocak",
  "february februar février febrero febbraio fevereiro februari luty lutego февраль февраля únor února şubat feber",
  "march märz mrz mars marzo março maart mrt marzec marca март марта březen března marts mart",
  "april avril abril aprile kwiecień kwietnia апрель апреля duben dubna nisan",
  "may mai mayo maggio maio mei maj maja май мая květen května mayıs",
  "june juni juin junio giugno junho czerwiec czerwca июнь июня červen června haziran",
  "july juli juillet julio luglio julho lipiec lipca июль июля červenec července temmuz",
  "august août agosto augustus sierpień sierpnia август августа srpen srpna augusti ağustos",
  "september septembre septiembre setiembre settembre setembro wrzesień września сентябрь сентября září eylül sept",
  "october oktober octobre octubre ottobre outubro październik października октябрь октября říjen října ekim",
  "november novembre noviembre novembro listopad listopada ноябрь ноября listopadu kasım",
  "december dezember décembre diciembre dicembre dezembro grudzień grudnia декабрь декабря prosinec prosince desember aralık",
];

const weekdays: readonly string[] = [
  "monday tuesday tues wednesday wednes thursday thurs thur friday saturday sunday",
  "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
  "lundi mardi mercredi jeudi vendredi samedi dimanche",
  "lunes martes miércoles jueves viernes sábado domingo",
  "lunedì martedì mercoledì giovedì venerdì sabato domenica",
  "segunda terça quarta quinta sexta feira sábado domingo",
  "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
  "poniedziałek wtorek środa czwartek piątek sobota niedziela",
  "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс",
  "pondělí úterý středa čtvrtek pátek sobota neděle",
  "måndag mandag tirsdag tisdag onsdag torsdag fredag lördag lørdag söndag søndag",
  "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
];

/** Every name and every beginning of three letters or more that belongs to one month only. */
const months = ((): ReadonlyMap<string, number> => {
  const found = new Map<string, number | null>();
  const whole = new Map<string, number>();
  names.forEach((line, index) => {
    for (const name of line.split(" ").map(fold)) {
      whole.set(name, index + 1);
      for (let length = 3; length < name.length; length++) {
        const start = name.slice(0, length);
        const known = found.get(start);
        found.set(start, known === undefined || known === index + 1 ? index + 1 : null);
      }
    }
  });
  const unique = [...found].filter((entry): entry is [string, number] => entry[1] !== null);
  return new Map([...unique, ...whole]);
})();

const weekdayStarts: ReadonlySet<string> = new Set(
  weekdays
    .flatMap((line) => line.split(" "))
    .map(fold)
    .flatMap((name) => Array.from({ length: name.length - 1 }, (_unused, index) => name.slice(0, index + 2))),
);
