import { createReadStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readBlocks } from "#customers/import/read/read-blocks.ts";
import { unitOf } from "#kernel/random.ts";
import { learnerSets, SETS_FOLDER, SPLITS, TEST_SHARE } from "./learners-sets.ts";

/**
 * Writes the splits for another tool: `node --import tsx bench/kit/predict/learners-splits.ts <folder>`. A row is a test row
 * of a split when a hash of the set, the split and the row's number says so.
 */
export function testMask(set: string, split: number, rows: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => (unitOf("split", set, split, row) < TEST_SHARE ? 1 : 0));
}

async function rowsOf(path: string): Promise<number> {
  const read = readBlocks(createReadStream(path), { kind: "csv", csv: { quote: '"', hasHeader: true, skipLines: 0 } });
  let rows = 0;
  for await (const { records } of read.blocks) rows += records.length;
  return rows;
}

const [folder] = process.argv.slice(2);
if (folder !== undefined && process.argv[1]?.endsWith("learners-splits.ts") === true) {
  mkdirSync(folder, { recursive: true });
  const sets = [];
  for (const set of learnerSets) {
    const path = join(SETS_FOLDER, set.file);
    const rows = await rowsOf(path);
    const splits = Array.from({ length: SPLITS }, (_, split) => testMask(set.name, split, rows).join(""));
    sets.push({ ...set, path, rows, splits });
  }
  writeFileSync(join(folder, "splits.json"), JSON.stringify(sets));
}
