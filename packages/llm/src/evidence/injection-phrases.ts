/** Words with which a text speaks to a model; they are looked for at the places of their first words. */
export type Phrase = { first: readonly string[]; rest: RegExp; reason: string };

/** What begins an own sentence for a model, in lower case, without marks of quotation; by first word. */
export function phrasesByFirstWord(): ReadonlyMap<string, readonly Phrase[]> {
  byFirst ??= group();
  return byFirst;
}

let byFirst: ReadonlyMap<string, readonly Phrase[]> | undefined;

function group(): ReadonlyMap<string, readonly Phrase[]> {
  const grouped = new Map<string, Phrase[]>();
  for (const phrase of [...phrases, ...foreignPhrases])
    for (const word of phrase.first) {
      const known = grouped.get(word);
      if (known === undefined) grouped.set(word, [phrase]);
      else known.push(phrase);
    }
  return grouped;
}

/** `~N` stands for up to N words in between; everything else is a pattern over folded words. */
function phrase(first: string, rest: string, reason: string): Phrase {
  const pattern = rest
    .replaceAll(/~(\d)/g, (_, most: string) => `(?:${BETWEEN}[\\p{L}\\p{N}_]+){0,${most}}?${BETWEEN}`)
    .replaceAll(" ", BETWEEN);
  return { first: first.split(" "), rest: new RegExp(`${pattern}(?![\\p{L}\\p{N}])`, "uy"), reason };
}

const BETWEEN = String.raw`[^\p{L}\p{N}]{1,6}`;

const IGNORE = "tells a reader to ignore instructions";
const ROLE = "speaks to a model";
const ANSWER = "says what a model should answer";
const ADD = "says what a model should add to its answer";
const ORDERS =
  "instructions|instruction|prompts?|rules|directions?|guidelines?|commands|orders|directives?|context|messages|constraints|programming|restrictions|training";
const MODELS =
  "ai|ais|llm|llms|ai models?|ai assistants?|ai agents?|ai systems?|ai tools?|assistants?|language models?|large language models?|chatbots?|summari[sz]ers?|chatgpt|gpt|claude|gemini|mistral|llama|copilot";
const OUTPUT = "summary|answer|output|reply|response|translation|json|analysis|result|results";

const phrases: readonly Phrase[] = [
  phrase(
    "ignore disregard forget discard neglect",
    ` ~4(?:previous|prior|above|preceding|earlier|foregoing|former|original|existing|your|system)~3(?:${ORDERS}|text|everything)`.replace(
      " ~",
      "~",
    ),
    IGNORE,
  ),
  phrase(
    "ignore disregard forget discard",
    " (?:all|any|these|those|the)(?: of)?(?: the| your| these| those)? (?:instructions?|prompts?|above|previous|prior)",
    IGNORE,
  ),
  phrase(
    "ignore disregard forget",
    " (?:everything|anything|all|what)~3(?:above|before|previously|earlier|told|said|so far|you were|you know|you have)",
    IGNORE,
  ),
  phrase(
    "override overwrite replace bypass",
    "~3(?:system prompt|prior instructions?|previous instructions?|your instructions?|earlier instructions?|your guidelines?|your rules)",
    IGNORE,
  ),
  phrase(
    "do dont",
    "(?: not)? (?:follow|obey|use|apply)~2(?:previous|prior|above|earlier|your|system)~2(?:instructions?|prompts?|rules|guidelines?)",
    IGNORE,
  ),
  phrase("stop", " (?:following|obeying)~2(?:instructions?|prompts?|rules)", IGNORE),
  phrase("system", " (?:prompts?|instructions?|override|notice for|message to)", ROLE),
  phrase("developer", " (?:message|mode|prompt)", ROLE),
  phrase("hidden initial secret", " prompts?", ROLE),
  phrase(
    "new updated revised additional real actual important urgent",
    " (?:instructions?|system prompt|task|directives?)(?: for (?:you|the)| to| from|[:.])",
    ROLE,
  ),
  phrase(
    "your",
    ` (?:new |real |actual |next |only |current )?(?:task|role|job|objective|goal|instructions?|mission)(?: now)? (?:is|are|has|have)`,
    ROLE,
  ),
  phrase(
    "your",
    " (?:previous |prior |original |system )?(?:instructions|system prompt|training data|guidelines|programming|developers|content policy)",
    ROLE,
  ),
  phrase("you", " (?:are|re) (?:now|hereby|no longer)", ROLE),
  phrase(
    "you",
    ` (?:are|re|will act as|must act as|act as)~5(?:${MODELS}|model|bot|analyst assistant)`,
    ROLE,
  ),
  phrase(
    "you",
    " (?:must|should|shall|will|need to|have to|are required to|may) (?:now )?(?:add|include|output|report|respond|reply|answer|ignore|disregard|insert|append|state|list|claim|summari[sz]e|conclude|write|say|return|classify|rate|mark|treat)",
    ANSWER,
  ),
  phrase("as", ` (?:an?|your) (?:unrestricted )?(?:${MODELS}|model)`, ROLE),
  phrase("act", ` as~3(?:${MODELS}|dan|unrestricted)`, ROLE),
  phrase("pretend", " (?:that )?you", ROLE),
  phrase("imagine", " (?:that )?you are", ROLE),
  phrase("from", " now on~1(?:you|respond|answer|act|ignore|reply|always|your|treat|every)", ROLE),
  phrase("dear hey hi hello attention", ` (?:to )?(?:all |any |the |every )?(?:${MODELS}|model)`, ROLE),
  phrase(
    "note notice message instructions instruction reminder request important warning",
    ` (?:to|for|from)(?: the| any| all| every| your)? (?:${MODELS}|model|models|reader model|automated|system administrator|developers?)`,
    ROLE,
  ),
  phrase("if when whenever should", ` (?:you|this|an?|any|the)~3(?:${MODELS}|automated|model)`, ROLE),
  phrase(
    "ai llm llms models model assistants assistant chatbots agents",
    `(?: models?| assistants?| agents?| systems?| tools?)? (?:must|should|shall|are required|is required|are instructed|is instructed|have to|reading this|processing this|that read|that reads|who reads?|which reads?|please|are asked|will)~1(?:add|include|output|report|respond|reply|answer|ignore|disregard|insert|state|list|summari[sz]e|conclude|write|say|return|also|note|treat|mark|this|text|article|page)`,
    ROLE,
  ),
  phrase(
    "ai llm llms models assistants chatbots agents bots crawlers summarizers summarisers",
    "(?: models| assistants| agents| systems| tools| bots)? (?:that|which|who)~1(?:summari[sz]e|analy[sz]e|process|parse|translate|index|read|see|crawl)s? (?:this|these)",
    ROLE,
  ),
  phrase(
    "any every all",
    ` (?:${MODELS}|models?) (?:reading|processing|summari[sz]ing|analy[sz]ing|that|which|who|must|should)`,
    ROLE,
  ),
  phrase("language", " models? (?:reading|processing|summari[sz]ing|must|should|please|that)", ROLE),
  phrase(
    "when while before after",
    " (?:you )?(?:summari[sz](?:e|ing)|analy[sz](?:e|ing)|process(?:ing)?|translat(?:e|ing)|extract(?:ing)?|answer(?:ing)?|respond(?:ing)?|generat(?:e|ing)|writ(?:e|ing)|read(?:ing)?)~3(?:article|text|document|page|passage|post|this|summary|answer|response)~4(?:you|add|include|also|state|say|write|ignore|mention|output|report|always|please|do|never|make|respond|conclude|list|claim)",
    ANSWER,
  ),
  phrase(
    "respond reply answer",
    " (?:only|exactly|just|solely|strictly|nothing but|with (?:only|exactly|just|the following|nothing|this)|in json|as follows|using only|to (?:this|the user) (?:with|only|by))",
    ANSWER,
  ),
  phrase(
    "output print return write say emit produce state",
    " (?:only|exactly|just|verbatim|nothing but|the following (?:json|text|sentence|answer|summary|object|indicators?|techniques?)|this (?:json|sentence|text|answer|summary))",
    ANSWER,
  ),
  phrase(
    "the",
    ` (?:correct|right|expected|required|only|desired|proper) (?:${OUTPUT})~2(?:is|must|should|contains)`,
    ANSWER,
  ),
  phrase(
    "in into to of from within",
    ` (?:your|the final|the model s|the models) (?:final |own |structured )?(?:summary|answer|output|reply|translation|json|analysis|findings|hypotheses|extraction)`,
    ANSWER,
  ),
  phrase(
    "your",
    " (?:final |own )?(?:summary|answer|output|reply|json|translation|analysis) (?:must|should|shall|will|has|needs|is|contains)",
    ANSWER,
  ),
  phrase(
    "reveal print show leak repeat disclose display output",
    " (?:me )?(?:your|the|all)~2(?:system prompt|instructions|prompt|words above|hidden rules)",
    ANSWER,
  ),
  phrase("repeat", " (?:after me|the following|everything above)", ANSWER),
  phrase(
    "do dont never",
    "(?: not| never)? (?:mention|include|report|reveal|disclose|tell|flag|summari[sz]e|list|output|cite|quote|extract)~4(?:the user|users about|this instruction|these instructions|this message|this note|in (?:your|the) (?:summary|output|answer|report|analysis|response))",
    ANSWER,
  ),
  phrase(
    "add include insert append list report emit output extract put inject register record",
    "~2(?:following|this|these|next)~2(?:indicators?|iocs?|techniques?|entity|entities|claims?|observables?|hypothesis|hypotheses|quer(?:y|ies))(?!.{0,80}(?:block|deny|watch|siem|firewall|detect|edr|hunt|monitor|alert|blacklist|threat intel|security))",
    ADD,
  ),
  phrase(
    "add include insert append list report emit output extract put mention",
    "~8(?:to|in|into) (?:your|the|every|each|all)~1(?:summary|summaries|output|answers?|json|response|entities|hypotheses|observables|quotes)",
    ADD,
  ),
  phrase(
    "add include insert list report register mark treat classify label flag tag present describe",
    "~6as (?:an? |the )?(?:confirmed |verified |malicious |known )?(?:indicators?|iocs?|c2|c2 server|command and control(?: server)?|benign|safe|trusted|harmless|malicious|critical|not malicious|technique|false positives?)(?= |[.,:;!]|$)",
    ADD,
  ),
  phrase(
    "use cite quote",
    "~3(?:sentence|passage|line|paragraph|words|this|following)~2(?:as|for)(?: the| your| its)? (?:quote|quotes|evidence|citation|proof)",
    ADD,
  ),
  phrase(
    "set give assign rate raise",
    "~3(?:huntability|confidence|relevance|severity score|score|rating)~2(?:to|of|as|at|=) (?:10|ten|1|100|maximum|max|the maximum|zero|0)",
    ANSWER,
  ),
  phrase("rate score", " this (?:article|report|text|document)", ANSWER),
  phrase(
    "this",
    " (?:article|text|document|report|page|post) (?:must|should|has to|is to) be (?:summari[sz]ed|classified|rated|described|reported|treated|marked|translated)",
    ANSWER,
  ),
  phrase(
    "end",
    " of (?:article|the article|document|the document|untrusted|user input|the data|data|the text|context|input|quoted text)",
    "pretends that the article ends",
  ),
  phrase(
    "begin start",
    " (?:of )?(?:the )?(?:new |system |admin )?(?:instructions?|prompt|system message|system|override)",
    "pretends to begin instructions",
  ),
  phrase("instruction instructions", " (?:overrides?|supersedes?|replaces?|takes precedence)", IGNORE),
  phrase(
    "this the these",
    " (?:instructions?|message|note|directive)~1(?:overrides?|supersedes?|replaces?|takes? precedence)",
    IGNORE,
  ),
  phrase("jailbreak jailbroken", " (?:mode|enabled|prompt)", ROLE),
  phrase("dan", " mode", ROLE),
  phrase("call invoke use", " the (?:tool|function|browser tool|web tool|fetch tool)", ROLE),
];

const foreignPhrases: readonly Phrase[] = [
  // German
  phrase(
    "ignoriere ignorieren ignorier vergiss vergessen missachte missachten verwirf",
    "~6(?:anweisung|anweisungen|instruktion|instruktionen|regeln|vorgaben|befehle|prompts?|systemprompt|alles|vorherige[snr]?)",
    IGNORE,
  ),
  phrase("systemprompt systemnachricht systemanweisung systemanweisungen systemhinweis", "", ROLE),
  phrase(
    "du sie",
    " (?:bist|sind) (?:jetzt|nun|ab sofort|eine? (?:ki|sprachmodell|assistent|hilfreicher?))",
    ROLE,
  ),
  phrase("als", " (?:eine? )?(?:ki|sprachmodell|kisprachmodell|kimodell|kiassistent|assistent)", ROLE),
  phrase(
    "antworte antworten gib geben schreibe",
    "(?: sie)? (?:nur|ausschließlich|ausschliesslich|lediglich|genau)",
    ANSWER,
  ),
  phrase(
    "füge fügen nimm nehmen ergänze ergänzen nenne nennen",
    "~6(?:indikator(?:en)?|iocs?|technik(?:en)?|zusammenfassung|antwort|ausgabe)",
    ADD,
  ),
  phrase("neue wichtige", " (?:anweisung|anweisungen|instruktionen|aufgabe)(?: für| an|[:.])", ROLE),
  phrase(
    "in deine deiner ihre ihrer",
    "(?: deiner| deine| ihrer| ihre)? (?:zusammenfassung|ausgabe|übersetzung) (?:muss|soll|sollte|aufnehmen|nennen|erwähnen|steht|ist)",
    ANSWER,
  ),
  phrase("wenn falls", " (?:du|sie)~3(?:ki|sprachmodell|zusammenfasst|zusammenfassen|assistent)", ROLE),
  phrase(
    "hinweis nachricht anweisung anweisungen achtung",
    " (?:an |für )?(?:die |das |alle |jede )?(?:ki|kis|kimodelle|kimodell|sprachmodelle?|modelle?|assistenten)",
    ROLE,
  ),
  // French
  phrase(
    "ignore ignorez ignorer oublie oubliez oublier",
    "~5(?:instructions?|consignes?|directives?|règles|précédentes?|précédents?)",
    IGNORE,
  ),
  phrase(
    "ne",
    "~1(?:tiens|tenez) (?:pas |aucun )compte~4(?:instructions?|consignes?|directives?|règles)",
    IGNORE,
  ),
  phrase("invite prompt message instruction instructions", " (?:du )?système", ROLE),
  phrase("tu vous", " (?:es|êtes)~1(?:maintenant|désormais|une? (?:ia|modèle|assistant))", ROLE),
  phrase("en", " tant (?:quia|qu ia|que (?:modèle|assistant|ia)|quassistant|quintelligence)", ROLE),
  phrase("réponds répondez répondre", "~1(?:uniquement|seulement|exclusivement|par)", ANSWER),
  phrase(
    "ajoute ajoutez ajouter inclus incluez insère insérez",
    "~6(?:indicateurs?|ioc|techniques?|résumé|réponse|sortie)",
    ADD,
  ),
  phrase("nouvelle nouvelles", " (?:instructions?|consignes?)", ROLE),
  phrase("dans", " (?:ton|votre|ta) (?:résumé|réponse|sortie|traduction|analyse)", ANSWER),
  // Spanish, Portuguese, Italian
  phrase(
    "ignora ignore ignorar ignorad olvida olvide olvidar omite omita descarta esqueça esqueca desconsidere dimentica",
    "~5(?:instrucciones|instrucción|indicaciones|reglas|órdenes|instruções|instrucoes|regras|istruzioni|regole)",
    IGNORE,
  ),
  phrase("mensaje prompt instrucciones instruções istruzioni", " (?:del|do|de) sistema", ROLE),
  phrase("ahora agora ora", " (?:eres|você é|sei)", ROLE),
  phrase("eres", " (?:ahora|una? (?:ia|modelo|asistente))", ROLE),
  phrase(
    "como come",
    " (?:una? |um |uma )?(?:ia|modelo de (?:lenguaje|linguagem)|modello linguistico|asistente|assistente)",
    ROLE,
  ),
  phrase("responde responda rispondi", " (?:solo|sólo|únicamente|solamente|apenas|somente|soltanto)", ANSWER),
  phrase(
    "añade añada agrega agregue incluye incluya adicione acrescente inclua aggiungi includi",
    "~6(?:indicador(?:es)?|ioc|técnicas?|resumen|respuesta|resumo|indicator[ei]|tecnic[ah]e?|riassunto)",
    ADD,
  ),
  phrase("nuevas novas nuove", " (?:instrucciones|instruções|istruzioni)", ROLE),
  phrase("en em nel", " (?:tu|teu|tuo) (?:resumen|respuesta|resumo|resposta|riassunto)", ANSWER),
  // Dutch, Polish, Turkish
  phrase("negeer vergeet", "~5(?:instructies|instructie|opdrachten|regels)", IGNORE),
  phrase("zignoruj ignoruj zapomnij", "~5(?:instrukcje|instrukcji|polecenia|poleceń|zasady)", IGNORE),
  phrase("önceki yukarıdaki", "~2(?:talimatları|talimatlari|komutları|yönergeleri)", IGNORE),
  // Russian, Ukrainian
  phrase(
    "игнорируй игнорируйте игнорировать проигнорируй проигнорируйте забудь забудьте ігноруй ігноруйте отбрось отмени",
    "~5(?:инструкции|инструкций|инструкцию|указания|указаний|правила|команды|выше|предыдущие|предыдущее|інструкції|вказівки)",
    IGNORE,
  ),
  phrase(
    "системный системная системное системные системного",
    " (?:промпт|запрос|сообщение|инструкция|инструкции|промпта)",
    ROLE,
  ),
  phrase("ты вы", " (?:теперь|больше не|языковая|ии|ассистент|должен|должна|должны)", ROLE),
  phrase("как", " (?:языковая модель|ии|искусственный интеллект|ассистент)", ROLE),
  phrase(
    "отвечай отвечайте ответь ответьте выведи выведите напиши напишите",
    "~1(?:только|лишь|следующее|ровно)",
    ANSWER,
  ),
  phrase(
    "добавь добавьте включи включите вставь",
    "~6(?:индикатор|индикаторы|домен|домены|технику|техники|адрес|сводку|ответ|резюме)",
    ADD,
  ),
  phrase("новые новая", " (?:инструкции|инструкция|указания)", ROLE),
  // Arabic, Korean
  phrase("تجاهل انس", "~4(?:التعليمات|تعليمات|الأوامر|السابقة)", IGNORE),
  phrase("이전 위의 앞의", "~2(?:지시|지시를|지시사항|지시사항을|명령|명령을|프롬프트)", IGNORE),
];

/** Phrases of scripts without blanks. */
export const UNSPACED_PHRASES: readonly { pattern: RegExp; reason: string }[] = [
  {
    pattern:
      /(?:忽略|无视|無視|忘记|忘掉|忽視|请忽略)[^。\n]{0,16}(?:指令|提示|说明|規則|规则|指示|内容|設定|设定)/gu,
    reason: IGNORE,
  },
  {
    pattern:
      /(?:以前|これまで|上記|前|すべて|全て)の?[^。\n]{0,8}(?:指示|命令|プロンプト|ルール)[^。\n]{0,8}(?:無視|忘れ)/gu,
    reason: IGNORE,
  },
  {
    pattern:
      /系统提示|系統提示|システムプロンプト|你现在是|你現在是|从现在开始|從現在開始|あなたは今|시스템 ?프롬프트/gu,
    reason: ROLE,
  },
  {
    pattern: /作为(?:一个|一名)?(?:AI|ai|人工智能|语言模型|大模型|助手)|あなたは(?:AI|ai|アシスタント)/gu,
    reason: ROLE,
  },
  {
    pattern:
      /(?:请|請)?(?:只|仅|僅)(?:回答|输出|輸出|回复|返回)|(?:在|于)(?:你的|您的)?(?:摘要|总结|回答|输出)(?:中|里)/gu,
    reason: ANSWER,
  },
  {
    pattern:
      /(?:添加|加入|列出|包含|追加)[^。\n]{0,12}(?:以下|下列|下面)?[^。\n]{0,8}(?:指标|指標|域名|技术|摘要|回答|输出)/gu,
    reason: ADD,
  },
  { pattern: /新的?(?:指令|指示|任务)[:：]?/gu, reason: ROLE },
];
