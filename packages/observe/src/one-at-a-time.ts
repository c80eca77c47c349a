import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Tells whether a request may be answered. One that comes before the answer to the last on its connection has ended
 * ends the connection: thousands fit into one packet, and who reads no answer would fill the memory with them.
 */
export function createOneAtATime(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const busy = new WeakSet<Socket>();
  return ({ socket }, response) => {
    if (busy.has(socket) || socket.destroyed) {
      socket.destroy();
      return false;
    }
    busy.add(socket);
    response.once("close", () => busy.delete(socket));
    return true;
  };
}
