import type { Segment } from "#segments/segment.ts";
import type { Difference } from "#segments/segment-query.ts";
import type { Query } from "#store/store.ts";

export type Cause = "fact" | "time" | "rule";

export type Change = Difference & {
  readonly segment: Pick<Segment, "id" | "version">;
  readonly cause: Cause;
  readonly at: number;
};

/**
 * Makes the members what a difference says and tells of each change, once: who is in already does not enter, and a rule that
 * changed since the question was asked changes nothing any more. `member_count` follows row by row.
 */
export function changeStatements({ segment, entered, left, cause, at }: Change): readonly Query[] {
  const { id, version } = segment;
  const isCurrent = "exists (select 1 from segments where id = ? and version = ? and deleted_at is null)";
  const member = "select 1 from segment_members m where m.segment_id = ? and m.customer_id = item.value";
  const newcomers = `from json_each(?) as item where ${isCurrent} and not exists (${member})
    and exists (select 1 from customers c where c.id = item.value and c.erased_at is null and c.merged_into is null)`;
  const newcomerParams = [JSON.stringify(entered), id, version, id];
  const leavers = `from json_each(?) as item where ${isCurrent} and exists (${member})`;
  const leaverParams = [JSON.stringify(left), id, version, id];
  const tell = "insert into segment_changes (segment_id, customer_id, change, cause, at) select ?, item.value, ?, ?, ?";
  return [
    ...(entered.length === 0
      ? []
      : [
          { sql: `${tell} ${newcomers}`, params: [id, "entered", cause, at, ...newcomerParams] },
          {
            sql: `insert into segment_members (segment_id, customer_id, entered_at) select ?, item.value, ? ${newcomers}`,
            params: [id, at, ...newcomerParams],
          },
          { sql: "update segments set member_count = member_count + changes() where id = ?", params: [id] },
        ]),
    ...(left.length === 0
      ? []
      : [
          { sql: `${tell} ${leavers}`, params: [id, "left", cause, at, ...leaverParams] },
          {
            sql: `delete from segment_members where segment_id = ? and customer_id in (select item.value ${leavers})`,
            params: [id, ...leaverParams],
          },
          { sql: "update segments set member_count = member_count - changes() where id = ?", params: [id] },
        ]),
  ];
}
