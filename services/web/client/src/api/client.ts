import { createClient } from "@cti/contract/client";
import { paths } from "@cti/contract/paths";

/** The API of the server that this page came from; the cookie is the credential. */
export const api = createClient(paths, { url: "" });

/** What a route answers, such as `Answer<"getStory">`. */
export type Answer<Name extends keyof typeof api> = (typeof api)[Name] extends (
  ...args: never[]
) => Promise<infer Result>
  ? Result
  : never;

/** One item of a list, such as `Item<"listStories">`. */
export type Item<Name extends keyof typeof api> =
  Answer<Name> extends { items: (infer Line)[] } ? Line : never;
