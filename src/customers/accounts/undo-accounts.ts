import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { Change } from "#customers/import/undo/undo-changes.ts";
import type { Statement } from "#store/store.ts";
import { type AccountState, isSameAccount } from "./account-state.ts";
import { type AccountChange, accountStatements } from "./account-statements.ts";
import { findAccounts } from "./find-accounts.ts";

/**
 * Accounts that still are what the import made them become what they were. One that it brought goes, unless something was
 * posted on it since. Should somebody change one in between, the batch is refused and asked for again.
 */
export async function undoAccounts(
  { store, clock }: Pick<ImportDeps, "store" | "clock">,
  changes: readonly Change[],
): Promise<Statement[]> {
  if (changes.length === 0) return [];
  const accounts = await findAccounts(
    store,
    changes.map(({ key }) => key),
  );
  const own = changes.flatMap(({ key: code, before, after }) => {
    const known = accounts.get(code);
    const made = JSON.parse(after ?? "null") as AccountState | null;
    if (known === undefined || made === null || !isSameAccount(known.state, made)) return [];
    return [{ code, known, before: JSON.parse(before ?? "null") as AccountState | null }];
  });
  const back = own.flatMap(({ code, known, before }): AccountChange[] =>
    before === null ? [] : [{ code, known, state: before }],
  );
  const brought = own.flatMap(({ known, before }) => (before === null ? [[known.id, known.version]] : []));
  return [...accountStatements(back, clock.now()), ...removals(brought)];
}

function removals(brought: ReadonlyArray<readonly number[]>): Statement[] {
  if (brought.length === 0) return [];
  const params = [JSON.stringify(brought)];
  const gone = `select account.id from json_each(?) as item cross join accounts as account
    on account.id = item.value ->> 0 and account.version = item.value ->> 1
    where not exists (select 1 from account_activities where account_id = account.id)`;
  return [
    { sql: `delete from account_holders where account_id in (${gone})`, params },
    { sql: `delete from accounts where id in (${gone})`, params },
  ];
}
