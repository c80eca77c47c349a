/**
 * The words by which texts deny, as data. English is judged by its clauses; of other languages it is only known that
 * a sentence denies.
 */

/** A clause with one of these denies. */
export const DENIAL =
  /(?<![\p{L}])(?:not|no|none|never|neither|nor|nothing|nobody|nowhere|cannot|without|hardly|scarcely|barely|den(?:y|ies|ied|ying)|un(?:affected|able|touched|harmed|scathed|successful|successfully|aware)|fail(?:s|ed|ing)? to|ineffective|useless|futile|in vain|(?:leaves?|left|leaving|kept|keeps?|remain(?:s|ed)?|stay(?:s|ed)?)(?: [\p{L}\p{N}-]+){0,4} (?:alone|intact|untouched|unharmed|out)|spared|free of|devoid of|rather than|instead of|as opposed to|ruled out|refut(?:e|es|ed)|disput(?:e|es|ed)|dismiss(?:ed|es)|debunked|contrary to|false(?:ly)?|hoax|incorrect|untrue|unlikely|immune|\p{L}+n['’]t)(?![\p{L}])/iu;

/** What has such a word and denies nothing. */
export const NO_DENIAL =
  /not only|dismissed as|no longer|no later|denial[- ]of[- ]service|access denied|den(?:y|ies|ied) access|false positives?|no doubt|without (?:doubt|further)|no fewer|no less|not (?:just|merely|limited to|yet named)|whether or not|no\. ?\d|last but not least/giu;

/** Whoever did something instead did not do the other. */
export const INSTEAD = /(?<![\p{L}])instead(?![\p{L}])/iu;

/** What stands before one of these at the beginning of a part has said its own. */
export const BEGINS_DENIAL =
  /^\s*(?:but |and )?(?:not|never|neither|nor|rather than|instead of|without)(?![\p{L}])/iu;

/** "Nobody knows who" in one word. */
export const UNSURE = /(?<![\p{L}])un(?:known|clear|confirmed|identified|attributed)(?![\p{L}])/iu;

/** Words with which a passage denies something less plainly. */
export const WEAK =
  /(?<![\p{L}])(?:un\p{L}{3,}ed|un\p{L}{3,}able|unauthenticated|lack(?:s|ed|ing)?|missing|absent|absence|prevent(?:s|ed)?|block(?:s|ed)?|disabl\p{L}+|stop(?:s|ped)?|avoid(?:s|ed|ing)?|evad\p{L}+|bypass\p{L}*|only|solely|legacy|ignor\p{L}+|skip(?:s|ped)?|exclud\p{L}+|exempt\p{L}*|refus\p{L}+|reject\p{L}*|declin\p{L}+|file-?less\p{L}*|\p{L}+less|in-memory|instead|safe|zero|remain\p{L}*|no longer)(?![\p{L}])/giu;

export const FOREIGN_DENIAL =
  /(?<![\p{L}])(?:nicht|nichts|niemand|nirgends|kein|keine[nmrs]?|niemals|nie|ohne|unklar|ungewiss|dementier\p{L}*|bestreite\p{L}*|bestritt\p{L}*|widerleg\p{L}*|weder|pas|aucune?|jamais|sans|ni|dément\p{L}*|nie|n['’](?:a|est|ont)|no|nunca|ning[uú]n\p{L}*|sin|niega\p{L}*|non|nessun\p{L}*|senza|mai|não|nenhum\p{L}*|sem|niet|geen|zonder|nie|bez|не|нет|ни|без|отриц\p{L}*|опроверг\p{L}*)(?![\p{L}])|不|没有|沒有|未|无|無|ない|ません|なく|않|없/iu;
export const NO_FOREIGN_DENIAL =
  /nicht nur|nicht mehr nur|no s[oó]lo|no solamente|non solo|pas seulement|не только|não só|不仅|不但|ne … que/giu;
export const FOREIGN_WEAK =
  /(?<![\p{L}])(?:un\p{L}{4,}|nur|seul\p{L}*|seulement|s[oó]lo|soltanto|apenas|только|verhinder\p{L}*|empêch\p{L}*|\p{L}+(?:los|lose|loser|losen))(?![\p{L}])|仅|只/iu;
