import { sql, type SQL } from "drizzle-orm";
import type { Reply } from "#channels/sms/read-reply.ts";
import type { Statement } from "#store/store.ts";

export type ReceivedReply = {
  readonly sid: string;
  readonly phoneHash: string;
  readonly reply: Reply;
  readonly now: number;
};

/** The first telling of a text makes its row; until all that follows is written it is open, and another telling goes on with it. */
export function openReply({ sid, phoneHash, reply, now }: ReceivedReply): SQL {
  return sql`insert into sms_replies (sid, phone_hash, reply, at) values (${sid}, ${phoneHash}, ${reply}, ${now})
    on conflict (sid) do nothing`;
}

export function closeReply({ sid }: ReceivedReply): SQL {
  return sql`update sms_replies set is_done = 1 where sid = ${sid} and is_done = 0`;
}

function isOpen(sid: string): SQL {
  return sql`exists (select 1 from sms_replies where sid = ${sid} and is_done = 0)`;
}

/**
 * Nothing more to this number, from no sender and of no class: it outlives the customer, and an opt-out that was there before
 * becomes one that the telephone alone can take back. What was planned for it is gone; what a worker holds is asked once more.
 */
export function stopStatements({ sid, phoneHash, now }: ReceivedReply, customerIds: readonly number[]): Statement[] {
  return [
    sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
      select ${phoneHash}, 'sms', '', 'stop', 'text', ${now} where ${isOpen(sid)}
      on conflict (address_hash, channel, scope) do update set reason = 'stop', source = excluded.source, at = excluded.at
        where suppressions.reason in ('unsubscribed', 'undeliverable', 'unknown_recipient')`,
    sql`delete from messages where customer_id in (select value from json_each(${JSON.stringify(customerIds)}))
      and channel = 'sms' and state = 'planned' and ${isOpen(sid)}`,
  ];
}

/** Her own word from the telephone itself lifts her own opt-outs there, and shows that the number lives; nothing else. */
export function startStatements({ sid, phoneHash }: ReceivedReply): Statement[] {
  return [
    sql`delete from suppressions where address_hash = ${phoneHash} and channel = 'sms'
      and reason in ('stop', 'unsubscribed', 'undeliverable', 'unknown_recipient') and ${isOpen(sid)}`,
  ];
}
