import { type ImportWorld, importWorldOver } from "./import-over.ts";
import { freshStore } from "./fresh-store.ts";

/** A world of imports in a fresh database in memory, with room for dry runs. */
export async function importWorld(): Promise<ImportWorld> {
  return importWorldOver(await freshStore(), async () => {
    const store = await freshStore();
    return { store, close: () => store.close() };
  });
}
