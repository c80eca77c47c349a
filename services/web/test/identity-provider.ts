import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { type Configuration, Provider } from "oidc-provider";

/** What the provider knows of somebody; `null` in its list: removed there. */
export type ProviderUser = { preferred_username?: string; name?: string; groups?: string[] };

export type IdentityProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Its users by subject; a test changes them as it likes. */
  users: Map<string, ProviderUser>;
  /**
   * A browser that is sent to the provider and signs in there as this subject; null refuses. Returns the address that
   * it is sent back to.
   */
  visit(address: string, subject: string | null): Promise<URL>;
  close(): Promise<void>;
};

/** An identity provider on this machine. With `isLean` ID tokens say no more than who it is. */
export async function identityProvider(redirectUri: string, isLean = false): Promise<IdentityProvider> {
  const users = new Map<string, ProviderUser>();
  let signingIn: string | null = null;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { clientId: "cti", clientSecret: "a secret of provider and client" };
  const provider = new Provider(issuer, configure({ ...client, redirectUri, isLean, users }));
  const callback = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void callback(request, response);
    const result =
      signingIn === null
        ? { error: "access_denied", error_description: "not today" }
        : { login: { accountId: signingIn } };
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });
  return {
    issuer,
    ...client,
    users,
    visit: (address, subject) => {
      signingIn = subject;
      return follow(address, redirectUri);
    },
    close: () => closeServer(server),
  };
}

type Made = {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  isLean: boolean;
  users: Map<string, ProviderUser>;
};

function configure({ clientId, clientSecret, redirectUri, isLean, users }: Made): Configuration {
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  return {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: "1" }] as never },
    cookies: { keys: ["a key of the provider's own"] },
    conformIdTokenClaims: isLean,
    claims: { openid: ["sub"], profile: ["preferred_username", "name"], groups: ["groups"] },
    scopes: ["openid", "profile", "groups"],
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) =>
      Promise.resolve(
        users.has(accountId)
          ? { accountId, claims: () => Promise.resolve({ sub: accountId, ...users.get(accountId) }) }
          : undefined,
      ),
    // Nobody is asked whether we may know who they are.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId ?? "" });
      grant.addOIDCScope("openid profile groups");
      await grant.save();
      return grant;
    },
    ttl: { Session: 60, Interaction: 60, Grant: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
  };
}

/** As a fresh browser, which keeps cookies on its way. */
async function follow(address: string, until: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = new URL(address);
  for (let step = 0; step < 10; step++) {
    const answer = await fetch(at, {
      redirect: "manual",
      headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name = "", ...value] = set.split(";", 1)[0]?.split("=") ?? [];
      cookies.set(name, value.join("="));
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    at = new URL(location, at);
    if (at.href.startsWith(until)) return at;
  }
  throw new Error("the provider did not send the browser back");
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
