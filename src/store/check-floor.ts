import { knownMigrations } from "./known-migrations.ts";
import type { Store } from "./store.ts";

/** The schema has taken away what this version still uses. Its message says what to do. */
class SchemaTooNew extends Error {
  override readonly name = "SchemaTooNew";
}

/**
 * Refuses to go on with a schema that was narrowed by a newer version: a claim or an outcome written by older rules could be a
 * message twice. Asked with each tick and each turn, since a migration may come while this process runs. What only widens says
 * nothing, and older code goes on beside newer (docs/decisions/0035).
 */
export async function checkFloor(store: Store, known: readonly string[] = knownMigrations): Promise<void> {
  const floors = await store.read<{ oldest: string }>({ sql: "select oldest from schema_floor", params: [] });
  const beyond = floors.find(({ oldest }) => !known.includes(oldest));
  if (beyond === undefined) return;
  throw new SchemaTooNew(
    `The database's schema asks for a version that knows ${beyond.oldest}. This one knows nothing of it: start the newer version.`,
  );
}

/** Whether a migration takes something away from code that does not know it: then it must say so in schema_floor. */
export function narrows(migration: string): boolean {
  return migration.split("--> statement-breakpoint").some((statement) => {
    const text = statement.replaceAll(/\s+/g, " ").toLowerCase();
    const isNarrower =
      /\bdrop (?:table|column|view)\b|\brename (?:to|column)\b|\bcreate unique index\b|\braise ?\(/.test(text) ||
      (/\badd (?:column )?/.test(text) && text.includes("not null") && !text.includes("default"));
    return isNarrower;
  });
}
