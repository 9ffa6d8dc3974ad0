import { type AuditActor, auditStatement } from "#access/audit.ts";
import { findAttributes } from "#customers/attributes.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";

/** Who has the same surname and the same values in these attributes lives together; null: nobody does by that. */
export type AddressRule = { readonly attributes: readonly string[] } | null;

export const RULE_NAME = "address";

export type PutAddressRule = {
  readonly deps: Pick<CustomerDeps, "store" | "clock">;
  readonly actor: AuditActor;
  readonly rule: AddressRule;
};

/** Switches the rule on, over or off. A walk over all customers brings their households to it. */
export async function putAddressRule({ deps, actor, rule }: PutAddressRule): Promise<Result<AddressRule, Problem>> {
  const { store, clock } = deps;
  const declared = await findAttributes(store);
  const faults = (rule?.attributes ?? []).flatMap((name, index) =>
    declared.get(name)?.type === "string"
      ? []
      : [{ pointer: `/attributes/${index}`, message: "There is no such attribute of texts." }],
  );
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const at = clock.now();
  await store.write([
    {
      sql: `insert into household_rules (name, rule, reached, started_at) values (?, ?, 0, ?)
        on conflict (name) do update set rule = excluded.rule, reached = 0, started_at = excluded.started_at,
          finished_at = null`,
      params: [RULE_NAME, rule === null ? null : JSON.stringify(rule), at],
    },
    auditStatement({
      at,
      actor,
      action: "put-household-rule",
      subject: { kind: "household-rule", id: RULE_NAME },
      detail: { attributes: rule?.attributes ?? null },
    }),
  ]);
  return ok(rule);
}

/** The rule in force; null where there is none. */
export async function findAddressRule(store: Pick<Store, "read">): Promise<AddressRule> {
  const [row] = await store.read<{ rule: string | null }>({
    sql: "select rule from household_rules where name = ?",
    params: [RULE_NAME],
  });
  return row === undefined || row.rule === null ? null : (JSON.parse(row.rule) as AddressRule);
}
