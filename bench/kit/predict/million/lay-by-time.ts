import { openLibsql } from "#store/open-libsql.ts";

/** Puts facts anew in the order in which they happened, as they come to a station: what one customer did then lies anywhere. */
export async function layByTime(url: string): Promise<void> {
  const store = await openLibsql({ url });
  for (const table of ["purchases", "purchase_lines", "events"]) {
    const steps = [
      `create temp table laid as select * from ${table} order by at`,
      ...(table === "events" ? ["update laid set id = rowid"] : []),
      `delete from ${table}`,
      `insert into ${table} select * from laid`,
      "drop table laid",
    ];
    await store.write(steps.map((sql) => ({ sql, params: [] })));
  }
  await store.close();
}
