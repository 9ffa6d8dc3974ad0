import { sql } from "drizzle-orm";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import { type VendorRuleRow, type VendorRuleView, viewOfRule } from "./vendor-rule-row.ts";

export type RuleFilter = { readonly cursor?: string | undefined; readonly limit: number };

/** Rules by name, from the cursor on. Walks the unique index on name. */
export async function listVendorRules(store: Store, { cursor, limit }: RuleFilter): Promise<Page<VendorRuleView>> {
  const after = cursor === undefined ? "" : String(decodeCursor(cursor)?.[0] ?? "");
  const rows = await store.read<VendorRuleRow>(
    sql`select * from vendor_rules where name > ${after} order by name limit ${limit + 1}`,
  );
  return pageOf(rows.map(viewOfRule), limit, (rule) => [rule.name]);
}

/** By the unique index on name. */
export async function findVendorRule(store: Store, name: string): Promise<VendorRuleView | undefined> {
  const [row] = await store.read<VendorRuleRow>(sql`select * from vendor_rules where name = ${name}`);
  return row === undefined ? undefined : viewOfRule(row);
}
