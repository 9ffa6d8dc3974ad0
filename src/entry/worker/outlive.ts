import type { Store } from "#store/store.ts";

/** Keeps the event that is running alive until the promise settles. */
export type Outlive = (promise: Promise<unknown>) => void;

/** Holds the event for work whose failure somebody else is told. */
function hold<T>(outlive: Outlive, work: Promise<T>): Promise<T> {
  outlive(work.catch(() => undefined));
  return work;
}

/**
 * In workerd a promise belongs to the event that made it, and never settles once that event is over: answered, or left by
 * its reader. Caches that ask once for many readers would then wait for ever. So each call of the database holds the event in
 * which it was made, whether or not somebody still waits for the answer there.
 */
export function outlivingStore(store: Store, outlive: Outlive): Store {
  return {
    ...store,
    read: (statement) => hold(outlive, store.read(statement)),
    write: (statements) => hold(outlive, store.write(statements)),
  };
}
