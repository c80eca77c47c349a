import { fixtureWeb } from "@cti/testing/fixture-web";
import type { TestProject } from "vitest/node";

import { chromiumPath } from "./chromium.ts";
import { makeNews } from "./make-news.ts";
import { addPerson, setUp, signIn } from "./people.ts";
import { buildClient, startStack } from "./stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the stack is that all files of this project share. */
    url: string;
    /** Who is signed in there: ada administers it, ben analyses, vic looks. */
    cookies: Cookies;
  }
}

export type Cookies = Record<"ada" | "ben" | "vic", string>;

/** One stack for all tests: the samples collected, ninety more stories, and people of each role. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // One that stands already, with the same people, saves a minute while tests are written.
  const standing = process.env["CTI_BROWSER_URL"];
  const stack =
    chromiumPath === null || standing !== undefined
      ? { url: standing ?? "", close: async () => undefined }
      : await openSharedStack();
  project.provide("url", stack.url);
  const cookieOf = async (name: string): Promise<string> =>
    stack.url === "" ? "" : (await signIn(stack.url, name)).cookie;
  project.provide("cookies", {
    ada: await cookieOf("ada"),
    ben: await cookieOf("ben"),
    vic: await cookieOf("vic"),
  });
  return stack.close;
}

export async function openSharedStack(): Promise<{ url: string; close: () => Promise<void> }> {
  buildClient();
  const stack = await startStack({ samples: true });
  const web = await fixtureWeb();
  const close = async (): Promise<void> => {
    await stack.stop();
    await web.close();
  };
  try {
    makeNews(web, "/news", 90);
    const ada = await setUp(stack);
    await addPerson(ada, { username: "ben", role: "analyst" });
    await addPerson(ada, { username: "vic", role: "viewer" });
    const body = { url: `${web.origin}/news`, slug: "news", name: "Daily News", kind: "rss" } as const;
    await ada.api.createSource({ body });
    const { code, stderr } = await stack.cti("collect", "-s", "news");
    if (code !== 0) throw new Error(stderr);
    return { url: stack.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
