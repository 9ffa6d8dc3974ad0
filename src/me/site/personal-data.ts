import type { Row } from "#store/store.ts";
import type { PersonalData, PersonalDataDeps } from "#customers/personal-data/personal-data.ts";
import { personalTables } from "#customers/personal-data/personal-table.ts";
import { openBody } from "./note.ts";

const own = personalTables("own", [
  { table: "own_sites", set: "site", columns: ["made_at", "version"] },
  { table: "own_saved", set: "saved", columns: ["product_code", "saved_at", "source"] },
  {
    table: "own_notes",
    set: "notes",
    columns: ["id", "kind", "body", "is_shared", "created_at", "updated_at"],
    shownTo: { customer: "true", operator: "is_shared = 1" },
    open: openNote,
  },
  { table: "own_sessions", set: "site", columns: ["begun_at", "ends_at"] },
  { table: "own_requests", set: "site", columns: ["kind", "at", "state"] },
  { table: "own_codes", set: "site", columns: ["0 as is_shown"] },
]);

function openNote({ secret }: PersonalDataDeps, { id, body, ...row }: Row): Row {
  return { ...row, body: openBody(secret, { id: String(id), body }) ?? null };
}

/** Her site and what she keeps there. Requests for codes are known by the hashes of her addresses as well. */
export const ownData: PersonalData = {
  ...own,
  erase: async (deps, person, at) => {
    const hashes = person.names.filter(({ hash }) => hash !== "").map(({ hash }) => hash);
    await deps.store.write([
      {
        sql: "delete from own_requests where address_hash in (select value from json_each(?))",
        params: [JSON.stringify(hashes)],
      },
    ]);
    await own.erase(deps, person, at);
  },
};
