type ServerEvent = { event: string; data: Record<string, unknown> };

/** The events of a stream as they come; what is no event of ours is passed over. */
export async function* readEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerEvent> {
  let rest = "";
  for await (const piece of pieces) {
    const blocks = (rest + piece).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = /^event: (.+)$/m.exec(block)?.[1];
      const data = readObject(/^data: (.+)$/m.exec(block)?.[1]);
      if (event !== undefined && data !== null) yield { event, data };
    }
  }
}

function readObject(text: string | undefined): Record<string, unknown> | null {
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
