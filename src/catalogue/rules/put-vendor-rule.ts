import { sql } from "drizzle-orm";
import { auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Actor } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { catalogueChanged } from "#catalogue/settings.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { ruleFaults } from "./check-vendor-rule.ts";
import {
  ruleAmount,
  type VendorRuleInput,
  type VendorRuleRow,
  type VendorRuleView,
  viewOfRule,
} from "./vendor-rule-row.ts";

export type PutVendorRule = {
  readonly deps: CatalogueDeps;
  readonly actor: Actor;
  readonly input: { readonly name: string; readonly rule: VendorRuleInput };
};

/** Makes a rule or its next version. A source that the vocabulary doesn't understand is refused with each place. */
export async function putVendorRule({ deps, actor, input }: PutVendorRule): Promise<Result<VendorRuleView, Problem>> {
  const { name, rule } = input;
  const faults = ruleFaults(rule.when, await loadVocabulary(deps.store));
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const now = deps.clock.now();
  const { kind, when, slots, priority, startsAt, endsAt, state } = rule;
  const amount = ruleAmount(rule);
  const [rows = []] = await deps.store.write<VendorRuleRow>([
    sql`insert into vendor_rules (name, kind, source, slots, amount, priority, starts_at, ends_at, state, updated_at)
      values (${name}, ${kind}, ${when}, ${JSON.stringify(slots)}, ${amount}, ${priority}, ${startsAt}, ${endsAt}, ${state},
        ${now})
      on conflict (name) do update set kind = excluded.kind, source = excluded.source, slots = excluded.slots,
        amount = excluded.amount, priority = excluded.priority, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, state = excluded.state, updated_at = excluded.updated_at, version = version + 1
      returning *`,
    auditStatement({
      at: now,
      actor,
      action: "put-vendor-rule",
      subject: { kind: "vendor-rule", id: name },
      // The whole rule: the row keeps only its latest version.
      detail: rule,
    }),
    catalogueChanged(now),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error("An upsert gave no row.");
  return ok(viewOfRule(row));
}
