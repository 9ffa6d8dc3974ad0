import type { Statement } from "#store/store.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { FactDraft, Subject } from "./fact-draft.ts";
import { factTables } from "./fact-tables.ts";

/** Takes the rows of facts away, and before that what higher rooms derived from them. Events stay. */
export function removeFacts(
  deps: Pick<ImportDeps, "retractors">,
  facts: ReadonlyArray<Pick<FactDraft, "subject" | "key">>,
): Statement[] {
  const keysOf = (subject: Subject) => facts.filter((fact) => fact.subject === subject).map(({ key }) => key);
  const gone = {
    orderKeys: keysOf("purchase"),
    registrationKeys: keysOf("registration"),
    responseKeys: keysOf("survey"),
  };
  if (facts.length === 0) return [];
  const removals = (["purchase", "registration", "survey", "note", "activity"] as const).flatMap((subject) => {
    const keys = keysOf(subject);
    if (keys.length === 0) return [];
    return factTables[subject].map(({ table, at }) => ({
      sql: `delete from ${table} where rowid in (select t.rowid from json_each(?) as item cross join ${table} as t on ${at})`,
      params: [JSON.stringify(keys)],
    }));
  });
  return [...deps.retractors.flatMap((retract) => retract(gone)), ...removals];
}
