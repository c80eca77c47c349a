import { setting } from "./setting.ts";
import { duration, flag, integer, list, optionalText, size, text } from "./units.ts";

/** Web and API: where they are served, who may come, how much of it. */
export const webSettings = {
  "web.host": setting(text(), "127.0.0.1", "Address at which web and API listen", { aliases: ["WEB_HOST"] }),
  "web.port": setting(integer(0, 65_535), 8000, "Port of web and API", { aliases: ["WEB_PORT"] }),
  "web.public_url": setting(
    optionalText(),
    null,
    "Where people reach it, such as https://cti.example.org; its scheme decides about secure cookies",
  ),
  "web.hosts": setting(list(), [], "Names under which it is reached beside its own address and public_url"),
  "web.trusted_proxies": setting(
    list(),
    [],
    "Addresses or CIDRs of proxies whose X-Forwarded-For and -Proto are believed",
  ),
  "web.insecure_http": setting(
    flag(),
    false,
    "Allow sign-in over plain HTTP from other machines; anybody on the way can then read along",
    { aliases: ["CTI_INSECURE_HTTP"] },
  ),
  "web.session_idle": setting(duration(), "12h", "A session that is not used for so long ends"),
  "web.session_max": setting(duration(), "7d", "A session ends after so long, however busy it is"),
  "web.token_max_days": setting(integer(1, 365), 365, "Longest life of an API token in days"),
  "web.breached_passwords": setting(
    optionalText(),
    null,
    "File with a password per line that are refused beside the built-in list",
  ),
  "web.rate_limit": setting(
    integer(1, 1_000_000),
    1_200,
    "Requests per minute of one user, token or address",
  ),
  "web.login_limit": setting(integer(1, 1_000), 5, "Sign-ins per minute of one account or address"),
  "web.body_limit": setting(size(), "1MB", "Largest request body; imports have a larger one of their own"),
  "web.events_per_user": setting(integer(1, 100), 8, "Most event streams that one user may hold open"),
  "web.oidc.issuer": setting(
    optionalText(),
    null,
    "OpenID Connect: address of the identity provider; empty signs in with passwords only",
  ),
  "web.oidc.client_id": setting(optionalText(), null, "Name by which the provider knows us"),
  "web.oidc.client_secret": setting(optionalText(), null, "And our secret there", { secret: true }),
  "web.oidc.scopes": setting(text(), "openid profile email groups", "What is asked for"),
  "web.oidc.username_claim": setting(text(), "preferred_username", "Claim that holds the user name"),
  "web.oidc.groups_claim": setting(text(), "groups", "Claim that holds the groups"),
  "web.oidc.roles": setting(
    list(),
    [],
    "GROUP=ROLE or GROUP=ROLE@TENANT, and GROUP=operator; who is in none of these groups may not sign in",
  ),
  "web.oidc.label": setting(text(), "Single sign-on", "What the button says"),
};
