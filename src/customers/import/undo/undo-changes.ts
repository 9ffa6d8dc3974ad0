import type { Row, Statement } from "#store/store.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { ImportRow } from "#customers/import/run/import-row.ts";
import { undoAccounts } from "#customers/accounts/undo-accounts.ts";
import { undoHouseholds } from "#customers/households/undo-households.ts";
import { undoConsents } from "./undo-consents.ts";
import { undoDemographics } from "./undo-demographics.ts";
import { undoFacts } from "./undo-facts.ts";
import { undoProfiles } from "./undo-profiles.ts";

export type Change = {
  readonly id: number;
  readonly customerId: number;
  readonly subject: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
};

const AT_ONCE = 500;
const UNLIKE_FACTS = new Set(["profile", "consent", "demographic", "account", "household"]);

/** Takes the newest changes of an import back; false where none are left. */
export async function undoChanges(deps: ImportDeps, row: ImportRow): Promise<boolean> {
  const found = await deps.store.read<Row & Change>({
    sql: `select id, customer_id as customerId, subject, key, before, after from import_changes
      where import_id = ? order by id desc limit ${AT_ONCE}`,
    params: [row.id],
  });
  if (found.length === 0) return false;
  const changes = untilRepeated(found);
  const of = (subject: string) => changes.filter((change) => change.subject === subject);
  const facts = changes.filter(({ subject }) => !UNLIKE_FACTS.has(subject));
  const statements: Statement[] = [
    ...undoProfiles(row, of("profile")),
    ...undoConsents(of("consent")),
    ...undoDemographics(of("demographic")),
    ...(await undoAccounts(deps, of("account"))),
    ...undoHouseholds(row, of("household")),
    ...(await undoFacts(deps, row.id, facts)),
    {
      sql: "delete from import_changes where id in (select value from json_each(?))",
      params: [JSON.stringify(changes.map(({ id }) => id))],
    },
  ];
  await deps.store.write(statements);
  return true;
}

/** Of these each customer has one. */
const namesItself = new Set(["demographic", "household"]);

/** Two changes of one thing are taken back one after the other, never in one batch. */
function untilRepeated(changes: readonly Change[]): readonly Change[] {
  const seen = new Set<string>();
  const end = changes.findIndex(({ customerId, subject, key }) => {
    const thing = JSON.stringify(
      subject === "account" ? [subject, key] : [customerId, subject, namesItself.has(subject) ? "" : key],
    );
    if (seen.has(thing)) return true;
    seen.add(thing);
    return false;
  });
  return end === -1 ? changes : changes.slice(0, end);
}
