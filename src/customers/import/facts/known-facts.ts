import type { Secret } from "#kernel/secret.ts";
import type { Query, Row, Store } from "#store/store.ts";
import { unseal } from "#customers/seal.ts";
import type { FactDraft, Subject } from "./fact-draft.ts";
import { type FactTable, factTables } from "./fact-tables.ts";

/** A fact as it stands in the database: its rows by table, as an undo would put them back. */
export type KnownFact = { readonly rows: Readonly<Record<string, readonly Row[]>>; readonly customerId: number };

/** What stands under some keys. By the unique indexes of the fact tables. */
export async function findKnownFacts(
  store: Store,
  subject: Exclude<Subject, "demographic">,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KnownFact>> {
  const known = new Map<string, { rows: Record<string, Row[]>; customerId: number }>();
  for (const table of factTables[subject]) {
    for (const { known_key: key, ...row } of await store.read(rowsQuery(table, keys))) {
      const fact = known.get(String(key)) ?? { rows: {}, customerId: Number(row["customer_id"]) };
      (fact.rows[table.table] ??= []).push(row);
      known.set(String(key), fact);
    }
  }
  return known;
}

export function rowsQuery({ table, columns, sealed, at, order }: FactTable, keys: readonly string[]): Query {
  const names = columns.map((name) => (name === sealed ? `hex(t.${name}) as ${name}` : `t.${name} as ${name}`));
  return {
    sql: `select item.value as known_key, ${names.join(", ")} from json_each(?) as item
      cross join ${table} as t on ${at} order by item.key, ${order}`,
    params: [JSON.stringify(keys)],
  };
}

/** Whether what a file says is what stands there; whose it is and when it was is part of it. */
export function isSameFact(secret: Secret, known: KnownFact, { subject, fact }: FactDraft): boolean {
  const first = Object.values(known.rows)[0]?.[0];
  return (
    first?.["at"] === fact.at && JSON.stringify(storedOf(secret, known, subject)) === JSON.stringify(statedOf(fact))
  );
}

function storedOf(secret: Secret, { rows }: KnownFact, subject: Subject): unknown {
  const values = (table: string, names: readonly string[]) =>
    (rows[table] ?? []).map((row) => names.map((name) => row[name] ?? null));
  switch (subject) {
    case "purchase":
      return [
        values("purchases", ["currency", "total_minor"]),
        values("purchase_lines", ["product_code", "category", "quantity_milli", "amount_minor"]),
      ];
    case "registration":
      return values("registrations", ["product_code", "category", "serial", "bought_on"]);
    case "survey":
      return values("survey_answers", ["survey", "question", "answer", "category"]);
    case "activity":
      return values("account_activities", ["account_id", "kind", "amount_minor", "currency", "merchant_category"]);
    case "note":
      return (rows["contact_notes"] ?? []).map((row) => [row["disposition"], row["category"], openNote(secret, row)]);
    default:
      return (rows["events"] ?? []).map((row) => [
        row["name"],
        row["category"],
        row["product_code"],
        JSON.parse(String(row["properties"])),
      ]);
  }
}

function openNote(secret: Secret, row: Row): string | undefined {
  const place = { table: "contact_notes", key: String(row["fact_key"]), column: "note" };
  return unseal(secret, place, Buffer.from(String(row["note"]), "hex"));
}

function statedOf(fact: FactDraft["fact"]): unknown {
  const { purchase, registration, answers, note, activity } = fact;
  if (purchase !== undefined) {
    const lines = purchase.lines.map((line) => [line.productCode, line.category, line.quantityMilli, line.amountMinor]);
    return [[[purchase.currency, purchase.totalMinor]], lines];
  }
  if (registration !== undefined) {
    return [[registration.productCode, registration.category, registration.serial, registration.boughtOn]];
  }
  if (answers !== undefined) {
    return answers.map(({ survey, question, answer, category }) => [survey, question, answer, category]);
  }
  if (activity !== undefined) {
    const { accountId, kind, amountMinor, currency, merchantCategory } = activity;
    return [[accountId, kind, amountMinor, currency, merchantCategory]];
  }
  if (note !== undefined) return [[note.disposition, note.category, note.note]];
  return [[fact.name, fact.category, fact.productCode, fact.properties]];
}
