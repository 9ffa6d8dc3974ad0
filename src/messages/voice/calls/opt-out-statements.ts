import { sql } from "drizzle-orm";
import type { Statement } from "#store/store.ts";
import { type CallRow, isAtTurn } from "./call-row.ts";

type Acting = {
  readonly call: Pick<CallRow, "callSid" | "turn" | "phoneHash" | "messageId">;
  readonly customers: readonly number[];
  readonly now: number;
};

/**
 * Nothing more to this number by telephone, of no class and from no number of ours: it outlives the customer, and only the
 * telephone takes it back. What was planned for it is gone; what a worker holds is asked once more before it leaves.
 */
export function stopCalls({ call, customers, now }: Acting): readonly Statement[] {
  const { phoneHash, messageId } = call;
  return [
    sql`insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
      select ${phoneHash}, 'voice', '', 'stop', 'voice', ${now}, ${messageId} where ${phoneHash} <> '' and ${isAtTurn(call)}
      on conflict (address_hash, channel, scope) do update set reason = 'stop', source = excluded.source, at = excluded.at
        where suppressions.reason in ('unsubscribed', 'undeliverable', 'unknown_recipient')`,
    sql`delete from messages where customer_id in (select value from json_each(${JSON.stringify(customers)}))
      and channel = 'voice' and state = 'planned' and ${isAtTurn(call)}`,
  ];
}

/** Her own word from the telephone lifts her own ends of calls there, and shows that the number lives; nothing else. */
export function resumeCalls({ call }: Pick<Acting, "call">): Statement {
  return sql`delete from suppressions where address_hash = ${call.phoneHash} and channel = 'voice'
    and reason in ('stop', 'unsubscribed', 'undeliverable', 'unknown_recipient') and ${isAtTurn(call)}`;
}
