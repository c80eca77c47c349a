import { type Html, html } from "./html.ts";

const links = [
  ["/board", "Queues"],
  ["/workers", "Workers"],
  ["/jobs", "Jobs now"],
  ["/history", "History"],
  ["/health", "Health"],
] as const;

/** A whole page as text. `path` marks where one is. */
export function layout(options: { title: string; path: string; version: string; body: Html }): string {
  const { title, path, version, body } = options;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – CTI Scraper</title>
        <link rel="icon" href="/board/static/images/logo.svg" />
        <link rel="stylesheet" href="/monitor.css" />
      </head>
      <body>
        <header>
          <strong>CTI Scraper</strong>
          <nav aria-label="Pages">
            ${links.map(([url, text]) =>
              url === path
                ? html`<a href="${url}" aria-current="page">${text}</a>`
                : html`<a href="${url}">${text}</a>`,
            )}
          </nav>
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>Version ${version}. All times are UTC.</footer>
      </body>
    </html> `.html;
}

/** A table that scrolls sideways on narrow screens. `label` says what it lists, for who hears the page. */
export function table(label: string, heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** "2026-03-01 10:05:07"; a dash for never. */
export function time(at: Date | null): Html {
  if (!at) return html`–`;
  const iso = at.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")}</time>`;
}

/** A span of time in the largest unit that says enough. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1_000)} s`;
  return `${Math.floor(ms / 3_600_000)} h ${Math.floor((ms % 3_600_000) / 60_000)} min`;
}

/** A state as a word with a colour; the word alone says it as well. */
export function badge(state: string): Html {
  return html`<span class="badge ${state.replaceAll(/[^\w-]/g, "")}">${state.replaceAll("_", " ")}</span>`;
}

/** A value as JSON for people. */
export function json(value: unknown): Html {
  return html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
}

export function jobLink(id: string): Html {
  return html`<a href="/jobs/${encodeURIComponent(id)}">${id}</a>`;
}
