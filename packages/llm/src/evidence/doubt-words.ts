/** The words by which texts say that something may be so, was tried, was taken back or need not be done, as data. */

/** A clause with one of these says that something may be so. "May" is a month as well, and "could not" a denial. */
export const DOUBT =
  /(?<![\p{L}])(?:may(?! \d)|might|could(?! not|n['’]t)|likely|likeliest|probabl[ey]|probability|possibl[ey]|possibility|perhaps|maybe|potential(?:ly)?|presum\p{L}+|suspect(?:s|ed)?|suspicion|suspicions|believ(?:e|es|ed)|thought to|appears?|appeared|seems?|seemed|plausibl[ey]|conceivabl[ey]|alleg(?:e|es|ed|edly|ation|ations)|purport(?:s|ed|edly)?|supposed(?:ly)?|apparently|reportedly|rumou?r\p{L}*|speculat\p{L}+|unconfirmed|unverified|unproven|unclear|uncertain|unsure|tentative(?:ly)?|confidence|assess(?:es|ed|ment)?|whether|(?:tried|tries|try|attempt(?:s|ed)?|sought|seeks?|plan(?:s|ned|ning)?|threat(?:en|ens|ened|ening)|intend(?:s|ed|ing)?|hope[ds]?|hoping|want(?:s|ed)|aim(?:s|ed)?|set|due|expected|scheduled) to|suggest(?:s|ed|ing)?|hint(?:s|ed|ing)? at|point(?:s|ed|ing)? to|indicat(?:es?|ed|ing)|low confidence)(?![\p{L}])/iu;

/** What a clause with one of these speaks of is still to come; that it was done is not said. */
export const PLAN =
  /(?<![\p{L}])(?:will(?! (?:not|no)(?![\p{L}]))|won['’]t|planned|plans? (?:to|for)|planning|scheduled|intends?|intended|considering|considers|expected|expects?|due|slated|upcoming|(?:is|are) to|not yet|threat(?:en|ens|ened|ening))(?![\p{L}])/iu;
/** A clause of a claim with one of these says that something was done. */
export const DONE =
  /(?<![\p{L}])(?:was|were|has|have|had|did|\p{L}{2,}ed|wurden?|hat|haben|hatten?|ont|ha|han|fueron?)(?![\p{L}])/iu;

/** A claim with one of these keeps the doubt, in whatever words. */
export const KEEPS_DOUBT =
  /(?<![\p{L}])(?:can|capable|able|claim(?:s|ed|ing)?|if|say|says|said|according|would|estimat\p{L}+|indicat\p{L}+|suggest\p{L}*|attempt\p{L}*|tr(?:y|ies|ied|ying)|plan(?:s|ned|ning)? to|threaten\p{L}*|intend\p{L}*|intention|consider\p{L}*|point(?:s|ed)? to|weak evidence|risk|expect\p{L}*|guess\p{L}*|hypothes\p{L}+|question\p{L}*|doubt\p{L}*)(?![\p{L}])/iu;

/** In other languages, a sentence with one of these. */
export const FOREIGN_DOUBT =
  /(?<![\p{L}])(?:ob|unklar|ungewiss|fraglich|möglicherweise|womöglich|vermutlich|mutmaßlich\p{L}*|angeblich\p{L}*|wahrscheinlich|vielleicht|könnten?|dürften?|soll(?:en)? \p{L}+ (?:haben|sein)|verdacht|verdächtig\p{L}*|pourrai(?:t|ent)|peut-être|présumé\p{L}*|probable\p{L}*|serai(?:t|ent)|aurai(?:t|ent)|podr[ií]an?|posible\p{L}*|quizás?|presunt\p{L}*|supuest\p{L}*|probablemente|potrebber?o?|forse|presunt\p{L}*|poderia\p{L}*|talvez|mogelijk|misschien|zouden|возможно|вероятно|предположительно)(?![\p{L}])|可能|疑似|おそらく|かもしれ/iu;

/** In other languages, a part of a sentence with one of these speaks of what is still to come. */
export const FOREIGN_PLAN =
  /(?<![\p{L}])(?:geplant\p{L}*|plan(?:t|en)|vorgesehen|angekündigt|angesetzt|beabsichtig\p{L}*|erwäg\p{L}*|dro(?:ht|hen|hte|hten)|will|wollen|soll(?:en)?|prévu\p{L}*|prévoi\p{L}*|envisage\p{L}*|menace(?:nt)? de|previst[oa]s?|prevén?|planean?|amenazan? con|previst[oi])(?![\p{L}])/iu;
/** "… to publish data": of the part before it. */
export const FOREIGN_INFINITIVE = /(?<![\p{L}])(?:zu \p{Ll}+e?n|\p{Ll}+zu\p{Ll}+en|publier|publicar)\W*$/iu;

/** Who begins a sentence like this takes back what the one before said. */
export const TAKES_BACK =
  /no longer (?:think|believe|assume|consider|hold|suspect|stand)|(?:that|this|it|which|they|these|we|both)(?: \p{L}+){0,3} (?:wrong|mistaken|incorrect|inaccurate|a mistake|an error|in error|untrue|not (?:so|true|correct|the case)|false alarm|a coincidence)(?![\p{L}])|(?:turned|proved|proven|found)(?: out)? to be (?:wrong|false|untrue|incorrect|mistaken|a false|an error|incomplete|unfounded|a coincidence)|(?:has|have) (?:since )?(?:been )?(?:retracted|withdrawn|corrected|walked back)|we (?:retract|withdraw|correct|apologi[sz]e)/iu;

/** What a sentence says of a value that it clears. */
export const CLEARS =
  /(?<![\p{L}])(?:not (?:itself )?(?:malicious|an? (?:indicator|ioc|c2)|hostile|an? (?:threat|attacker))|(?:do|should|must) not (?:be )?block(?:ed)?|don['’]t block|benign|harmless|innocent|unrelated|false positives?|nicht (?:bösartig|schädlich)|harmlos|legítim[oa] y no|inoffensi[fv]\p{L}*)(?![\p{L}])/iu;

/** What a sentence says that need not be done, and what a claim says that must be. */
export const NEEDLESS =
  /(?<![\p{L}])(?:needs? no|no (?:further )?(?:action|actions|update|updates|patch|steps?|changes?) (?:is|are) (?:needed|required|necessary)|(?:no|without) need|not (?:need|have|required|obliged) (?:to|any)|n['’]t (?:need|have) (?:to|any)|not (?:required|necessary|needed|mandatory)|unnecessary|optional|need(?:s|ed)? not|needn['’]t|brauch(?:t|en) (?:nicht|kein\p{L}*)|m[uü]ss(?:en)? nicht|nicht (?:nötig|erforderlich|notwendig))(?![\p{L}])/iu;
export const MUST =
  /(?<![\p{L}])(?:must|ha(?:s|ve|d) to|needs?|needed|required?|requires|requirement|mandatory|obliged|should|shall|urged|necessary)(?![\p{L}])/iu;
