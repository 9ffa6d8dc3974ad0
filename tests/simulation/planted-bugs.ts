import type { Query } from "#store/store.ts";

/** Guards that are taken away to see that the simulation would notice. */
export const plantedBugs = ["no-fence", "no-unique-key", "no-last-look"] as const;
export type PlantedBug = (typeof plantedBugs)[number];

/** Before anything runs: without its unique keys, a row is made as often as it is asked for. */
export const withoutKeys: readonly string[] = [
  `drop index messages_once`,
  `create table loose (address_hash text, newsletter_id integer, occurrence_on text, lane text, message_id integer)`,
];

const rules: Readonly<Record<PlantedBug, (sql: string) => string>> = {
  // A worker that woke up too late writes and sends all the same.
  "no-fence": (sql) => sql.replaceAll(/ and (?:m|messages)\.fence = item\.value ->> 1/g, ""),
  // Neither a row nor an address is anybody's own.
  "no-unique-key": (sql) =>
    sql
      .replace(/insert into address_reservations([^]*?)on conflict[^]*$/, "insert into loose$1")
      .replace(/and exists \(select 1 from customers c join address_reservations[^]*$/, "and 0"),
  // What she said between the claim and the request is not asked for again.
  "no-last-look": (sql) =>
    sql.startsWith("update messages as m set state = 'attempting'") ? sql.replace(/= ''\s*$/, "is not null") : sql,
};

export function plantOf(bug: PlantedBug | undefined): (query: Query) => Query {
  if (bug === undefined) return (query) => query;
  const change = rules[bug];
  return (query) => {
    const sql = change(query.sql);
    const gone = (query.sql.match(/\?/g)?.length ?? 0) - (sql.match(/\?/g)?.length ?? 0);
    return { sql, params: gone === 0 ? query.params : query.params.slice(0, query.params.length - gone) };
  };
}
