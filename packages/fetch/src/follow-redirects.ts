import type { AllowList } from "./allow-list.ts";
import { checkUrl } from "./check-url.ts";
import type { Exchange } from "./exchange.ts";
import { FetchError } from "./fetch-error.ts";
import type { Redirect } from "./fetch-types.ts";
import { locationOf } from "./response-headers.ts";

export type Followed = { answer: Exchange; url: URL; redirects: Redirect[] };

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * Takes one step per address until an answer is no redirect. Every address is checked before its step.
 * Throws `too_many_redirects` beyond the limit and when an address comes up twice.
 */
export async function followRedirects(
  { allow, maxRedirects }: { allow: AllowList; maxRedirects: number },
  start: URL,
  step: (url: URL) => Promise<Exchange>,
  onRedirect?: (redirect: Redirect) => void,
): Promise<Followed> {
  const redirects: Redirect[] = [];
  let url = start;
  for (;;) {
    const answer = await step(url);
    const location = redirectStatuses.has(answer.status) ? locationOf(answer.headers) : null;
    if (location === null) return { answer, url, redirects };

    const next = checkUrl(allow, location, url);
    const loops = next.href === start.href || redirects.some((redirect) => redirect.to === next.href);
    if (loops || redirects.length >= maxRedirects) {
      const what = loops ? "redirects in a circle" : `redirects more than ${maxRedirects} times`;
      const { status } = answer;
      throw new FetchError("too_many_redirects", `${start.hostname} ${what}.`, { url: start.href, status });
    }
    const redirect = { status: answer.status, from: url.href, to: next.href };
    onRedirect?.(redirect);
    redirects.push(redirect);
    url = next;
  }
}
