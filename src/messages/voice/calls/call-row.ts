import { type SQL, sql } from "drizzle-orm";
import type { CallPlace } from "#channels/voice/call-flow.ts";
import type { Store } from "#store/store.ts";

/** A call as its row has it. `step` is -1 once it is over. */
export type CallRow = {
  readonly callSid: string;
  readonly phoneHash: string;
  readonly messageId: number | null;
  readonly menu: string;
  readonly version: number;
  readonly answeredBy: string | null;
  readonly turn: number;
  readonly step: number;
  readonly tries: number;
};

export const OVER = -1;

/** By the primary key. */
export async function findCallRow(store: Pick<Store, "read">, callSid: string): Promise<CallRow | undefined> {
  const [row] = await store.read<CallRow>(
    sql`select call_sid as callSid, phone_hash as phoneHash, message_id as messageId, menu, version,
      answered_by as answeredBy, turn, step, tries from voice_calls where call_sid = ${callSid}`,
  );
  return row;
}

export function insertCall(row: Omit<CallRow, "turn">, now: number): SQL {
  const { callSid, phoneHash, messageId, menu, version, answeredBy, step, tries } = row;
  return sql`insert into voice_calls (call_sid, phone_hash, message_id, menu, version, answered_by, step, tries, started_at)
    values (${callSid}, ${phoneHash}, ${messageId}, ${menu}, ${version}, ${answeredBy}, ${step}, ${tries}, ${now})
    on conflict (call_sid) do nothing`;
}

/** True as long as nobody has gone on from this turn: what a turn does hangs on it. */
export function isAtTurn({ callSid, turn }: Pick<CallRow, "callSid" | "turn">): SQL {
  return sql`exists (select 1 from voice_calls where call_sid = ${callSid} and turn = ${turn})`;
}

/** The last statement of a turn's batch. */
export function moveOn({ callSid, turn }: CallRow, place: CallPlace | undefined): SQL {
  return sql`update voice_calls set turn = turn + 1, step = ${place?.step ?? OVER}, tries = ${place?.tries ?? 0}
    where call_sid = ${callSid} and turn = ${turn}`;
}
