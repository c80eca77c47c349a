import { expect, test } from "vitest";
import type { OidcSettings, WebSettings } from "@cti/wiring/web-settings";

import { checkExposure } from "./check-exposure.ts";
import { WebError } from "./web-error.ts";

const settings = (more: Partial<WebSettings>): WebSettings => ({
  host: "127.0.0.1",
  port: 8000,
  version: "1",
  publicUrl: null,
  hosts: [],
  trustedProxies: [],
  insecureHttp: false,
  sessionIdleMs: 1,
  sessionMaxMs: 1,
  tokenMaxDays: 1,
  breachedPasswords: new Set(),
  rateLimit: 1,
  loginLimit: 1,
  bodyLimit: 1,
  eventsPerUser: 1,
  timeZone: "UTC",
  oidc: null,
  databasePassword: null,
  ...more,
});

const oidc = (more: Partial<OidcSettings>): OidcSettings => ({
  issuer: "https://id.example.org",
  clientId: "cti",
  clientSecret: "kR8!w2mZq0pLxv",
  scopes: "openid",
  usernameClaim: "preferred_username",
  groupsClaim: "groups",
  roles: ["soc=analyst", "it leads=admin@blue", "ops=operator"],
  label: "SSO",
  ...more,
});

test.each<Partial<WebSettings>>([
  {},
  { host: "localhost" },
  { host: "::1" },
  { host: "127.0.0.1", databasePassword: "postgres" },
  { host: "0.0.0.0", publicUrl: "https://cti.example.org" },
  { host: "0.0.0.0", trustedProxies: ["10.0.0.0/8", "2001:db8::1", "fd00::/8"] },
  { host: "192.0.2.7", insecureHttp: true, databasePassword: "kR8!w2mZq0pLxv" },
  { oidc: oidc({}) },
  { oidc: oidc({ issuer: "http://127.0.0.1:9000", clientSecret: null }) },
])("a start with %o is allowed", (more) => {
  expect(() => {
    checkExposure(settings(more));
  }).not.toThrow();
});

const outside = { host: "0.0.0.0", publicUrl: "https://cti.example.org" };

test.each<[Partial<WebSettings>, RegExp]>([
  [{ host: "0.0.0.0" }, /plain HTTP.*web\.public_url.*web\.insecure_http/],
  [{ host: "::" }, /plain HTTP/],
  [{ host: "cti.lan", publicUrl: "http://cti.lan" }, /plain HTTP/],
  [{ ...outside, databasePassword: "postgres" }, /database\.password is one that everybody/],
  [{ ...outside, databasePassword: "POSTGRES" }, /database\.password/],
  [{ ...outside, databasePassword: "aaaaaaaaaaaaaaaa" }, /database\.password/],
  [{ ...outside, databasePassword: "kR8!w2mZq" }, /database\.password is shorter/],
  [{ ...outside, oidc: oidc({ clientSecret: "secret" }) }, /web\.oidc\.client_secret/],
  [{ oidc: oidc({ clientId: "" }) }, /client_id is missing/],
  [{ oidc: oidc({ issuer: "" }) }, /issuer is missing/],
  [{ oidc: oidc({ issuer: "http://id.example.org" }) }, /https address/],
  [{ oidc: oidc({ issuer: "id.example.org" }) }, /https address/],
  [{ oidc: oidc({ roles: ["soc=owner"] }) }, /soc=owner/],
  [{ publicUrl: "cti.example.org" }, /web\.public_url/],
  [{ publicUrl: "https://cti.example.org/app" }, /web\.public_url/],
  [{ publicUrl: "ftp://cti.example.org" }, /web\.public_url/],
  [{ trustedProxies: ["proxy.lan"] }, /web\.trusted_proxies/],
  [{ trustedProxies: ["0.0.0.0/0"] }, /whole internet/],
  [{ trustedProxies: ["10.0.0.1/99"] }, /web\.trusted_proxies/],
])("a start with %o is refused with the cure", (more, message) => {
  const check = (): void => {
    checkExposure(settings(more));
  };
  expect(check).toThrow(WebError);
  expect(check).toThrow(message);
});
