import type { Statement, Store } from "#store/store.ts";

/** Keys of the vendor's settings that this room reads; each holds one JSON document. */
export type CatalogueSetting = "hosts" | "vocabulary" | "catalogue.version" | "sender";

/** A setting's document; undefined where it was never set. By primary key. */
export async function findSetting(store: Pick<Store, "read">, key: CatalogueSetting): Promise<unknown> {
  const [row] = await store.read<{ value: string }>({ sql: "select value from settings where key = ?", params: [key] });
  return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
}

export function putSetting(key: CatalogueSetting, value: unknown, now: number): Statement {
  return {
    sql: `insert into settings (key, value, updated_at) values (?, ?, ?)
      on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
    params: [key, JSON.stringify(value), now],
  };
}

/**
 * Belongs into every batch that changes product sets, their words or rules: what was loaded before it is stale. A counter,
 * because two changes may share a millisecond.
 */
export function catalogueChanged(now: number): Statement {
  return {
    sql: `insert into settings (key, value, updated_at) values ('catalogue.version', '1', ?)
      on conflict (key) do update set value = cast(cast(value as integer) + 1 as text), updated_at = excluded.updated_at`,
    params: [now],
  };
}
