import type { D1Database, Queue } from "@cloudflare/workers-types";

/** What wrangler.toml binds, beside the words of the configuration (config.ts). */
export type WorkerBindings = {
  /** Left out where DATABASE_URL names a libSQL server. */
  readonly DB?: D1Database;
  /** Sealed click records on their way into the database. */
  readonly CLICKS: Queue<Uint8Array>;
  /** Wake words for senders. */
  readonly SEND: Queue<string>;
  readonly [word: string]: unknown;
};

/** The words of the configuration among the bindings. */
export function wordsOf(bindings: WorkerBindings): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(bindings).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
