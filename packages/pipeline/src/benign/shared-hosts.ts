import { getPublicSuffix } from "tldts";

/** Hosts on which strangers publish, each with all names below it: a known owner says nothing of what lies there. */
export function isShared(host: string): boolean {
  for (let at = 0; at >= 0; at = host.indexOf(".", at) + 1 || -1) if (SHARED.has(host.slice(at))) return true;
  return false;
}

/**
 * Whether a name above a host lies beyond the point where names are let to strangers: `windows.net`, at 19, above
 * `some.blob.core.windows.net`, since names below `blob.core.windows.net` belong to different people.
 */
export function passesOwners(host: string, at: number): boolean {
  const suffix = getPublicSuffix(host, PRIVATE_TOO);
  if (suffix !== null && suffix.length < host.length && suffix.length >= host.length - at) return true;
  for (let dot = host.indexOf("."); dot >= 0 && dot < at; dot = host.indexOf(".", dot + 1))
    if (LETS_OUT.has(host.slice(dot + 1))) return true;
  return false;
}

const PRIVATE_TOO = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };

/** Sold by the name, and missing from the public suffix list. */
const LETS_OUT = new Set(
  (
    "blob.core.windows.net azureedge.net azurewebsites.net cloudapp.net cloudapp.azure.com trafficmanager.net " +
    "sharepoint.com amazonaws.com cloudfront.net googleusercontent.com appspot.com web.app firebaseapp.com " +
    "firebaseio.com workers.dev pages.dev r2.dev trycloudflare.com ngrok.io ngrok-free.app ngrok.app ngrok.dev " +
    "github.io gitlab.io herokuapp.com netlify.app vercel.app onrender.com glitch.me repl.co replit.app weebly.com " +
    "weeblysite.com wixsite.com wordpress.com blogspot.com tumblr.com 000webhostapp.com myshopify.com webflow.io " +
    "notion.site duckdns.org dynv6.net no-ip.org ddns.net hopto.org zapto.org serveo.net loca.lt localhost.run " +
    "azure-api.net akamaized.net akamaihd.net edgekey.net edgesuite.net fastly.net b-cdn.net digitaloceanspaces.com " +
    "ondigitalocean.app backblazeb2.com wasabisys.com translate.goog telegra.ph carrd.co gitbook.io surge.sh"
  ).split(" "),
);

const SHARED = new Set([
  ...LETS_OUT,
  ...(
    "github.com githubusercontent.com gitlab.com bitbucket.org sourceforge.net codeberg.org gitee.com npmjs.com " +
    "pypi.org files.pythonhosted.org hub.docker.com drive.google.com docs.google.com sites.google.com groups.google.com " +
    "script.google.com forms.gle storage.googleapis.com firebasestorage.googleapis.com drive.usercontent.google.com " +
    "googledrive.com googlecode.com translate.google.com webcache.googleusercontent.com goo.gl g.co onedrive.live.com " +
    "1drv.ms 1drv.com livefilestore.com onedrive.com sway.office.com forms.office.com windows.net dropbox.com " +
    "dropboxusercontent.com box.com mega.nz mega.co.nz mediafire.com wetransfer.com transfer.sh gofile.io anonfiles.com " +
    "file.io catbox.moe temp.sh ufile.io sendspace.com discord.com discord.gg discordapp.com discordapp.net t.me " +
    "telegram.org telegram.me pastebin.com pastebin.lu paste.ee pastes.io rentry.co ghostbin.com hastebin.com " +
    "controlc.com privatebin.net justpaste.it slack.com slack-files.com trello.com notion.so medium.com reddit.com " +
    "twitter.com x.com t.co facebook.com fb.com fbcdn.net instagram.com linkedin.com youtube.com youtu.be vk.com " +
    "tiktok.com pinterest.com steamcommunity.com archive.org web.archive.org imgur.com ibb.co postimg.cc issuu.com " +
    "scribd.com evernote.com canva.com typeform.com jotform.com hubspot.net mailchimp.com list-manage.com sendgrid.net " +
    "adobe.com wordpress.org blogger.com feedburner.com stackoverflow.com documentcloud.org ipfs.io"
  ).split(" "),
]);
