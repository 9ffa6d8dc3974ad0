import type { Store } from "#store/store.ts";

/** When each form was answered last; one step into the index on form and time each. */
export async function findLastResponses(store: Store, codes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await store.read<{ code: string; at: number | null }>({
    sql: `select item.value as code, (select max(at) from form_submissions where form_code = item.value) as at
      from json_each(?) as item`,
    params: [JSON.stringify(codes)],
  });
  return new Map(rows.flatMap(({ code, at }) => (at === null ? [] : [[code, at] as const])));
}
