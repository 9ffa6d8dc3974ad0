import { type Query, type Statement, type Store, toQuery } from "#store/store.ts";

/** A store that remembers every statement, each text once. */
export function watchedStore(inner: Store, seen: Map<string, Query>): Store {
  const watch = (statement: Statement) => {
    const query = toQuery(statement);
    seen.set(query.sql, query);
    return statement;
  };
  return {
    ...inner,
    read: (statement) => inner.read(watch(statement)),
    write: (statements) => inner.write(statements.map(watch)),
  };
}

/** Steps of plans that walk through the whole of one of some tables; a page in the order of a key may. */
export async function walksThrough(
  store: Store,
  tables: readonly string[],
  queries: Iterable<Query>,
): Promise<readonly string[]> {
  const walks: string[] = [];
  for (const { sql, params } of queries) {
    if (!/^\s*(select|insert|update|delete|with)\b/i.test(sql)) continue;
    const rows = await store.read<{ detail: string }>({ sql: `explain query plan ${sql}`, params });
    const plan = rows.map(({ detail }) => detail);
    const isPage =
      /order by[\s\S]*limit/i.test(sql) && !plan.some((detail) => detail.includes("TEMP B-TREE FOR ORDER BY"));
    const walked = plan.filter((detail) => {
      if (isPage || !detail.startsWith("SCAN ") || detail.includes("VIRTUAL TABLE")) return false;
      const alias = detail.split(" ")[1] ?? "";
      const named = new RegExp(`\\b(?:from|join|update|into)\\s+(\\w+)\\s+(?:as\\s+)?${alias}\\b`, "i").exec(sql)?.[1];
      return tables.includes(alias) || tables.includes(named ?? "");
    });
    walks.push(...walked.map((detail) => `${detail}: ${sql.replaceAll(/\s+/g, " ").slice(0, 200)}`));
  }
  return walks;
}
