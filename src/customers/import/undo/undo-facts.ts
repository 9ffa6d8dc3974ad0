import type { Query, Row, Statement } from "#store/store.ts";
import type { Subject } from "#customers/import/facts/fact-draft.ts";
import { replacedBy } from "#customers/import/facts/fact-statements-of-chunk.ts";
import { eventTable, type FactTable, factTables } from "#customers/import/facts/fact-tables.ts";
import { messageIdOf } from "#customers/import/facts/message-id.ts";
import { removeFacts } from "#customers/import/facts/remove-facts.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { Change } from "./undo-changes.ts";

type FactSubject = Exclude<Subject, "demographic">;
type FactChange = Change & { readonly subject: FactSubject };

/** New facts go, replaced ones come back with their events. A fact that a later import replaced stays as that one left it. */
export async function undoFacts(deps: ImportDeps, importId: string, changes: readonly Change[]): Promise<Statement[]> {
  if (changes.length === 0) return [];
  const replaced = await findReplaced(deps, importId, changes);
  const own = changes.filter(({ subject, key }) => !replaced.has(`${subject} ${key}`)) as FactChange[];
  if (own.length === 0) return [];
  const messageIds = own.map(({ subject, key }) => messageIdOf(subject, key));
  return [
    ...removeFacts(deps, own),
    {
      sql: `delete from ${eventTable.table} where message_id in (select value from json_each(?))`,
      params: [JSON.stringify(messageIds)],
    },
    ...restoreRows(own),
    {
      sql: `update ${eventTable.table} set message_id = substr(message_id, 1, length(message_id) - length(?)),
          name = substr(name, 1, length(name) - length(' (replaced)'))
        where message_id in (select value from json_each(?))`,
      params: [replacedBy(importId), JSON.stringify(messageIds.map((id) => id + replacedBy(importId)))],
    },
    ...deps.restorers.flatMap((restore) => restore(goneKeys(own))),
  ];
}

/** By import_changes_by_key. */
async function findReplaced(
  { store }: ImportDeps,
  importId: string,
  changes: readonly Change[],
): Promise<ReadonlySet<string>> {
  const rows = await store.read<{ subject: string; key: string }>({
    sql: `select distinct later.subject as subject, later.key as key from json_each(?) as item
      cross join import_changes as later on later.key = item.value ->> 2 and later.key <> ''
      where later.subject = item.value ->> 1 and later.id > item.value ->> 0 and later.import_id <> ?`,
    params: [JSON.stringify(changes.map(({ id, subject, key }) => [id, subject, key])), importId],
  });
  return new Set(rows.map(({ subject, key }) => `${subject} ${key}`));
}

function restoreRows(changes: readonly FactChange[]): Query[] {
  return (Object.keys(factTables) as FactSubject[]).flatMap((subject) =>
    subject === "event"
      ? []
      : factTables[subject].flatMap((table) =>
          restoreInto(
            table,
            changes.filter((change) => change.subject === subject),
          ),
        ),
  );
}

function restoreInto({ table, columns, sealed }: FactTable, changes: readonly Change[]): Query[] {
  const rows = changes.flatMap(({ before }) =>
    before === null ? [] : ((JSON.parse(before) as Record<string, Row[]>)[table] ?? []),
  );
  if (rows.length === 0) return [];
  const values = columns.map((name, index) =>
    name === sealed ? `unhex(item.value ->> ${index})` : `item.value ->> ${index}`,
  );
  return [
    {
      sql: `insert into ${table} (${columns.join(", ")}) select ${values.join(", ")} from json_each(?) as item`,
      params: [JSON.stringify(rows.map((row) => columns.map((name) => row[name] ?? null)))],
    },
  ];
}

function goneKeys(changes: readonly FactChange[]) {
  const keysOf = (subject: FactSubject) =>
    changes.filter((change) => change.subject === subject && change.before !== null).map(({ key }) => key);
  return { orderKeys: keysOf("purchase"), registrationKeys: keysOf("registration"), responseKeys: keysOf("survey") };
}
