import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { declareAttribute } from "#customers/declare-attribute.ts";
import type { AttributeType } from "#customers/attributes.ts";
import { mappingSchema } from "#customers/import/mapping/mapping.ts";
import { rejectsCsv } from "#customers/import/run/rejects-csv.ts";
import { listImports } from "#customers/import/run/import-row.ts";
import { manualClock } from "#kernel/clock.ts";
import { randomInt, seededRandom } from "#kernel/random.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "../../tests/worlds/fresh-store.ts";

export const NOW = Date.UTC(2026, 10, 22, 9);
export const ROOT_KEY = Buffer.alloc(32, 7).toString("base64url");

const attributes: Readonly<Record<string, AttributeType>> = {
  tier: "string",
  points: "int",
  since: "date",
  store: "string",
  card_holder: "bool",
  income_band: "int",
  household: "int",
  garden_m2: "int",
  pets: "int",
  score: "double",
  remark: "string",
};

/** Twenty columns: nine of the profile, eleven attributes of every type. */
export const importMapping = mappingSchema.parse({
  name: "bench",
  into: "customers",
  source: "crm",
  fields: {
    code: "customer_id",
    email: "email",
    phone: "phone",
    firstName: "first_name",
    lastName: "last_name",
    birthOn: "birthday",
    country: "country",
    locale: "language",
    zone: "time_zone",
    ...Object.fromEntries(Object.keys(attributes).map((name) => [`attributes.${name}`, name])),
  },
});

const HEADER = `customer_id,email,phone,first_name,last_name,birthday,country,language,time_zone,${Object.keys(attributes).join(",")}\n`;

/** A file of `rows` customers, every hundredth with a fault: an address, a date, a number, a field too many. */
export function writeImportFile(path: string, rows: number): void {
  const random = seededRandom(20_261_122);
  const file = openSync(path, "w");
  let text = HEADER;
  for (let row = 0; row < rows; row += 1) {
    text += lineOf(row, (below) => randomInt(random, below));
    if (text.length < 1_000_000) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  closeSync(file);
}

function lineOf(row: number, pick: (below: number) => number): string {
  const fault = row % 100 === 37 ? pick(4) : -1;
  const two = (value: number) => String(value).padStart(2, "0");
  const cells = [
    `C${1_000_000 + row}`,
    fault === 0 ? "no address" : `person.${row}@people${row % 97}.example`,
    `+4420${String(79_460_000 + (row % 8_999)).padStart(8, "0")}`,
    `Ada${pick(500)}`,
    row % 5 === 0 ? `"Lot, ${pick(9_999)}"` : `Lot${pick(9_999)}`,
    `${1940 + pick(60)}-${two(1 + pick(12))}-${fault === 1 ? "31x" : two(1 + pick(28))}`,
    "GB",
    "en-GB",
    "Europe/London",
    ["gold", "silver", "bronze"][pick(3)],
    fault === 2 ? "many" : pick(100_000),
    `20${two(10 + pick(15))}-0${1 + pick(9)}-1${pick(10)}`,
    `S${pick(200)}`,
    pick(2) === 0 ? "yes" : "no",
    pick(9),
    1 + pick(6),
    pick(900),
    pick(4),
    pick(1_000) / 10,
    `Words about nothing ${row}${fault === 3 ? ",surplus" : ""}`,
  ];
  return `${cells.join(",")}\n`;
}

/** A database with the vendor's attributes and nobody in it. */
export async function openImportWorld(url: string): Promise<void> {
  const store = await freshStore(url);
  const deps = { store, clock: manualClock(NOW) };
  for (const [name, type] of Object.entries(attributes)) {
    const input = { name, type, label: "", visibleTo: ["operator"] } as const;
    const made = await declareAttribute({ deps, actor: { kind: "system", id: "bench" }, input });
    if (!made.ok) throw new Error(`The attribute ${name} was refused.`);
  }
  await store.close();
}

/** Sealed anew each time, and so compared opened; or telling when the schema was made. */
const COMPARED_OTHERWISE = new Set(["import_rejects", "schema_migrations"]);

/** A digest of the rows of every table, of the schema itself, and of the rejects as they are given back. */
export async function stateOf(url: string): Promise<string> {
  const store = await freshStore(url);
  const { items } = await listImports(store, { limit: 1 });
  const [row] = items;
  const hash = createHash("sha256");
  const schema = await store.read({ sql: "select type, name, sql from sqlite_master order by type, name", params: [] });
  hash.update(JSON.stringify(schema));
  for (const { type, name } of schema) {
    if (type !== "table" || COMPARED_OTHERWISE.has(String(name))) continue;
    hash.update(`${String(name)} ${await sumOf(store, String(name), row?.id ?? "")}\n`);
  }
  const secret = secretFrom(Buffer.from(ROOT_KEY, "base64url"));
  if (row !== undefined) for await (const part of rejectsCsv({ store, secret }, row)) hash.update(part);
  await store.close();
  return hash.digest("hex");
}

/** A table's rows in whatever order they lie: a sum of their digests, with the import's own id taken out. */
async function sumOf(store: Store, table: string, importId: string): Promise<string> {
  let sum = 0n;
  for (let after = -1; ;) {
    const rows = await store.read({
      sql: `select rowid as place_, * from "${table}" where rowid > ? order by rowid limit 20000`,
      params: [after],
    });
    if (rows.length === 0) return sum.toString(16);
    for (const { place_: _, ...row } of rows) {
      const text = JSON.stringify(row).replaceAll(importId, "import");
      sum = (sum + createHash("sha256").update(text).digest().readBigUInt64BE()) & 0xffff_ffff_ffff_ffffn;
    }
    after = Number(rows.at(-1)?.["place_"]);
  }
}
