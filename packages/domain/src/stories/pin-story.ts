import type { Db } from "@cti/db/client";
import { stories } from "@cti/db/schema/stories";
import { eq } from "drizzle-orm";

import { findStory } from "./lock-stories.ts";

/** Keeps a story at the top of the list, or lets it go. Returns the story that `id` stands for, and how it was. */
export async function pinStory(
  db: Db,
  id: number,
  pinned: boolean,
): Promise<{ id: number; title: string; pinned: boolean; wasPinned: boolean }> {
  const story = await findStory(db, id);
  await db.update(stories).set({ pinned }).where(eq(stories.id, story.id));
  return { id: story.id, title: story.title, pinned, wasPinned: story.pinned };
}
