import { rememberNewCustomers } from "#customers/import/facts/fact-statements-of-chunk.ts";
import type { CompiledMapping, MappingWorld } from "#customers/import/mapping/compile-mapping.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { ChunkContext, TargetWriter } from "#customers/import/run/target-writer.ts";
import { openNamed, touchedBy } from "#customers/import/run/open-named.ts";
import type { Statement } from "#store/store.ts";
import { type AccountState, isSameAccount, weighAccount } from "./account-state.ts";
import { type AccountChange, accountStatements } from "./account-statements.ts";
import { findAccounts, type KnownAccount } from "./find-accounts.ts";
import { type AccountRow, accountReader } from "./read-account-row.ts";

/** Accounts, a holder a record: told again they are the same, told otherwise the newer word stands. */
export function accountWriter(
  deps: ImportDeps,
  compiled: CompiledMapping,
  world: MappingWorld,
): TargetWriter<AccountRow> {
  const { unknownCustomers } = compiled.mapping;
  return {
    read: accountReader(compiled, world),
    mayReject: unknownCustomers === "reject",
    touches: (rows) => ({ ...touchedBy(rows), accounts: rows.map(({ account }) => account) }),
    plan: async (items, context) => {
      const { open, withheld, rejects } = await openNamed(deps, items, unknownCustomers);
      const known = await findAccounts(
        deps.store,
        open.map(({ account }) => account),
      );
      const { states, totals } = weigh(open, known);
      const changes = changesOf(states, known);
      return {
        statements: changes.length === 0 ? [] : statementsOf(open, changes, context),
        totals: { ...totals, withheld: withheld.length },
        counted: 0,
        chunkNumbers: [],
        rejects,
      };
    },
  };
}

type NamedRow = AccountRow & { readonly code: string };

type Weighed = {
  readonly states: ReadonlyMap<string, AccountState>;
  readonly totals: { readonly created: number; readonly changed: number; readonly same: number };
};

/** One record after the other: the second holder of an account sees what the first record made of it. */
function weigh(rows: readonly NamedRow[], known: ReadonlyMap<string, KnownAccount>): Weighed {
  const states = new Map<string, AccountState>();
  const totals = { created: 0, changed: 0, same: 0 };
  for (const row of rows) {
    const before = states.get(row.account) ?? known.get(row.account)?.state;
    const after = weighAccount(before, { ...row.stated, holder: { customer: row.code, role: row.role } });
    if (after === undefined) throw new Error("A mapping into accounts says of what kind they are.");
    states.set(row.account, after);
    // Another holder of a known account is something new, and no correction.
    const isNewHolder = before?.holders.every(({ customer }) => customer !== row.code) ?? true;
    if (before === undefined || isNewHolder) totals.created += 1;
    else totals[isSameAccount(before, after) ? "same" : "changed"] += 1;
  }
  return { states, totals };
}

/** What differs from what is known, be it the time of the newest word alone. */
function changesOf(
  states: ReadonlyMap<string, AccountState>,
  known: ReadonlyMap<string, KnownAccount>,
): readonly AccountChange[] {
  return [...states].flatMap(([code, state]) => {
    const before = known.get(code);
    return JSON.stringify(before?.state) === JSON.stringify(state) ? [] : [{ code, known: before, state }];
  });
}

function statementsOf(
  rows: readonly NamedRow[],
  changes: readonly AccountChange[],
  context: ChunkContext,
): readonly Statement[] {
  const no = Math.min(...rows.map(({ number }) => number));
  const codes = rows.map(({ code }) => code);
  return [
    ...rememberNewCustomers({ ...context, no }, codes),
    ...accountStatements(changes, context.receivedAt),
    rememberChanges(context.importId, changes),
  ];
}

/** What an undo needs: the account as it was, and as the import made it. */
function rememberChanges(importId: string, changes: readonly AccountChange[]): Statement {
  const rows = changes
    .filter(({ known, state }) => known === undefined || !isSameAccount(known.state, state))
    .map(({ code, known, state }) => [
      code,
      state.holders[0]?.customer ?? "",
      known === undefined ? null : JSON.stringify(known.state),
      JSON.stringify(state),
    ]);
  return {
    sql: `insert into import_changes (import_id, customer_id, subject, key, before, after)
      select ?, coalesce((select coalesce(merged_into, id) from customers where code = item.value ->> 1), 0), 'account',
        item.value ->> 0, item.value ->> 2, item.value ->> 3
      from (select value from json_each(?) limit -1) as item`,
    params: [importId, JSON.stringify(rows)],
  };
}
