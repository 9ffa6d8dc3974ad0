import { readFileSync, writeFileSync } from "node:fs";
import { type Client, createClient } from "@libsql/client";

export type FileOwner = { release(): Promise<void> };

/**
 * One process owns a database file. The proof is a transaction that stays open on a small file beside it: the kernel gives
 * its lock back when the process ends, however it ends, so a crash leaves nothing that somebody would have to clean up.
 */
export async function ownFile(databasePath: string): Promise<FileOwner | { readonly heldBy: string }> {
  const lockPath = `${databasePath}.lock`;
  const client = createClient({ url: `file:${lockPath}`, concurrency: 1 });
  try {
    await client.executeMultiple("pragma journal_mode = delete; create table if not exists owner (pid integer)");
  } catch {
    return held(client, lockPath);
  }
  try {
    const transaction = await client.transaction("write");
    await transaction.execute({ sql: "insert into owner values (?)", args: [process.pid] });
    writeFileSync(`${lockPath}.pid`, String(process.pid));
    return {
      release: async () => {
        await transaction.rollback();
        client.close();
      },
    };
  } catch {
    return held(client, lockPath);
  }
}

function held(client: Client, lockPath: string): { readonly heldBy: string } {
  client.close();
  try {
    return { heldBy: `process ${readFileSync(`${lockPath}.pid`, "utf8")}` };
  } catch {
    return { heldBy: "another process" };
  }
}
