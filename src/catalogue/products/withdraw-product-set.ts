import { sql } from "drizzle-orm";
import { auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Actor } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { catalogueChanged } from "#catalogue/settings.ts";

export type WithdrawProductSet = {
  readonly deps: CatalogueDeps;
  readonly actor: Actor;
  readonly input: { readonly code: string };
};

/** Takes a product set out of choice; its row stays, because messages and facts name it. Twice is once. */
export async function withdrawProductSet(call: WithdrawProductSet): Promise<Result<undefined, Problem>> {
  const { deps, actor, input } = call;
  const now = deps.clock.now();
  const subject = { kind: "product-set", id: input.code };
  const [, , , known = []] = await deps.store.write([
    sql`update product_sets set state = 'withdrawn', updated_at = ${now}
      where code = ${input.code} and state <> 'withdrawn'`,
    auditIfChanged({ at: now, actor, action: "withdraw-product-set", subject }),
    catalogueChanged(now),
    sql`select 1 from product_sets where code = ${input.code}`,
  ]);
  return known.length === 0 ? err(problem("not_found")) : ok(undefined);
}
