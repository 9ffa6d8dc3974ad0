import type { Store } from "#store/store.ts";

/** Names of operators and keys by "operator <id>" and "key <id>". */
export type Names = ReadonlyMap<string, string>;

type Named = {
  readonly actorKind: string;
  readonly actorId: string;
  readonly subjectKind: string;
  readonly subjectId: string;
};

/** The log holds ids alone; whoever reads it wants names. They are looked up by primary key, once for a page. */
export async function nameActors(store: Store, rows: readonly Named[]): Promise<Names> {
  const idsOf = (kind: string) => [
    ...new Set(
      rows.flatMap((row) => [
        ...(row.actorKind === kind ? [row.actorId] : []),
        ...(row.subjectKind === kind ? [row.subjectId] : []),
      ]),
    ),
  ];
  const found = await store.read<{ of: string; name: string }>({
    sql: `select 'operator ' || user.id as "of", user.name from json_each(?) as asked join user on user.id = asked.value
      union all select 'key ' || api_keys.id, api_keys.name
        from json_each(?) as asked join api_keys on api_keys.id = asked.value`,
    params: [JSON.stringify(idsOf("operator")), JSON.stringify(idsOf("key"))],
  });
  return new Map(found.map(({ of, name }) => [of, name]));
}
