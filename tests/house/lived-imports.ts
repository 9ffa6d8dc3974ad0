import { type MappingInput, mappingSchema } from "#customers/import/mapping/mapping.ts";
import { putMapping } from "#customers/import/mapping/saved-mappings.ts";
import { SERVER_PACE } from "#customers/import/run/import-deps.ts";
import { newImportStatements } from "#customers/import/run/import-row.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import type { Jumpstation } from "#entry/compose.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";

export const HOUSE_IMPORT = "imp_house";
export const WAITING_IMPORT = "imp_waiting";

/** Receipts of a till whose stores are reference codes. */
export const tillMapping: MappingInput = {
  name: "till",
  into: "purchases",
  source: "point-of-sale",
  currency: "GBP",
  fields: {
    customer: "card",
    orderId: "receipt",
    at: "time",
    productCode: "article",
    amount: "sum",
    channel: { column: "store", codes: "pos-stores" },
  },
};

/** A record that is no fact, one that waits for its store to be declared, and one of a customer who was known. */
const file = (customer: string) =>
  `card,receipt,time,article,sum,store\n${customer},R1,2026-11-20,SPADE,12.00,\nX1,R2,yesterday,SPADE,1.00,\nX2,R3,2026-11-20,PAN,2.00,S7\n`;

/** One import that is done and one that waits for its file. */
export async function fillImports({ customers }: Pick<Jumpstation, "customers">, customer: string): Promise<void> {
  const deps = importDepsOf(customers);
  const actor = { kind: "operator", id: "op_1" } as const;
  const mapping = mappingSchema.parse(tillMapping);
  await putMapping({ deps, actor, input: mapping });
  const made = { mapping, fileName: "till.csv", isDryRun: false, bytesTotal: undefined, at: deps.clock.now() };
  for (const id of [HOUSE_IMPORT, WAITING_IMPORT]) await deps.store.write(newImportStatements(actor, { ...made, id }));
  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(file(customer));
  }
  const done = await runImport({ deps, importId: HOUSE_IMPORT, source: source(), pace: SERVER_PACE });
  if (!done.ok || done.value.state !== "done") throw new Error("The house's import did not end well.");
}
