import type { Store } from "#store/store.ts";

/** Pages of the database that stay at hand, and as much for a sort before it goes to disk. */
const KIBIBYTES = 32_768;

/**
 * Work on an embedded database that appends and sorts, and so gains nothing from many pages at hand: what does not fit goes
 * into temporary files.
 */
export async function withLittleMemory<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const before = [await pragmaOf(store, "cache_size"), await pragmaOf(store, "temp_store")];
  await setPragmas(store, [-KIBIBYTES, 1]);
  try {
    return await work();
  } finally {
    await setPragmas(store, before);
  }
}

async function pragmaOf(store: Store, name: "cache_size" | "temp_store"): Promise<number> {
  const [row] = await store.read({ sql: `pragma ${name}`, params: [] });
  return Number(row?.[name] ?? 0);
}

async function setPragmas(store: Store, [cacheSize, tempStore]: readonly (number | undefined)[]): Promise<void> {
  await store.read({ sql: `pragma cache_size = ${Number(cacheSize)}`, params: [] });
  await store.read({ sql: `pragma temp_store = ${Number(tempStore)}`, params: [] });
}
