import { expect, test } from "vitest";

import { findIndicators } from "./find-indicators.ts";

const found = (text: string): string[] =>
  findIndicators(text, [], { ownHosts: new Set(), benign: null }).map(
    ({ type, value }) => `${type} ${value}`,
  );

test.each([
  ["evil-site.com", ["domain evil-site.com"]],
  ["evil-site[.]com", ["domain evil-site.com"]],
  ["evil-site[.com", ["domain evil-site.com"]],
  ["evil-site.]com", ["domain evil-site.com"]],
  ["evil-site[.com]", ["domain evil-site.com"]],
  ["evil-site(.)com", ["domain evil-site.com"]],
  ["evil-site{.}com", ["domain evil-site.com"]],
  ["evil-site[dot]com", ["domain evil-site.com"]],
  ["evil-site(DOT)com", ["domain evil-site.com"]],
  ["evil-site dot com", ["domain evil-site.com"]],
  ["evil-site [.] com", ["domain evil-site.com"]],
  ["evil-site [dot] com", ["domain evil-site.com"]],
  ["evil-site\\.com", ["domain evil-site.com"]],
  ["evil-site。com", ["domain evil-site.com"]],
  ["evil-site․com", ["domain evil-site.com"]],
  ["evil\u200b-site[.]com", ["domain evil-site.com"]],
  ["a.b[.]evil-site(.)co[dot]uk", ["domain a.b.evil-site.co.uk"]],
  ["EVIL-SITE[.]COM", ["domain evil-site.com"]],
  ["*.evil-site.com", ["domain evil-site.com"]],
  ["_dmarc.evil-site.com", ["domain _dmarc.evil-site.com"]],
  ["xn--mnchen-3ya[.]de", ["domain xn--mnchen-3ya.de"]],
  ["münchen[.]de", ["domain xn--mnchen-3ya.de"]],
  ["evil-site.com:8443", ["domain evil-site.com"]],
  ["evil-site.com.", ["domain evil-site.com"]],
  ["(evil-site.com)", ["domain evil-site.com"]],
  [
    "evil-site.com,bad-site.net;worse.org",
    ["domain evil-site.com", "domain bad-site.net", "domain worse.org"],
  ],
  ["evil-site.com(185.220.101.45)", ["domain evil-site.com", "ipv4 185.220.101.45"]],
  ["@evil-site.com", ["domain evil-site.com"]],
  ["c2.evil.bazar", ["domain c2.evil.bazar"]],
  ["payload-host[.]zip", ["domain payload-host.zip"]],
  ["cdn-update[.]sh", ["domain cdn-update.sh"]],
  ["the domain kworker.sh resolves", ["domain kworker.sh"]],
  ["corp.local", []],
  [".NET Framework", []],
  ["ASP.NET and VB.NET", []],
  ["System.IO and System.Net", []],
  ["os.name and user.id", []],
  ["process.name, file.name, event.id", []],
  ["foo.bar() and client.run()", []],
  ["Node.js, Next.js and Vue.js", []],
  ["e.g. this, i.e. that, etc. in the U.S. and U.K.", []],
  ["the end.Next comes this", []],
  ["all the time.So it is", []],
  ["a.m. or p.m.", []],
  ["java.net and java.io", []],
  ["self.name = x", []],
  ["the value is 3.5 or 4.99", []],
  ["replace every . with [.] in hosts", []],
  ["localhost and intranet", []],
  ["co.uk", []],
  ["and/or, TCP/IP, 24/7", []],
  ["John.Smith wrote", []],
])("domains in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ["http://evil-site.com/a", "http://evil-site.com/a"],
  ["hxxp://evil-site[.]com/a", "http://evil-site.com/a"],
  ["hXXps://evil-site[.]com/a", "https://evil-site.com/a"],
  ["h**p://evil-site[.]com/a", "http://evil-site.com/a"],
  ["meow://evil-site[.]com/a", "http://evil-site.com/a"],
  ["hxtp://evil-site[.]com/a", "http://evil-site.com/a"],
  ["fxp://evil-site[.]com/a", "ftp://evil-site.com/a"],
  ["http[:]//evil-site.com/a", "http://evil-site.com/a"],
  ["http[://]evil-site.com/a", "http://evil-site.com/a"],
  ["hxxp[://]evil-site[.]com/a", "http://evil-site.com/a"],
  ["hxxps[:]//evil-site[.]com/a", "https://evil-site.com/a"],
  ["http[:]//evil-site[.]com[/]a", "http://evil-site.com/a"],
  ["hxxp ://evil-site[.]com/a", "http://evil-site.com/a"],
  ["hxxp:// evil-site[.]com/a", "http://evil-site.com/a"],
  ["hxxps:\\\\evil-site[.]com\\a.php", "https://evil-site.com/a.php"],
  ["hxxp[s]://evil-site[.]com/a", "https://evil-site.com/a"],
  ["h[tt]p://evil-site[.]com/a", "http://evil-site.com/a"],
  ["hxxp://evil-site[.]com/pixel[.]gif", "http://evil-site.com/pixel.gif"],
  ["hxxp://185[.]220[.]101[.]45/a.php", "http://185.220.101.45/a.php"],
  ["hxxp://185[.]220[.]101[.]45:8080/a.php?x=1&y=2", "http://185.220.101.45:8080/a.php?x=1&y=2"],
  ["http://[2a02:4780::1]:8080/x", "http://[2a02:4780::1]:8080/x"],
  ["http://user:pass@evil-site.com/x", "http://user:pass@evil-site.com/x"],
  ["tcp://evil-site[.]com:443", "tcp://evil-site.com:443"],
  ["stratum+tcp://pool.evil-site.com:3333", "stratum+tcp://pool.evil-site.com:3333"],
  ["HTTP://Evil-Site.com/Path", "http://evil-site.com/Path"],
  ["evil-site[.]com/gate.php", "evil-site.com/gate.php"],
  ["evil-site.com/gate.php?id=1", "evil-site.com/gate.php?id=1"],
  ["185.220.101.45/a.sh", "185.220.101.45/a.sh"],
  ["(see http://evil-site.com/a).", "http://evil-site.com/a"],
  ["[x](http://evil-site.com/a)", "http://evil-site.com/a"],
  ["<http://evil-site.com/a>", "http://evil-site.com/a"],
  ['"http://evil-site.com/a"', "http://evil-site.com/a"],
  ["'http://evil-site.com/a','x'", "http://evil-site.com/a"],
  ["`http://evil-site.com/a`", "http://evil-site.com/a"],
  ["**http://evil-site.com/a**", "http://evil-site.com/a"],
  ["http://evil-site.com/a_(b)", "http://evil-site.com/a_(b)"],
  ["http://evil-site.com/a, then", "http://evil-site.com/a"],
  ["http://evil-site.com/a?b=c!", "http://evil-site.com/a?b=c"],
  ["http://evil-site.com/a|b", "http://evil-site.com/a"],
  ["“http://evil-site.com/a”", "http://evil-site.com/a"],
  ["http://evil-site.com/go?u=https://x.example/y", "http://evil-site.com/go?u=https://x.example/y"],
  ["http://evil-site.com/x#frag", "http://evil-site.com/x#frag"],
  ["http://evil-site.com/a[1]/b", "http://evil-site.com/a[1]/b"],
  ["http://evil-site.com/a\u009b31mred", "http://evil-site.com/a"],
  ["http://evil-site.com/a\u0085b", "http://evil-site.com/a"],
  ["http://evil-site.com/a\u007fb", "http://evil-site.com/a"],
])("the URL in %j", (text, expected) => {
  expect(found(text)).toEqual([`url ${expected}`]);
});

test("a link of Markdown whose text is an address is two addresses", () => {
  expect(found("[hxxp://evil-site[.]com/a](http://evil-site.net/b)")).toEqual([
    "url http://evil-site.com/a",
    "url http://evil-site.net/b",
  ]);
});

test.each([
  ["mail to a.b@evil-site.com now", ["email a.b@evil-site.com"]],
  ["a.b[@]evil-site[.]com", ["email a.b@evil-site.com"]],
  ["a.b[at]evil-site[dot]com", ["email a.b@evil-site.com"]],
  ["a.b(at)evil-site(dot)com", ["email a.b@evil-site.com"]],
  ["a.b at evil-site dot com", ["email a.b@evil-site.com"]],
  ["a.b [at] evil-site [.] com", ["email a.b@evil-site.com"]],
  ["a+tag@evil-site.com", ["email a+tag@evil-site.com"]],
  ["<a.b@evil-site.com>", ["email a.b@evil-site.com"]],
  ["mailto:a.b@evil-site.com", ["email a.b@evil-site.com"]],
  ["A.B@Evil-Site.com.", ["email a.b@evil-site.com"]],
  ["colorframe@1.2.3", []],
  ["look at evil", []],
  ["root@185.220.101.45", ["ipv4 185.220.101.45"]],
])("e-mail in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

const ONION = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion";

test.each([
  [`at ${ONION} today`, [`onion ${ONION}`]],
  [`http://${ONION}/`, [`onion ${ONION}`]],
  [`http://${ONION}/blog`, [`url http://${ONION}/blog`]],
  ["facebookcorewwwi.onion", ["onion facebookcorewwwi.onion"]],
  ["short.onion", []],
  ["t.me/evil_channel", ["telegram @evil_channel"]],
  ["https://t.me/evil_channel", ["telegram @evil_channel"]],
  ["hxxps://t[.]me/evil_channel", ["telegram @evil_channel"]],
  ["on Telegram as @evil_support", ["telegram @evil_support"]],
  ["on Twitter as @researcher", []],
  ["Telegram is down, says @researcher on Twitter", []],
  ["thanks to @researcher", []],
])("onion addresses and Telegram in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test("a version 3 onion address whose checksum holds is nearly certain", () => {
  const [onion] = findIndicators(ONION, [], { ownHosts: new Set(), benign: null });
  expect(onion?.reasons).toContain("checksum holds");
  expect(onion?.confidence).toBeGreaterThan(0.97);
});

test("a URL carries its host and yields no domain besides", () => {
  const mentions = findIndicators("hxxps://cdn.evil-site[.]com:8443/x", [], {
    ownHosts: new Set(),
    benign: null,
  });
  expect(mentions).toHaveLength(1);
  expect(mentions[0]?.details).toEqual({ host: "cdn.evil-site.com", port: 8443 });
});
