import type { Sql } from "postgres";

import { endsConnection } from "./connection-loss.ts";
import type { Unsafe } from "./prepare-often.ts";

/**
 * Lets a transaction whose connection is lost end as a rejected promise. The library would send its rollback, and what
 * the transaction still asks, on a socket that is gone, which ends the process, or on whatever the connection does next
 * (github.com/porsager/postgres/issues/1208 and 1216). `preparing` goes around what a transaction sends.
 */
export function guardTransactions(sql: Sql, preparing: (send: Unsafe) => Unsafe): void {
  const begin = sql.begin.bind(sql) as Begin;
  const guarded: Begin = (...args) => {
    const work = args.at(-1) as Work;
    const options = args.slice(0, -1);
    const state: State = { lost: null, preparing };
    const done = begin(...options, (tx: Tx) => run(tx, work, state));
    done.catch((error: unknown) => (state.lost = error));
    return done;
  };
  sql.begin = guarded as Sql["begin"];
}

type State = { lost: unknown; preparing: (send: Unsafe) => Unsafe };
type Tx = { unsafe: Unsafe; savepoint: (...args: unknown[]) => Promise<unknown> };
type Work = (tx: Tx) => Promise<unknown>;
type Begin = (...args: unknown[]) => Promise<unknown>;

/** A transaction that is lost never returns to the library: its promise has been rejected when the connection went. */
async function run(tx: Tx, work: Work, state: State): Promise<unknown> {
  const unsafe = state.preparing(tx.unsafe.bind(tx));
  const savepoint = tx.savepoint.bind(tx);
  tx.unsafe = (...args) => {
    if (state.lost) throw state.lost;
    return unsafe(...args);
  };
  tx.savepoint = async (...args) => {
    if (state.lost) throw state.lost;
    const inner = args.at(-1) as Work;
    return savepoint(...args.slice(0, -1), (nested: Tx) => run(nested, inner, state));
  };
  try {
    const result = await work(tx);
    if (state.lost === null) return result;
  } catch (error) {
    if (state.lost === null && !endsConnection(error)) throw error;
  }
  return new Promise(() => undefined);
}
