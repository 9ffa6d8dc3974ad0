import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generatedDocs } from "#entry/docs/generated-docs.ts";
import { staleDocs } from "#entry/docs/stale-docs.ts";

/** `npm run generate` writes docs/generated; `npm run generate -- --check` changes nothing and fails where it is stale. */
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const folder = join(import.meta.dirname, "../../../docs/generated");
const wanted = await generatedDocs();

if (values.check) {
  const stale = staleDocs(folder, wanted);
  for (const name of stale) console.error(`docs/generated/${name} is stale: npm run generate`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of wanted) writeFileSync(join(folder, name), text);
}
