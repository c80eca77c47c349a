import { collectLinks, resolveLink } from "../html/links.ts";
import { renderHtml } from "../html/serialise.ts";
import { renderText } from "../html/text.ts";
import { parseHtml } from "../html/tree.ts";
import { countWords } from "../words.ts";
import { dropUnreadable } from "./keep.ts";

export type ReadFragment = {
  text: string;
  html: string;
  links: { url: string; text: string }[];
  wordCount: number;
  oversize: boolean;
};

/** Reads HTML that is content already, as feeds carry it: sanitised and as text, nothing judged. */
export function readFragment(html: string, options: { url: string }): ReadFragment {
  const { root, head, oversize } = parseHtml(html);
  dropUnreadable(root);
  const base = resolveLink(head.base, options.url) ?? options.url;
  const text = renderText(root);
  return {
    text,
    html: renderHtml(root, base),
    links: collectLinks(root, base),
    wordCount: countWords(text),
    oversize,
  };
}
