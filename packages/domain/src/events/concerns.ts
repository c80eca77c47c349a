/** A row of `events`. */
export type FeedEvent = {
  id: number;
  event: string;
  topic: string;
  tenantId: number | null;
  userId: number | null;
  data: Record<string, unknown>;
};

/** Who listens, and to what: topics such as `runs` or `run:311`; null is everything. */
export type EventListener = {
  tenantId: number;
  userId: number;
  /** `session:ID` or `token:ID`: its end is always told, that of any other never. */
  credential: string;
  topics: readonly string[] | null;
};

const plurals: Record<string, string> = { story: "stories", analysis: "analyses" };

/** Whether this listener is to hear of it: never of another tenant, never what is for another user. */
export function concerns(event: FeedEvent, { tenantId, userId, credential, topics }: EventListener): boolean {
  if (event.tenantId !== null && event.tenantId !== tenantId) return false;
  if (event.userId !== null && event.userId !== userId) return false;
  // Another session or token of the same person has ended: who listens by this one is still signed in.
  if (event.event === "session.revoked") return event.topic === credential;
  if (event.topic === credential || topics === null) return true;
  return topics.includes(event.topic) || topics.includes(kindOf(event.topic));
}

/** `runs` for `run:311`. */
function kindOf(topic: string): string {
  const [kind = "", id] = topic.split(":");
  if (id === undefined) return topic;
  return plurals[kind] ?? `${kind}s`;
}
