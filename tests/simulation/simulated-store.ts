import { randomInt, type Random } from "#kernel/random.ts";
import { answerLost } from "#store/http-faults.ts";
import { type Query, type Statement, type Store, toQuery } from "#store/store.ts";
import type { Life, Turns } from "./turns.ts";

/** What may go wrong with a write, in how many of a thousand. */
export type StoreFaults = { readonly refused: number; readonly lost: number; readonly killed: number };

export type StoreParts = {
  readonly store: Store;
  readonly turns: Turns;
  readonly random: Random;
  readonly faults: () => StoreFaults;
  /** Changes a statement: a planted bug. */
  readonly plant: (query: Query) => Query;
  readonly onFault: () => void;
  readonly kill: (life: Life) => void;
};

/** The database as one life sees it: a turn before each word, and writes that fail, are not heard of again, or are the last. */
export function storeFor(life: Life, parts: StoreParts): Store {
  const { store, turns, plant } = parts;
  return {
    dialect: store.dialect,
    orm: store.orm,
    close: async () => undefined,
    read: async <T>(statement: Statement) => {
      await turns.take(life);
      return store.read<T>(plant(toQuery(statement)));
    },
    write: async <T>(statements: readonly Statement[]) => {
      await turns.take(life);
      const fate = fateOf(parts);
      if (fate === "refused") throw new Error("SQLITE_BUSY: database is locked");
      const rows = await store.write<T>(statements.map((statement) => plant(toQuery(statement))));
      life.wroteAt = turns.step;
      if (fate === "lost") throw answerLost(undefined);
      if (fate === "killed") {
        parts.kill(life);
        return new Promise<T[][]>(() => undefined);
      }
      return rows;
    },
  };
}

function fateOf({ random, faults, onFault }: StoreParts): keyof StoreFaults | undefined {
  const { refused, lost, killed } = faults();
  const dice = randomInt(random, 1_000);
  const fate =
    dice < refused ? "refused" : dice < refused + lost ? "lost" : dice < refused + lost + killed ? "killed" : undefined;
  if (fate !== undefined) onFault();
  return fate;
}
