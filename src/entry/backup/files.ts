import { createHash } from "node:crypto";
import { closeSync, createReadStream, fsyncSync, openSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

export type FileFacts = { readonly name: string; readonly bytes: number; readonly sha256: string };

/** Every file below a folder, by its path from there, in order. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export async function factsOf(folder: string, name: string): Promise<FileFacts> {
  const path = join(folder, name);
  const hash = createHash("sha256");
  for await (const part of createReadStream(path, { highWaterMark: 1_048_576 })) hash.update(part as Buffer);
  return { name, bytes: statSync(path).size, sha256: hash.digest("hex") };
}

/** What was written to a file, or which names stand in a folder, is on the disk when it returns. */
export function settleOnDisk(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
