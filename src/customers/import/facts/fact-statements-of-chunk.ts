import type { Query, Statement } from "#store/store.ts";
import { customerRows } from "#customers/facts/customer-rows.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { removeFacts } from "./remove-facts.ts";
import { eventTable } from "./fact-tables.ts";
import type { KnownFact } from "./known-facts.ts";
import type { NamedDraft } from "./name-customers.ts";

/** What a chunk does to one fact. */
export type FactChange = {
  readonly draft: NamedDraft;
  /** What stood there; undefined where nothing did. */
  readonly before: KnownFact | undefined;
  /** This import wrote it a moment ago: more of one order, whose rows do not stand together in the file. */
  readonly isContinued: boolean;
};

export type FactChunk = {
  readonly importId: string;
  readonly no: number;
  readonly receivedAt: number;
  readonly changes: readonly FactChange[];
};

/**
 * New facts, and facts in the place of those that a correction replaces. What it replaces stays in the log of events under
 * another name and id, so that nothing counts twice and nothing is forgotten.
 */
export function chunkStatements(deps: ImportDeps, chunk: FactChunk): Statement[] {
  const { changes, receivedAt } = chunk;
  if (changes.length === 0) return [];
  const facts = changes.map(({ draft }): Fact => ({ ...draft.fact, customer: draft.code }));
  const replaced = changes.filter(({ before, isContinued }) => before !== undefined || isContinued);
  return [
    ...rememberNewCustomers(
      chunk,
      changes.map(({ draft }) => draft.code),
    ),
    rememberChanges(chunk),
    ...removeFacts(
      deps,
      replaced.map(({ draft }) => draft),
    ),
    ...keepHistory(chunk),
    ...factStatements(deps, { by: "code", facts, receivedAt }),
  ];
}

/** Makes sure that these have their rows; whom the chunk brought is known by the range of ids. */
export function rememberNewCustomers(
  { importId, no, receivedAt }: Pick<FactChunk, "importId" | "no" | "receivedAt">,
  codes: Iterable<string>,
): Query[] {
  const last = "coalesce((select seq from sqlite_sequence where name = 'customers'), 0)";
  return [
    { sql: `insert into import_chunks (import_id, no, first_id) select ?, ?, ${last}`, params: [importId, no] },
    customerRows(codes, receivedAt),
    { sql: `update import_chunks set last_id = ${last} where import_id = ? and no = ?`, params: [importId, no] },
  ];
}

/** A second piece of one order is remembered with its first: what stood before the import is what an undo restores. */
function rememberChanges({ importId, changes }: FactChunk): Statement {
  const rows = changes
    .filter(({ isContinued }) => !isContinued)
    .map(({ draft, before }) => [
      draft.code,
      draft.subject,
      draft.key,
      before === undefined ? null : JSON.stringify(before.rows),
      afterOf(draft),
    ]);
  return {
    sql: `insert into import_changes (import_id, customer_id, subject, key, before, after)
      select ?, coalesce(customer.merged_into, customer.id), item.value ->> 1, item.value ->> 2, item.value ->> 3,
        item.value ->> 4
      from (select value from json_each(?) limit -1) as item
      cross join customers as customer on customer.code = item.value ->> 0`,
    params: [importId, JSON.stringify(rows)],
  };
}

/** Demographic facts have no rows of their own: what the import said is how an undo knows them again. */
function afterOf({ fact: { demographics, at, source } }: NamedDraft): string | null {
  if (demographics === undefined) return null;
  return JSON.stringify({ at, source, facts: demographics.map(({ name, value }) => [name, value]) });
}

/** The event of a replaced fact keeps its place in time; the event of a continued one is written anew. */
function keepHistory({ importId, changes }: FactChunk): Statement[] {
  const idsOf = (wanted: (change: FactChange) => boolean) =>
    JSON.stringify(changes.filter(wanted).map(({ draft }) => draft.fact.messageId));
  return [
    {
      sql: `update ${eventTable.table} set message_id = message_id || ? , name = name || ' (replaced)'
        where message_id in (select value from json_each(?))`,
      params: [replacedBy(importId), idsOf(({ before, isContinued }) => before !== undefined && !isContinued)],
    },
    {
      sql: `delete from ${eventTable.table} where message_id in (select value from json_each(?))`,
      params: [idsOf(({ isContinued }) => isContinued)],
    },
  ];
}

/** What the id of an event ends with that an import replaced. */
export function replacedBy(importId: string): string {
  return `~replaced-by:${importId}`;
}
