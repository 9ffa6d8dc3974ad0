import { sql } from "drizzle-orm";
import { auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Actor } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { catalogueChanged } from "#catalogue/settings.ts";

export type SwitchOffRule = {
  readonly deps: CatalogueDeps;
  readonly actor: Actor;
  readonly input: { readonly name: string };
};

/** The rule holds no more from the next selection on. Its row stays: reasons of sent messages name it. Twice is once. */
export async function switchOffRule({ deps, actor, input }: SwitchOffRule): Promise<Result<undefined, Problem>> {
  const now = deps.clock.now();
  const subject = { kind: "vendor-rule", id: input.name };
  const [, , , known = []] = await deps.store.write([
    sql`update vendor_rules set state = 'off', version = version + 1, updated_at = ${now}
      where name = ${input.name} and state <> 'off'`,
    auditIfChanged({ at: now, actor, action: "switch-off-rule", subject }),
    catalogueChanged(now),
    sql`select 1 from vendor_rules where name = ${input.name}`,
  ]);
  return known.length === 0 ? err(problem("not_found")) : ok(undefined);
}
