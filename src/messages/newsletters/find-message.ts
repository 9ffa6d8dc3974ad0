import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import type { MessageLine } from "./list-messages.ts";

/** A product set that a message showed, and what spoke for it. */
export type Pick = {
  readonly code: string;
  readonly slot: string;
  readonly reason: string;
  readonly rules: readonly string[];
  readonly score: number;
};

/** A channel that the message left for the next of her order, and why. */
export type LeftWay = {
  readonly channel: string;
  readonly reason: string;
  /** Tries that it had there. */
  readonly attempts: number;
  readonly at: number;
};

/** Everything that is known of one message but its words. */
export type MessageDetail = MessageLine & {
  /** Ways of her order that could not reach her, before the one that it has. */
  readonly ways: readonly LeftWay[];
  readonly plannedAt: number;
  readonly reservedAt: number | null;
  readonly firstAttemptAt: number | null;
  readonly provider: string | null;
  readonly complainedAt: number | null;
  readonly optedOutAt: number | null;
  readonly leaseUntil: number | null;
  readonly template: string | null;
  readonly templateVersion: number | null;
  readonly bodyHash: string | null;
  /** Chosen at the claim, in the order of the message; none before. */
  readonly picks: readonly Pick[];
};

/** By primary keys. Of the inputs only the picks are read: the words of a message are personal. */
export async function findMessage(store: Store, number: number): Promise<MessageDetail | undefined> {
  const [row] = await store.read<Omit<MessageDetail, "picks" | "ways"> & { picks: string | null; ways: string | null }>(
    sql`select m.id as number, c.code as customer, n.code as newsletter, n.title as newsletterTitle,
        m.occurrence_on as occurrenceOn, m.channel, m.state, m.reason, m.due_at as dueAt, m.accepted_at as acceptedAt,
        m.attempts, m.planned_at as plannedAt, m.reserved_at as reservedAt, m.first_attempt_at as firstAttemptAt,
        m.provider, m.complained_at as complainedAt, m.opted_out_at as optedOutAt, m.lease_until as leaseUntil,
        v.name as template, v.version as templateVersion, m.body_hash as bodyHash, m.inputs ->> 'picks' as picks, m.ways
      from messages m join customers c on c.id = m.customer_id join newsletters n on n.id = m.newsletter_id
      left join template_versions v on v.id = m.template_id where m.id = ${number}`,
  );
  if (row === undefined) return undefined;
  const { picks, ways } = row;
  return { ...row, picks: JSON.parse(picks ?? "[]") as Pick[], ways: JSON.parse(ways ?? "[]") as LeftWay[] };
}
