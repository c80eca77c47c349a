import { createServer, connect, type Socket } from "node:net";
import { Transform } from "node:stream";

/** A line to a server that a test can make slow, cut, and mend again. */
export type WeakLine = {
  /** The server's address by way of this line. */
  url: string;
  /** From now on whatever is said takes so long, in each direction. */
  delay: (ms: number) => void;
  /** Ends what is open; nobody gets through until it is mended. */
  cut: () => Promise<void>;
  mend: () => Promise<void>;
  close: () => Promise<void>;
};

/** A line to the server at this address, on a port of its own. */
export async function weakLine(address: string): Promise<WeakLine> {
  const to = new URL(address);
  const open = new Set<Socket>();
  let delayMs = 0;
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const [from, into] of [[near, far] as const, [far, near] as const]) {
      open.add(from);
      from.once("close", () => (open.delete(from), into.destroy()));
      from.on("error", () => into.destroy());
      from.pipe(late(() => delayMs)).pipe(into);
    }
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  };
  await listen(0);
  const place = server.address();
  const port = typeof place === "object" && place ? place.port : 0;
  const url = new URL(address);
  url.port = String(port);
  return {
    url: url.href,
    delay: (ms) => void (delayMs = ms),
    cut,
    mend: () => listen(port),
    close: cut,
  };
}

function late(delayMs: () => number): Transform {
  return new Transform({
    transform: (chunk, _, done) => {
      if (delayMs() === 0) done(null, chunk);
      else setTimeout(done, delayMs(), null, chunk);
    },
  });
}
