/** Vendors, references, news and public services that reports name without accusing them. Registrable names. */
const REFERENCE_HOSTS =
  words(`microsoft.com windows.com office.com office365.com live.com outlook.com azure.com msdn.com windowsupdate.com visualstudio.com bing.com msn.com
  microsoftonline.com sharepoint.com skype.com linkedin.com github.com github.io gitlab.com bitbucket.org sourceforge.net npmjs.com npmjs.org pypi.org python.org nodejs.org
  rubygems.org crates.io rust-lang.org golang.org go.dev docker.com kubernetes.io nuget.org maven.org apache.org mozilla.org chromium.org android.com apple.com icloud.com
  google.com googleapis.com googleblog.com gstatic.com youtube.com youtu.be withgoogle.com blogspot.com amazon.com amazonaws.com aws.amazon.com cloudflare.com akamai.com
  fastly.com oracle.com ibm.com securityintelligence.com intel.com amd.com nvidia.com cisco.com talosintelligence.com vmware.com broadcom.com redhat.com ubuntu.com debian.org
  canonical.com suse.com kernel.org gnu.org php.net wordpress.org wordpress.com drupal.org joomla.org jquery.com w3.org ietf.org rfc-editor.org iana.org icann.org
  virustotal.com any.run hybrid-analysis.com joesandbox.com tria.ge urlscan.io shodan.io censys.io censys.com greynoise.io abuse.ch malpedia.caad.fkie.fraunhofer.de fraunhofer.de
  otx.alienvault.com alienvault.com threatfox.abuse.ch misp-project.org opencti.io riskiq.com domaintools.com validin.com mitre.org attack.mitre.org nist.gov cisa.gov us-cert.gov
  cert.org first.org cve.org cvedetails.com exploit-db.com packetstormsecurity.com zerodayinitiative.com attackerkb.com ncsc.gov.uk cert.gov.ua cert.ssi.gouv.fr bsi.bund.de
  enisa.europa.eu europa.eu europol.europa.eu interpol.int fbi.gov ic3.gov justice.gov nsa.gov cyber.gov.au jpcert.or.jp cert.pl twitter.com x.com facebook.com instagram.com
  whatsapp.com reddit.com medium.com substack.com wikipedia.org wikimedia.org archive.org web.archive.org mastodon.social bsky.app infosec.exchange discord.com telegram.org
  signal.org slack.com zoom.us dropbox.com box.com paypal.com netflix.com adobe.com salesforce.com atlassian.com okta.com duo.com auth0.com crowdstrike.com mandiant.com
  fireeye.com paloaltonetworks.com unit42.paloaltonetworks.com sentinelone.com sophos.com news.sophos.com eset.com welivesecurity.com kaspersky.com securelist.com trendmicro.com
  symantec.com mcafee.com trellix.com malwarebytes.com checkpoint.com research.checkpoint.com fortinet.com fortiguard.com proofpoint.com secureworks.com recordedfuture.com
  group-ib.com bitdefender.com avast.com avast.io avg.com f-secure.com withsecure.com cybereason.com elastic.co splunk.com rapid7.com tenable.com qualys.com
  huntress.com redcanary.com volexity.com dragos.com claroty.com zscaler.com netskope.com varonis.com cyfirma.com cyble.com sekoia.io intezer.com reversinglabs.com
  morphisec.com deepinstinct.com team-cymru.com spamhaus.org shadowserver.org thedfirreport.com bleepingcomputer.com thehackernews.com krebsonsecurity.com therecord.media
  darkreading.com securityweek.com theregister.com wired.com arstechnica.com zdnet.com techcrunch.com cyberscoop.com scmagazine.com helpnetsecurity.com infosecurity-magazine.com
  hackread.com databreaches.net reuters.com bbc.com bbc.co.uk cnn.com nytimes.com theguardian.com washingtonpost.com bloomberg.com forbes.com wsj.com zetter.substack.com
  stackoverflow.com stackexchange.com readthedocs.io gitbook.io yarahq.github.io valhalla.nextron-systems.com nextron-systems.com sigmahq.io lolbas-project.github.io
  gtfobins.github.io vx-underground.org portswigger.net owasp.org sans.edu sans.org isc.sans.edu offsec.com metasploit.com kali.org wireshark.org nmap.org torproject.org
  sysinternals.com nirsoft.net 7-zip.org rarlab.com putty.org winscp.net anydesk.com teamviewer.com openai.com anthropic.com huggingface.co hackerone.com bugcrowd.com
  schema.org openssl.org curl.se letsencrypt.org digicert.com sectigo.com verisign.com godaddy.com namecheap.com example.com booking.com ebay.com yahoo.com aol.com gmail.com
  hotmail.com baidu.com qq.com yandex.ru yandex.com mail.ru vk.com socket.io socket.dev snyk.io checkmarx.com phylum.io aikido.dev stepsecurity.io wiz.io sysdig.com aquasec.com
  stripe.com shopify.com wix.com godaddy.com hubspot.com mailchimp.com sendgrid.com twilio.com zendesk.com servicenow.com fidelity.com chase.com`);

/** Services that anyone can publish on, so that a path there may well be the attacker's. Hosts or registrable names. */
const SHARED_HOSTS =
  words(`github.com raw.githubusercontent.com githubusercontent.com gist.github.com gitlab.com bitbucket.org github.io gitlab.io pages.dev workers.dev r2.dev web.app firebaseapp.com
  netlify.app vercel.app herokuapp.com glitch.me repl.co replit.app surge.sh onrender.com fly.dev railway.app ngrok.io ngrok-free.app ngrok.app trycloudflare.com loca.lt serveo.net
  cdn.discordapp.com discordapp.com discord.com discord.gg media.discordapp.net t.me telegram.me api.telegram.org telegra.ph drive.google.com docs.google.com sites.google.com
  storage.googleapis.com script.google.com dropbox.com dropboxusercontent.com onedrive.live.com 1drv.ms sharepoint.com mega.nz mega.io mediafire.com transfer.sh file.io anonfiles.com
  gofile.io wetransfer.com we.tl catbox.moe files.catbox.moe pixeldrain.com sendspace.com temp.sh bashupload.com 0x0.st ufile.io filebin.net pastebin.com paste.ee ghostbin.com
  rentry.co rentry.org hastebin.com privatebin.net textbin.net controlc.com steamcommunity.com bit.ly tinyurl.com t.co is.gd cutt.ly rebrand.ly goo.gl ow.ly shorturl.at
  s3.amazonaws.com amazonaws.com cloudfront.net blob.core.windows.net windows.net azurewebsites.net azureedge.net trafficmanager.net cloudapp.azure.com azurefd.net appspot.com
  blogspot.com wordpress.com weebly.com wixsite.com godaddysites.com notion.site notion.so canva.com medium.com substack.com youtube.com archive.org ipfs.io ipinfo.io
  webhook.site pipedream.net interactsh.com oast.fun oast.pro oast.live oast.me burpcollaborator.net requestbin.net beeceptor.com duckdns.org no-ip.org ddns.net hopto.org zapto.org`);

/** Hosts that tell a caller its own address; malware asks them, they are not the attacker's. */
const LOOKUP_HOSTS = words(
  "ipinfo.io api.ipify.org ipify.org ip-api.com icanhazip.com ifconfig.me checkip.amazonaws.com checkip.dyndns.org ident.me ipecho.net whatismyip.com myexternalip.com ipapi.co freegeoip.app iplogger.org wtfismyip.com api.myip.com",
);

/** RFC 2606 and 6761: names that never exist. */
const RESERVED_SUFFIXES = words("test example invalid localhost");
const RESERVED_HOSTS = words("example.com example.net example.org");

export function isReferenceHost(host: string): boolean {
  return hasIn(REFERENCE_HOSTS, host);
}

export function isSharedHost(host: string): boolean {
  return hasIn(SHARED_HOSTS, host);
}

/** Whether someone's own name stands below a shared host, as in `x.github.io`. */
export function isBelowSharedHost(host: string): boolean {
  return !SHARED_HOSTS.has(host) && !host.startsWith("www.") && hasIn(SHARED_HOSTS, host);
}

export function isLookupHost(host: string): boolean {
  return LOOKUP_HOSTS.has(host);
}

export function isReservedHost(host: string): boolean {
  return RESERVED_SUFFIXES.has(host.slice(host.lastIndexOf(".") + 1)) || hasIn(RESERVED_HOSTS, host);
}

/** Whether the host or one of the names above it is in the set. */
function hasIn(set: ReadonlySet<string>, host: string): boolean {
  let name = host;
  for (let depth = 0; depth < 8; depth++) {
    if (set.has(name)) return true;
    const dot = name.indexOf(".");
    if (dot === -1) return false;
    name = name.slice(dot + 1);
  }
  return false;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
