import { type AuditActor, auditStatement } from "#access/audit.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findCustomersByCode, type KnownCustomer } from "#customers/find-customers-by-code.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type AccountState, type AccountStatement, type Holder, isSameAccount, weighAccount } from "./account-state.ts";
import { accountStatements } from "./account-statements.ts";
import { findAccounts } from "./find-accounts.ts";

export type AccountView = AccountState & { readonly code: string };

export type PutAccount = {
  readonly deps: Pick<CustomerDeps, "store" | "clock">;
  readonly actor: AuditActor;
  readonly code: string;
  readonly input: Omit<AccountStatement, "at" | "source" | "holder"> & {
    readonly at?: number | undefined;
    readonly source?: string | undefined;
  };
};

/** Whoever weighed an account that another changed meanwhile weighs it again, so often at most. */
const TRIES = 5;

/** Makes an account or changes it. What is absent stays as it is, null takes a value away; `holders` are all of them. */
export async function putAccount({ deps, actor, code, input }: PutAccount): Promise<Result<AccountView, Problem>> {
  const now = deps.clock.now();
  const customers = await findCustomersByCode(deps.store, input.holders?.map(({ customer }) => customer) ?? []);
  const faults = holderFaults(input.holders, customers);
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const stated = {
    ...input,
    holders: survivorsOf(input.holders, customers),
    at: input.at ?? now,
    source: input.source ?? "api",
  };
  for (let tries = 0; tries < TRIES; tries += 1) {
    const known = (await findAccounts(deps.store, [code])).get(code);
    const state = weighAccount(known?.state, stated);
    if (state === undefined) return err(problem("invalid_content", undefined, [NO_KIND]));
    const isNews = known === undefined || !isSameAccount(known.state, state);
    const audit = auditStatement({
      at: now,
      actor,
      action: "put-account",
      subject: { kind: "account", id: code },
      detail: { fields: Object.keys(input) },
    });
    if (await wasWritten(deps, [...accountStatements([{ code, known, state }], now), ...(isNews ? [audit] : [])])) {
      return getAccount(deps.store, code);
    }
  }
  return err(problem("conflict", "Others are changing this account at the same moment."));
}

/** The account under a code. */
export async function getAccount(store: CustomerDeps["store"], code: string): Promise<Result<AccountView, Problem>> {
  const found = (await findAccounts(store, [code])).get(code);
  return found === undefined ? err(problem("not_found")) : ok({ code, ...found.state });
}

const NO_KIND: Fault = { pointer: "/kind", message: "A new account says of what kind it is." };

type Known = ReadonlyMap<string, KnownCustomer>;

function holderFaults(holders: readonly Holder[] = [], known: Known): readonly Fault[] {
  const primaries = holders.filter(({ role }) => role === "primary").length;
  const ids = holders.map(({ customer }) => known.get(customer)?.id);
  return [
    ...(primaries > 1 ? [{ pointer: "/holders", message: "An account has one primary holder." }] : []),
    ...holders.flatMap(({ customer }, index) => {
      const pointer = `/holders/${index}/customer`;
      const found = known.get(customer);
      if (found === undefined || found.isErased) return [{ pointer, message: "There is no such customer." }];
      return ids.indexOf(found.id) === index ? [] : [{ pointer, message: "This customer is named twice." }];
    }),
  ];
}

function survivorsOf(holders: readonly Holder[] | undefined, known: Known): readonly Holder[] | undefined {
  return holders?.map(({ customer, role }) => ({ customer: known.get(customer)?.code ?? customer, role }));
}

/** false where a constraint refused the batch: the account changed, or came to be, since it was read. */
async function wasWritten(
  { store }: PutAccount["deps"],
  statements: Parameters<CustomerDeps["store"]["write"]>[0],
): Promise<boolean> {
  try {
    await store.write(statements);
    return true;
  } catch (cause) {
    if (cause instanceof Error && /constraint failed/i.test(cause.message)) return false;
    throw cause;
  }
}
