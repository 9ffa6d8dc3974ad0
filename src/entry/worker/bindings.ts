import type { D1Database, Queue, R2Bucket } from "@cloudflare/workers-types";

/** What wrangler.toml binds, beside the words of the configuration (config.ts). */
export type WorkerBindings = {
  /** Left out where DATABASE_URL names a libSQL server. */
  readonly DB?: D1Database;
  /** Sealed click records on their way into the database. */
  readonly CLICKS: Queue<Uint8Array>;
  /** Wake words for senders. */
  readonly SEND: Queue<string>;
  /** Hosted pictures; where it is left out they are in the database. */
  readonly IMAGES?: R2Bucket;
  readonly [word: string]: unknown;
};

/** The words of the configuration among the bindings. */
export function wordsOf(bindings: WorkerBindings): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(bindings).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
