import type { Page } from "playwright-core";

/** What has the focus: whether its edges are in sight and nothing lies over it, and whether a frame says so. */
type Stop = { at: number; name: string; seen: boolean; framed: boolean };

/** More stops than any page has. */
const most = 400;

/**
 * Tabs through what is in the page's main part as somebody does who has no mouse. Gives, in lines for people, what takes
 * the focus out of sight or without a frame, what never gets it, and where the keys go round and round.
 */
export async function walkByTab(page: Page, name: string): Promise<string[]> {
  await page.evaluate(`(${begin})()`);
  const faults = new Set<string>();
  const passed = new Set<number>();
  let last = 0;
  for (let stops = 0; stops < most; stops++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate<Stop | null>(`(${look})()`);
    if (!stop) break;
    // A field for a date is several stops; whoever has gone all round is at the first one again.
    if (passed.has(stop.at) && stop.at !== last) {
      if (stop.at !== [...passed][0]) faults.add(`${name}: Tab comes back to ${stop.name}`);
      break;
    }
    if (!stop.framed) faults.add(`${name}: nothing shows that ${stop.name} has the focus`);
    if (!stop.seen) faults.add(`${name}: ${stop.name} has the focus out of sight`);
    passed.add(stop.at);
    last = stop.at;
  }
  const missed = await page.evaluate<string[]>(`(${unreached})(${JSON.stringify([...passed])})`);
  for (const each of missed) faults.add(`${name}: Tab never comes to ${each}`);
  return [...faults];
}

/** Where the focus is: in the window that stands on top, in the page, or with neither. */
export function focusPlace(page: Page): Promise<"window" | "page" | "neither"> {
  return page.evaluate<"window" | "page" | "neither">(`(() => {
    const { activeElement: at, body } = document;
    if (at.closest("[role=dialog], [role=menu]")) return "window";
    // The guards at the ends of a window send the focus on to its other end.
    return at === body || at.hasAttribute("data-base-ui-focus-guard") || at.closest("[inert]") ? "neither" : "page";
  })()`);
}

const begin = `() => {
  // Some pages stand outside of the shell.
  globalThis.ctiRoot = document.querySelector("#main") ?? document.body;
  globalThis.ctiStops = [...ctiRoot.querySelectorAll("*")].filter((each) => each.tabIndex >= 0);
  ctiRoot.focus();
}`;

const nameOf = `(at) => at.tagName.toLowerCase() + ' "' +
  (at.getAttribute("aria-label") || at.textContent || at.getAttribute("placeholder") || at.type || "").trim().slice(0, 40) + '"'`;

const look = `() => {
  const at = document.activeElement;
  if (at === document.body || !ctiRoot.contains(at)) return null;
  if (!ctiStops.includes(at)) ctiStops.push(at);
  const box = at.getClientRects()[0] ?? at.getBoundingClientRect();
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const hits = (x) => {
    const hit = document.elementFromPoint(x, middle);
    return hit !== null && (at.contains(hit) || hit.contains(at));
  };
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const seen = box.width > 0 && [box.left + 2, (box.left + box.right) / 2, box.right - 2].every(hits);
  // The button within a field for a date has the focus for the field, and a frame of the browser's own.
  const within = !at.matches(":focus");
  const framed = within || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  return { at: ctiStops.indexOf(at), name: (${nameOf})(at), seen, framed };
}`;

const unreached = `(passed) => ctiStops.filter((each, at) => {
  if (passed.includes(at) || !each.isConnected || each.disabled || each.tabIndex < 0) return false;
  if (!each.checkVisibility({ visibilityProperty: true }) || each.closest("[inert]")) return false;
  if (each.closest("details:not([open])") && !each.matches("summary")) return false;
  // One of a group of radio buttons is a stop, the others are the arrows'.
  return !(each.type === "radio" && !each.checked);
}).map(${nameOf})`;
