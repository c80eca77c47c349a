const mostFrames = 20;

/** Parts that were never drawn have an estimated height: until all in sight are, the place moves. */
export function scrollToMark(pane: HTMLElement | null, selector: string): void {
  let top = NaN;
  const look = (frame: number): void => {
    const mark = pane?.querySelector<HTMLElement>(selector);
    const now = mark?.getBoundingClientRect().top;
    if (mark && now !== top) mark.scrollIntoView({ block: "center" });
    top = mark?.getBoundingClientRect().top ?? NaN;
    if (frame < mostFrames && (frame < 3 || now !== top)) requestAnimationFrame(() => look(frame + 1));
  };
  look(0);
}
