import type { SeedArticle } from "@cti/testing/seed-articles";

/** Articles of our own, each with the event that its author meant; null for one that tells of nothing else. */
export type MeantArticle = { event: string | null; article: SeedArticle };

/** Stories whose last article is older than the window are not looked at. */
const start = Date.now() - 3 * 86_400_000;

/** Pairs that tell one event in other words or another language, and others that are alike but tell of two. */
const all = [
  told(
    "checkbox",
    "northwind",
    "Paste this to prove you are human",
    "Visitors of hacked shops are asked to press three keys. What they paste fetches a loader that its makers call FrostPin. It empties wallets and browsers within the minute, and leaves a scheduled task behind that brings it back at noon.",
  ),
  told(
    "checkbox",
    "quayline",
    "Wallet thieves hide behind a checkbox",
    "A merchant noticed a strange box on her checkout page. Whoever obeyed its instructions ran FrostPin, which copies saved sessions and cryptocurrency. Nine hundred people lost money since March, counted analysts who had sinkholed one of its panels.",
  ),
  told(
    "hospital",
    "fernhill",
    "Clinics move appointments to paper",
    "A chain of hospitals in the north shut down its network on Sunday. Patient files had left the building at night, and two servers were encrypted before staff pulled the plug. A note names a sum and a deadline on Friday.",
  ),
  told(
    "hospital",
    "belmora",
    "Surgeries cancelled after extortion at Norderklinik",
    "Norderklinik confirmed that criminals hold copies of medical records. Operations that can wait are postponed; ambulances drive elsewhere. Management does not want to pay what the extortionists ask for before the week ends.",
  ),
  told(
    "typosquat",
    "northwind",
    "A package that was one letter off",
    "Developers who mistyped the name of a popular colour library got a thief instead. Its install script reads tokens of the registry and publishes itself under the victim's own packages, so that it spreads without any server.",
  ),
  told(
    "typosquat",
    "harbor",
    "Worm crawls through the JavaScript registry",
    "More than two hundred modules were republished overnight with a hidden preinstall hook. It hunts for publishing secrets in the environment and pushes itself on with each one it finds. The registry has revoked all affected credentials.",
  ),
  told(
    "router",
    "quayline",
    "Home routers rented out as hiding places",
    "Forty thousand elderly home routers answer to a service that sells residential addresses by the hour. Its operators break in by a password that the maker never let owners change. Spies were among the customers.",
  ),
  told(
    "router",
    "belmora",
    "Heimrouter als Tarnung vermietet",
    "Vierzigtausend betagte Router in Privathaushalten gehorchen einem Dienst, der Anschlüsse stundenweise verkauft. Eingedrungen wird über ein Kennwort, das sich nie ändern ließ. Auch Spione zählten zur Kundschaft.",
    "de",
  ),
  told(
    "invoice",
    "fernhill",
    "Ein Anruf, eine Rechnung, ein leeres Konto",
    "Buchhalter erhalten nach einem freundlichen Anruf eine Rechnung mit neuer Bankverbindung. Die Stimme gehört angeblich der Chefin, stammt aber aus dem Rechner. Drei Betriebe in Bremen verloren zusammen zwei Millionen Euro.",
    "de",
  ),
  told(
    "invoice",
    "harbor",
    "Cloned voices talk accountants into paying",
    "After a friendly call, bookkeepers receive an invoice with a changed bank account. The voice seems to be that of their director but comes from a computer. Three firms in Bremen lost two million euros together.",
  ),
  told(
    null,
    "acme",
    "Acme fixes CVE-2026-50001 in its gateways",
    "Acme has published a fix for CVE-2026-50001 in Acme gateways. The flaw in the portal lets a visitor without a password write files. Install version 9.4 and rotate certificates. There is no workaround.",
  ),
  told(
    null,
    "acme",
    "Acme fixes CVE-2026-50419 in its gateways",
    "Acme has published a fix for CVE-2026-50419 in Acme gateways. The flaw in the tunnel lets a user with a password read memory. Install version 9.6 and rotate certificates. There is no workaround.",
  ),
  told(
    null,
    "northwind",
    "Another loader waits behind a fake update",
    "A page that looks like a browser's asks for an update. The file that it offers is signed with a stolen certificate and fetches a stealer only in the afternoon, when nobody watches. Schools in Portugal were hit most.",
  ),
  told(
    null,
    "quayline",
    "School district pays after files are encrypted",
    "A school district paid to have its files back. The intruders came in by a forgotten remote desktop and waited for the holidays. Lessons went on with chalk, says the superintendent, and grades were lost.",
  ),
];

/** Three hours apart. */
export const meantArticles: MeantArticle[] = all.map(({ event, ...article }, at) => ({
  event,
  article: { ...article, at: new Date(start + at * 3 * 3_600_000) },
}));

function told(
  event: string | null,
  source: string,
  title: string,
  text: string,
  language = "en",
): Omit<SeedArticle, "at"> & { event: string | null } {
  return { event, source, title, text, language };
}
