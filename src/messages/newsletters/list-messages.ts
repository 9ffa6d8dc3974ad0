import { sql, type SQL } from "drizzle-orm";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { MessageState } from "#messages/message.ts";
import type { Store } from "#store/store.ts";
import type { MessageFilter } from "./message-filter.ts";

/** A message as lists show it. */
export type MessageLine = {
  readonly number: number;
  readonly customer: string;
  readonly newsletter: string;
  readonly newsletterTitle: string;
  readonly occurrenceOn: string;
  readonly channel: string;
  readonly state: MessageState;
  readonly reason: string | null;
  /** epoch ms */
  readonly dueAt: number;
  readonly acceptedAt: number | null;
  readonly attempts: number;
};

export type MessageRequest = MessageFilter & {
  /** Only what waits for a first or another try, is due by then (epoch ms), and is of a newsletter that was not stopped. */
  readonly dueBy?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/**
 * Messages, newest date first. Of a customer by messages_once, of a newsletter (or of a state, newsletter by newsletter) by
 * messages_by_newsletter, of all by the primary key: what waits by messages_due: none of them reads the
 * whole table for one page.
 */
export async function listMessages(store: Store, request: MessageRequest): Promise<Page<MessageLine>> {
  const rows = await store.read<MessageLine>(messagesQuery(request));
  return pageOf(rows, request.limit, (row) => [row.occurrenceOn, row.state, row.number]);
}

const LAST: readonly [string, string, number] = ["9999-99-99", "~", Number.MAX_SAFE_INTEGER];

export function messagesQuery(request: MessageRequest): SQL {
  const { newsletter, customer, limit } = request;
  const cursor = request.cursor === undefined ? LAST : (decodeCursor(request.cursor) ?? LAST);
  const lines = sql`select m.id as number, c.code as customer, n.code as newsletter, n.title as newsletterTitle,
    m.occurrence_on as occurrenceOn, m.channel, m.state, m.reason, m.due_at as dueAt, m.accepted_at as acceptedAt,
    m.attempts`;
  const [on = "", state = "", number = 0] = cursor;
  const older = sql`(m.occurrence_on, m.state, m.id) < (${on}, ${state}, ${number})`;
  const order = sql`order by m.occurrence_on desc, m.state desc, m.id desc limit ${limit + 1}`;
  if (customer !== undefined) {
    const isHers = sql`m.customer_id = (select coalesce(merged_into, id) from customers where code = ${customer})`;
    const ofNewsletter = newsletter === undefined ? sql`` : sql`and n.code = ${newsletter}`;
    return sql`${lines} from messages m join newsletters n on n.id = m.newsletter_id
      join customers c on c.id = m.customer_id where ${isHers} ${ofNewsletter} and ${older} ${narrowed(request)} ${order}`;
  }
  const which = newsletter === undefined ? sql`` : sql`where code = ${newsletter}`;
  const isOne =
    newsletter === undefined ? sql`in (select id from newsletters)` : sql`= (select id from newsletters ${which})`;
  return sql`${lines} from messages m join newsletters n on n.id = m.newsletter_id
    join customers c on c.id = m.customer_id
    where m.newsletter_id ${isOne} and m.occurrence_on <= ${on} and ${older} ${narrowed(request)} ${order}`;
}

function narrowed({ state, reason, from, to, dueBy }: MessageRequest): SQL {
  const ofState =
    state === "sent" ? sql`and m.state in ('accepted', 'delivered', 'bounced')` : sql`and m.state = ${state}`;
  const isWaiting = sql`and m.state in ('planned', 'deferred') and m.due_at <= ${dueBy} and n.state <> 'stopped'`;
  return sql`${state === undefined ? sql`` : ofState}
    ${dueBy === undefined ? sql`` : isWaiting}
    ${reason === undefined ? sql`` : sql`and m.reason = ${reason}`}
    ${from === undefined ? sql`` : sql`and m.occurrence_on >= ${from}`}
    ${to === undefined ? sql`` : sql`and m.occurrence_on <= ${to}`}`;
}
