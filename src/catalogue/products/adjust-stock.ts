import { sql } from "drizzle-orm";
import { auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Actor } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { catalogueChanged } from "#catalogue/settings.ts";

type StockChange =
  /** Pieces that came in (positive) or went out (negative). */
  | { readonly by: number }
  /** What was counted; null is unlimited. */
  | { readonly to: number | null };

export type AdjustStock = {
  readonly deps: CatalogueDeps;
  readonly actor: Actor;
  readonly input: { readonly code: string; readonly change: StockChange };
};

/** Changes the stock without anybody losing a change: the row itself decides whether so many are left. */
export async function adjustStock({ deps, actor, input }: AdjustStock): Promise<Result<number | null, Problem>> {
  const { code, change } = input;
  const now = deps.clock.now();
  const next = "by" in change ? sql`stock + ${change.by}` : sql`${change.to}`;
  const isPossible = "by" in change ? sql`stock + ${change.by} >= 0` : sql`true`;
  const [changed = []] = await deps.store.write<{ stock: number | null }>([
    sql`update product_sets set stock = ${next}, updated_at = ${now} where code = ${code} and ${isPossible}
      returning stock`,
    auditIfChanged({
      at: now,
      actor,
      action: "adjust-stock",
      subject: { kind: "product-set", id: code },
      detail: change,
    }),
    catalogueChanged(now),
  ]);
  const [row] = changed;
  return row === undefined ? err(await whyNot(deps, code)) : ok(row.stock);
}

async function whyNot({ store }: CatalogueDeps, code: string): Promise<Problem> {
  const [row] = await store.read<{ stock: number | null }>(sql`select stock from product_sets where code = ${code}`);
  if (row === undefined) return problem("not_found");
  return row.stock === null
    ? problem("conflict", "The stock is unlimited; set it to a number first.")
    : problem("conflict", `Only ${row.stock} are left.`);
}
