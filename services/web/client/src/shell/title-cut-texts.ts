const mark = "data-cut";

/** What a text that is cut off says stands in its tooltip while the pointer is over it; gives what ends that. */
export function titleCutTexts(): () => void {
  document.addEventListener("pointerover", onOver);
  return () => document.removeEventListener("pointerover", onOver);
}

function onOver({ target }: Event): void {
  const cut = target instanceof Element ? target.closest('.truncate, [class*="line-clamp-"]') : null;
  if (!(cut instanceof HTMLElement)) return;
  const isCut = cut.scrollWidth > cut.clientWidth + 1 || cut.scrollHeight > cut.clientHeight + 2;
  // A tooltip that the page itself gives stays.
  if (cut.closest(`[title]:not([${mark}])`)) return;
  if (isCut) {
    cut.title = cut.textContent.trim();
    cut.setAttribute(mark, "");
  } else if (cut.hasAttribute(mark)) {
    cut.removeAttribute("title");
    cut.removeAttribute(mark);
  }
}
