import type { Query } from "#store/store.ts";

/** Has the segments asked again about these customers, though no fact is new (facts mark them by themselves: segments.sql). */
export function markCustomers(ids: readonly number[]): Query {
  return {
    sql: `insert into segment_queue (customer_id) select value from json_each(?) where true
      on conflict (customer_id) do update set mark = mark + 1`,
    params: [JSON.stringify(ids)],
  };
}
