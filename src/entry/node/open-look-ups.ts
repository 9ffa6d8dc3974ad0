import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";

/**
 * Reads beside the data thread, on the thread that answers: a row by its key takes a tenth of a millisecond, but in the data
 * thread's queue it would wait for whatever plans, moves or records there. Readers of a write-ahead log wait for no writer.
 * What fails here is asked there.
 */
export async function openLookUps(
  url: string,
  store: Store,
): Promise<Pick<Store, "read"> & { close(): Promise<void> }> {
  if (!url.startsWith("file:"))
    return { read: (statement) => store.read<never>(statement), close: async () => undefined };
  const beside = await openLibsql({ url });
  await beside.read({ sql: "pragma query_only = on", params: [] });
  return {
    read: (statement) => beside.read<never>(statement).catch(() => store.read<never>(statement)),
    close: () => beside.close(),
  };
}
