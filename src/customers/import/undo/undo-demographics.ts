import type { Row, Statement } from "#store/store.ts";
import type { Change } from "./undo-changes.ts";

type Stated = {
  readonly at: number;
  readonly source: string;
  readonly facts: ReadonlyArray<readonly [name: string, value: string]>;
};

/** Names whose value still is the import's get back what they said before, or go. */
export function undoDemographics(changes: readonly Change[]): Statement[] {
  if (changes.length === 0) return [];
  const rows: unknown[][] = [];
  for (const { customerId, before, after } of changes) {
    const { at, source, facts } = JSON.parse(after ?? "") as Stated;
    const known =
      before === null ? [] : ((JSON.parse(before) as { demographic_facts?: Row[] }).demographic_facts ?? []);
    for (const [name, value] of facts) {
      const was = known.find((row) => row["name"] === name);
      rows.push([
        customerId,
        name,
        source,
        value,
        at,
        was?.["value"],
        was?.["at"],
        was?.["received_at"],
        was?.["channel"],
      ]);
    }
  }
  const value = (index: number) => `item.value ->> ${index}`;
  const isOurs = `fact.customer_id = ${value(0)} and fact.name = ${value(1)} and fact.source = ${value(2)}
    and fact.value = ${value(3)} and fact.at = ${value(4)}`;
  const params = [JSON.stringify(rows)];
  return [
    {
      sql: `update demographic_facts as fact set value = ${value(5)}, at = ${value(6)}, received_at = ${value(7)},
          channel = ${value(8)}
        from json_each(?) as item where ${isOurs} and ${value(5)} is not null`,
      params,
    },
    {
      sql: `delete from demographic_facts where (customer_id, name, source) in (
        select fact.customer_id, fact.name, fact.source from json_each(?) as item
        cross join demographic_facts as fact on ${isOurs} where ${value(5)} is null)`,
      params,
    },
    {
      sql: "delete from events where message_id in (select value from json_each(?))",
      params: [JSON.stringify(changes.map(({ key }) => key))],
    },
  ];
}
