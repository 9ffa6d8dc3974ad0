import { type AuditActor, auditStatement } from "#access/audit.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findCustomersByCode } from "#customers/find-customers-by-code.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { findHousehold, type HouseholdView } from "./find-household.ts";
import { memberStatements } from "./member-statements.ts";

export type PutHousehold = {
  readonly deps: Pick<CustomerDeps, "store" | "clock">;
  readonly actor: AuditActor;
  readonly code: string;
  readonly input: { readonly members: readonly string[]; readonly source?: string | undefined };
};

/**
 * Makes a household, or says who is in it now: those who are not named leave it, and who was in another one leaves that.
 * Messages that are under way are not asked again; the next occurrence goes by it.
 */
export async function putHousehold({
  deps,
  actor,
  code,
  input,
}: PutHousehold): Promise<Result<HouseholdView, Problem>> {
  const { store, clock } = deps;
  const customers = await findCustomersByCode(store, input.members);
  const faults = input.members.flatMap((member, index) => {
    const found = customers.get(member);
    return found === undefined || found.isErased
      ? [{ pointer: `/members/${index}`, message: "There is no such customer." }]
      : [];
  });
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const at = clock.now();
  const source = input.source ?? "api";
  const members = [...new Set(input.members.map((member) => customers.get(member)?.code ?? member))];
  const before = await findHousehold(store, code);
  const isNews = before === undefined || JSON.stringify(before.members) !== JSON.stringify(members.toSorted());
  const subject = { kind: "household", id: code };
  const audit = auditStatement({ at, actor, action: "put-household", subject, detail: { members: members.length } });
  await store.write([
    {
      sql: "insert into households (code, origin, created_at) values (?, 'declared', ?) on conflict (code) do nothing",
      params: [code, at],
    },
    ...memberStatements(
      members.map((customer) => ({ customer, household: code, at, source })),
      at,
    ),
    {
      sql: `delete from household_members where household_id = (select id from households where code = ?)
        and customer_id not in (select customer.id from json_each(?) as item
          cross join customers as customer on customer.code = item.value)`,
      params: [code, JSON.stringify(members)],
    },
    ...(isNews ? [audit] : []),
  ]);
  const saved = await findHousehold(store, code);
  return saved === undefined ? err(problem("not_found")) : ok(saved);
}
