import type { Query, Store } from "#store/store.ts";
import type { AddressKind } from "./normalise-identity.ts";

const suppressionReasons = [
  "unsubscribed",
  "stop",
  "complaint",
  "unknown_recipient",
  "undeliverable",
  "erased",
  "manual",
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

export type Suppression = {
  /** `hashAddress` of the normalised address */
  readonly addressHash: string;
  /** email | sms | voice … */
  readonly channel: string;
  /** "" is every programme of the marketing class; otherwise a newsletter's code */
  readonly scope: string;
  readonly reason: SuppressionReason;
  readonly source: string;
  readonly at: number;
  readonly messageNumber?: number | undefined;
};

/** Which address a channel reaches people by. */
export function addressKindOf(channel: string): AddressKind | undefined {
  if (channel === "email") return "email";
  return channel === "sms" || channel === "voice" ? "phone" : undefined;
}

/**
 * Suppresses an address, for the batch of what led to it. The first reason stands, but a complaint replaces any other: it is
 * never lifted. Nothing that is imported or sent in takes a suppression away.
 */
export function suppressStatement(suppression: Suppression): Query {
  const { addressHash, channel, scope, reason, source, at, messageNumber = null } = suppression;
  return {
    sql: `insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (address_hash, channel, scope)
        do update set reason = excluded.reason, source = excluded.source, at = excluded.at,
          message_number = excluded.message_number
        where excluded.reason = 'complaint' and suppressions.reason <> 'complaint'`,
    params: [addressHash, channel, scope, reason, source, at, messageNumber],
  };
}

type SuppressionRow = { scope: string; reason: SuppressionReason; source: string; at: number };
export type FoundSuppression = Readonly<SuppressionRow>;

/** Why nothing may be sent to an address over a channel; the general reason before that of one programme. Primary key look-up. */
export async function findSuppression(
  store: Store,
  {
    addressHash,
    channel,
    scope = "",
  }: { readonly addressHash: string; readonly channel: string; readonly scope?: string },
): Promise<FoundSuppression | undefined> {
  const [row] = await store.read<SuppressionRow>({
    sql: `select scope, reason, source, at from suppressions
      where address_hash = ? and channel = ? and scope in ('', ?) order by scope limit 1`,
    params: [addressHash, channel, scope],
  });
  return row;
}
