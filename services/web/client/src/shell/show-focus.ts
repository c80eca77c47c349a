/** What takes the focus by keys comes wholly into sight, in strips that scroll sideways too; gives what ends that. */
export function showFocus(): () => void {
  document.addEventListener("focusin", onFocus);
  return () => document.removeEventListener("focusin", onFocus);
}

// Browsers leave alone what is in sight by half.
function onFocus({ target }: Event): void {
  if (target instanceof HTMLElement && target.matches(":focus-visible"))
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
}
