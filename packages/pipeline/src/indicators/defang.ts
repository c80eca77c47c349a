import type { EntityType } from "../entities/entity-types.ts";

const SCHEMES: Record<string, string> = {
  http: "hxxp",
  https: "hxxps",
  ftp: "fxp",
  ftps: "fxps",
  sftp: "sfxp",
  ws: "wxx",
  wss: "wxxs",
};

/** A value that no program turns into a link: `hxxp`, `[.]` in the host, `[@]`, `[:]`; other types stay as they are. */
export function defang(type: EntityType, value: string): string {
  if (type === "url") return defangUrl(value);
  if (type === "email") return defangMail(value);
  if (type === "ipv6") return value.replace(/:/g, "[:]");
  return type === "ipv4" || type === "domain" || type === "onion" ? dots(value) : value;
}

function dots(value: string): string {
  return value.replace(/\./g, "[.]");
}

function defangMail(value: string): string {
  const at = value.lastIndexOf("@");
  return at === -1 ? dots(value) : `${value.slice(0, at)}[@]${dots(value.slice(at + 1))}`;
}

function defangUrl(value: string): string {
  const [, scheme, authority = "", rest = ""] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)([\s\S]*)$/i.exec(value) ?? [];
  const host = authority.lastIndexOf("@") + 1;
  const safe = authority.slice(0, host) + dots(authority.slice(host));
  if (scheme === undefined) return safe + rest;
  return `${SCHEMES[scheme.toLowerCase()] ?? scheme}${scheme.toLowerCase() in SCHEMES ? "" : "[:]"}${scheme.toLowerCase() in SCHEMES ? "://" : "//"}${safe}${rest}`;
}
