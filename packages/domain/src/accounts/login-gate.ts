import { createThrottle } from "./throttle.ts";

/** What stands before every check of a password: slows down who guesses, and says when a failure is worth a note. */
export type LoginGate = {
  /**
   * Runs `check` when it is the turn of this account and this address; `busy` when too many of their tries wait. An
   * address from which the account signed in before does not wait for what others try with it.
   */
  attempt(
    account: string,
    address: string,
    check: () => Promise<boolean>,
  ): Promise<"right" | "wrong" | "busy">;
  /** True once per account and minute. */
  isWorthNoting(account: string): boolean;
};

const capacity = 10_000;
const noteEveryMs = 60_000;

class Busy extends Error {}

export function createLoginGate(options: {
  now: () => Date;
  wait: (ms: number) => Promise<void>;
}): LoginGate {
  const addresses = createThrottle({ ...options, capacity });
  const accounts = createThrottle({ ...options, capacity });
  const familiar = new Map<string, true>();
  const noted = new Map<string, number>();

  return {
    attempt: async (username, address, check) => {
      // As accounts are looked up: another spelling of the same name is no other account.
      const account = `user ${username.normalize("NFC").toLowerCase()}`;
      const own = `${account} ${address}`;
      const ofAccount = async (): Promise<boolean> => {
        const outcome = await accounts.attempt(familiar.has(own) ? own : account, check);
        // Thrown, so that it counts neither as a failure of the address nor as its success.
        if (outcome === "busy") throw new Busy();
        if (outcome === "right") remember(familiar, own, true);
        return outcome === "right";
      };
      try {
        return await addresses.attempt(address, ofAccount);
      } catch (error) {
        if (error instanceof Busy) return "busy";
        throw error;
      }
    },
    isWorthNoting: (account) => {
      const at = options.now().getTime();
      const last = noted.get(account.toLowerCase());
      if (last !== undefined && at - last < noteEveryMs) return false;
      remember(noted, account.toLowerCase(), at);
      return true;
    },
  };
}

/** The one not seen for longest is forgotten first. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > capacity && oldest !== undefined) map.delete(oldest);
}
