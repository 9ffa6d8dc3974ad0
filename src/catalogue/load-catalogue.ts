import { sql } from "drizzle-orm";
import { checkRule } from "#content/check-rule.ts";
import { partsOf, type ListExpr, type RuleExpr } from "#content/rule-ast.ts";
import type { VendorRule } from "#content/vendor-rule.ts";
import type { RuleVocabulary } from "#content/vocabulary.ts";
import type { Store } from "#store/store.ts";
import {
  loadedProduct,
  type LoadedProduct,
  productColumns,
  type ProductTuple,
  type ProductWords,
} from "./loaded-product.ts";
import { type VendorRuleRow, vendorRuleOf } from "./rules/vendor-rule-row.ts";
import { loadVocabulary } from "./vocabulary.ts";

/** The catalogue at one moment: live product sets with their words, live rules, and what rules may speak of. */
export type Catalogue = {
  /** Two catalogues with one stamp are the same. */
  readonly stamp: string;
  readonly productById: ReadonlyMap<number, LoadedProduct>;
  readonly idByCode: ReadonlyMap<string, number>;
  readonly rules: readonly VendorRule[];
  readonly vocabulary: RuleVocabulary;
  /** What the rules ask of customers: nothing else needs to be read for them. */
  readonly eventNames: readonly string[];
  readonly attributeNames: readonly string[];
  readonly scoreCodes: readonly string[];
  /** The latest change of a product set in here, epoch ms. */
  readonly changedAt: number;
};

// D1 takes strings up to 2 MB; the words of 200 product sets stay below.
const CHUNK = 200;
/** Clocks of several writers differ a little: what changed shortly before the latest known change is read again. */
const SKEW_MS = 60_000;

/** One row, by primary keys and a count of a small table. */
export async function catalogueStamp(store: Store): Promise<string> {
  const [row] = await store.read<{ stamp: string }>(sql`select
    coalesce((select value from settings where key = 'catalogue.version'), '0') || ' ' ||
    coalesce((select updated_at from settings where key = 'vocabulary'), 0) || ' ' ||
    (select count(*) || ' ' || coalesce(max(created_at), 0) from attribute_definitions) as stamp`);
  return row?.stamp ?? "";
}

/** Reads the catalogue; with `before` only what changed since. The stamp is read first, so that a change meanwhile is seen next time. */
export async function loadCatalogue(store: Store, before?: Catalogue): Promise<Catalogue> {
  const stamp = await catalogueStamp(store);
  const [products, ruleRows, vocabulary] = await Promise.all([
    loadProducts(store, before),
    store.read<VendorRuleRow>(sql`select * from vendor_rules where state = 'live' order by id`),
    loadVocabulary(store),
  ]);
  const rules = ruleRows.map(vendorRuleOf);
  return {
    stamp,
    ...products,
    idByCode: new Map([...products.productById.values()].map(({ id, code }) => [code, id])),
    rules,
    vocabulary,
    ...questionsOf(rules, vocabulary),
  };
}

type Products = Pick<Catalogue, "productById" | "changedAt">;

async function loadProducts(store: Store, before: Catalogue | undefined): Promise<Products> {
  const productById = new Map(before?.productById);
  let changedAt = before?.changedAt ?? 0;
  const since = before === undefined ? 0 : changedAt - SKEW_MS;
  let lastId = 0;
  for (;;) {
    const rows = await readTuples<ProductTuple>(store, changedRows(lastId, since));
    const wordsById = await loadWords(
      store,
      rows.map(([id]) => id),
    );
    for (const row of rows) {
      const [id, state, updatedAt] = row;
      changedAt = Math.max(changedAt, updatedAt);
      if (state === "live") productById.set(id, loadedProduct(row, wordsById.get(id) ?? []));
      else productById.delete(id);
    }
    lastId = rows.at(-1)?.[0] ?? lastId;
    if (rows.length < CHUNK) return { productById, changedAt };
  }
}

/** By primary key from `lastId` on; one JSON text, because row objects cost six times as much. */
function changedRows(lastId: number, since: number) {
  return sql`select json_group_array(json_array(${sql.raw(productColumns)})) as found from
    (select * from product_sets where id > ${lastId} and updated_at >= ${since} order by id limit ${CHUNK})`;
}

async function loadWords(store: Store, ids: readonly number[]): Promise<ReadonlyMap<number, ProductWords[]>> {
  if (ids.length === 0) return new Map();
  const tuples = await readTuples<[number, string, string, string, string, string]>(store, wordsQuery(ids));
  const wordsById = new Map<number, ProductWords[]>();
  for (const [id, locale, channel, title, body, callToAction] of tuples) {
    const words = { locale, channel, title, body, callToAction };
    const known = wordsById.get(id);
    if (known === undefined) wordsById.set(id, [words]);
    else known.push(words);
  }
  return wordsById;
}

/** By primary key. */
export function wordsQuery(ids: readonly number[]) {
  return sql`select json_group_array(json_array(c.product_id, c.locale, c.channel, c.title, c.body, c.call_to_action))
      as found
    from json_each(${JSON.stringify(ids)}) as item cross join product_copy as c on c.product_id = item.value`;
}

async function readTuples<T>(store: Store, query: ReturnType<typeof sql>): Promise<readonly T[]> {
  const [row] = await store.read<{ found: string }>(query);
  return row === undefined ? [] : (JSON.parse(row.found) as T[]);
}

function questionsOf(rules: readonly VendorRule[], vocabulary: RuleVocabulary) {
  const eventNames = new Set<string>();
  const attributeNames = new Set<string>();
  const scoreCodes = new Set<string>();
  const visit = (expr: RuleExpr | ListExpr): void => {
    if (expr.op === "did" || expr.op === "daysSince") eventNames.add(expr.event);
    if (expr.op === "field" && expr.of === "customer") attributeNames.add(expr.name);
    if (expr.op === "score") scoreCodes.add(expr.code);
    for (const part of partsOf(expr)) visit(part);
  };
  for (const rule of rules) {
    const checked = checkRule(rule.when, vocabulary);
    if (checked.ok) visit(checked.value.expr);
  }
  return {
    eventNames: [...eventNames].sort(),
    attributeNames: [...attributeNames].sort(),
    scoreCodes: [...scoreCodes].sort(),
  };
}
