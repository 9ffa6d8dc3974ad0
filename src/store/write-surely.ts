import { isAnswerLost } from "./http-faults.ts";
import type { Statement, Store } from "./store.ts";

const TRIES = 3;

/**
 * Writes statements that come to the same, in the database and in the rows that they give, when they run twice: each names the
 * state that it leaves. Where the answer is lost they are run again, so that the caller learns what the database holds. Never
 * for an insert without a key, or an update whose `returning` is what it changed.
 */
export async function writeSurely<T>(store: Store, statements: readonly Statement[]): Promise<T[][]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await store.write<T>(statements);
    } catch (cause) {
      if (tries === TRIES || !isAnswerLost(cause)) throw cause;
    }
  }
}
