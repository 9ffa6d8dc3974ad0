import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import { findAttributes } from "./attributes.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import { mergeStatements, type MergePair } from "./facts/merge-statements.ts";
import { type CustomerView, findCustomerId, getCustomer } from "./find-customer.ts";

/**
 * Makes two records of one person one: facts, names and consent of `from` go to `into`, and the code `from` leads to her from
 * then on. Merging again changes nothing.
 */
export async function mergeCustomers({
  deps,
  actor,
  input,
}: {
  readonly deps: Pick<CustomerDeps, "store" | "clock" | "mergers">;
  readonly actor: AuditActor;
  readonly input: MergePair;
}): Promise<Result<CustomerView, Problem>> {
  for (const [field, code] of Object.entries(input)) {
    if ((await findCustomerId(deps.store, code)) !== undefined) continue;
    return err(problem("not_found", undefined, [{ pointer: `/${field}`, message: "There is no such customer." }]));
  }
  const attributes = await findAttributes(deps.store);
  const [bind, ...moves] = mergeStatements(deps, [input], { attributeNames: [...attributes.keys()] });
  if (bind !== undefined) {
    const audit = auditIfChanged({
      at: deps.clock.now(),
      actor,
      action: "merge-customers",
      subject: { kind: "customer", id: input.into },
      detail: { from: input.from },
    });
    await deps.store.write([bind, audit, ...moves]);
  }
  return getCustomer(deps.store, input.into);
}
