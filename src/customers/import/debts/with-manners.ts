import type { Store } from "#store/store.ts";

/** Pages at hand in kibibytes below zero; sorts in memory (2) or in files (1); threads beside a sort; 1: no wait at each commit. */
const manners = {
  appending: { cache_size: -16_384, temp_store: 1, threads: 0, synchronous: 1 },
  sorting: { cache_size: -8_192, temp_store: 1, threads: 2, synchronous: 1 },
} as const;

type Pragma = keyof typeof manners.appending;
const names = Object.keys(manners.appending) as readonly Pragma[];

/**
 * Work on an embedded database of somebody who has it alone. Rows that are appended, and sorts, gain nothing from many pages
 * at hand. A power cut may take back the last batches, each of them whole; a killed process loses none.
 */
export async function withManners<T>(store: Store, manner: keyof typeof manners, work: () => Promise<T>): Promise<T> {
  const before: Partial<Record<Pragma, number>> = {};
  for (const name of names) before[name] = await pragmaOf(store, name);
  await setPragmas(store, manners[manner]);
  try {
    return await work();
  } finally {
    await setPragmas(store, before);
  }
}

async function pragmaOf(store: Store, name: Pragma): Promise<number> {
  const [row] = await store.read({ sql: `pragma ${name}`, params: [] });
  return Number(row?.[name] ?? 0);
}

async function setPragmas(store: Store, values: Readonly<Partial<Record<Pragma, number>>>): Promise<void> {
  for (const name of names) await store.read({ sql: `pragma ${name} = ${Number(values[name])}`, params: [] });
}
