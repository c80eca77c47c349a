/** An address that somebody wants to open: what of it is shown, and whether a browser may be sent there. */
export type OutsideAddress =
  | { opens: true; url: string; host: string; scheme: string }
  | { opens: false; why: string };

/** Reads the address of a link to the outside. Anything but http and https does nothing. */
export function readOutside(text: string | undefined): OutsideAddress {
  const trimmed = (text ?? "").trim();
  if (trimmed === "") return { opens: false, why: "The link names no address." };
  // Written with a space or a control character inside, it may lead elsewhere than it looks.
  if (/[\s\p{Cc}\p{Cf}]/u.test(trimmed) || trimmed.length > 8_192)
    return { opens: false, why: "This is no address: it has characters that do not belong into one." };
  const url = URL.parse(trimmed);
  if (!url) return { opens: false, why: "This is no whole address." };
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return { opens: false, why: `Addresses that begin with "${url.protocol}" are not opened.` };
  if (url.username !== "" || url.password !== "")
    return {
      opens: false,
      why: "The address has a name or a password in it, a usual trick to look like another site.",
    };
  return { opens: true, url: url.href, host: url.host, scheme: url.protocol.slice(0, -1) };
}
