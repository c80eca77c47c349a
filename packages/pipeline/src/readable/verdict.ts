/** Whether a page is what its address promised. */
export type Verdict = "ok" | "blocked" | "consent" | "soft_404" | "too_short";

const CHALLENGE_TITLE =
  /^(?:just a moment|attention required|access denied|access to this page has been denied|please wait|one moment,? please|are you a (?:human|robot)|robot check|security check|verify(?:ing)? you are human|human verification|captcha|ddos-guard|403 forbidden|request blocked|pardon our interruption|client challenge|bot verification|vercel security checkpoint|blocked|forbidden)\b/i;
const CHALLENGE_TEXT =
  /verify(?:ing)? (?:that )?you(?:'re| are) (?:not a (?:ro)?bot|(?:a )?human)|enable javascript(?: and cookies)? to (?:continue|run|view|use)|javascript is (?:disabled|required|not enabled)|checking (?:if the site connection is secure|your browser)|unusual traffic|complete the captcha|you have been blocked|performance (?:&|and) security by cloudflare|access (?:to this (?:page|site|resource) (?:has been|is) )denied|requires? javascript|please (?:enable|turn on) (?:javascript|js)/i;
const CONSENT =
  /\bcookies?\b|consent|datenschutz|privacy (?:policy|preferences)|\bgdpr\b|zustimmen|einwilligung/i;
/** Asking for it; a link to the cookie policy stands on any page. */
const ASKS_CONSENT =
  /(?:use|accept|allow|manage|reject|agree)\b[^.]{0,60}\bcookies|\bcookies\b[^.]{0,80}\b(?:consent|accept|agree)|your consent|zustimmen|einwilligung/i;
const NOT_FOUND =
  /\b(?:404|410)\b|(?:page|site|article|content|file) (?:was |is |could |can |cannot )?(?:not |n[o']t )?(?:be )?(?:not )?(?:found|available|exist)|(?:can(?:no|')t|could(?:n't| not)) (?:be found|find)|no longer (?:available|exists)|nothing (?:was )?found|seite nicht gefunden|page introuvable|does(?:n't| not) exist|not found/i;

/**
 * Tells challenge pages, consent walls and soft 404s from content, by title and a short text. `shown` is what a
 * page with few words shows besides its text; such pages have no content to find.
 */
export function judge(page: { title: string; text: string; wordCount: number; shown?: string }): Verdict {
  const { title, wordCount } = page;
  const seen = `${page.text.slice(0, MAX_SEEN)} ${(page.shown ?? "").slice(0, MAX_SEEN)}`;
  if (wordCount < 250 && CHALLENGE_TITLE.test(title.trim())) return "blocked";
  if (wordCount < 120 && CHALLENGE_TEXT.test(seen)) return "blocked";
  if (wordCount < 150 && title.length < 120 && NOT_FOUND.test(title)) return "soft_404";
  const isConsent = CONSENT.test(page.text.slice(0, MAX_SEEN)) || ASKS_CONSENT.test(seen);
  if (wordCount < 80 && isConsent && !isProse(page.text)) return "consent";
  if (wordCount < 80 && NOT_FOUND.test(seen.slice(0, 200))) return "soft_404";
  return wordCount < 15 ? "too_short" : "ok";
}

const MAX_SEEN = 3_000;

/** Sentences that do not speak of consent: a short article may mention it once. */
function isProse(text: string): boolean {
  const sentences = text.slice(0, MAX_SEEN).match(/[^.!?]{20,300}[.!?](?:\s|$)/g) ?? [];
  return sentences.filter((sentence) => !CONSENT.test(sentence)).length >= 3;
}
