import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** `npm run bench -- <name> [--json]`: prints what the bench measured; with --json the last line is one JSON object. */
type Bench = { readonly bench: () => Promise<Readonly<Record<string, unknown>>> };

const names = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.slice(0, -".bench.ts".length))
  .sort();

const [name = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (!names.includes(name)) {
  console.error(`Name a bench: ${names.join(", ")}`);
  process.exit(2);
}
const { bench } = (await import(pathToFileURL(join(import.meta.dirname, `${name}.bench.ts`)).href)) as Bench;
const measured = await bench();
if (process.argv.includes("--json")) console.log(JSON.stringify(measured));
else console.table(measured);
process.exit(0);
