import type { AuditActor } from "#access/audit.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { NEWSLETTER_LEFT } from "#predict/newsletter-choice.ts";
import type { Call } from "./call.ts";
import { audited, type CallDeps } from "./call-deps.ts";
import { CALL_CENTRE } from "./released-facts.ts";

export type CallerOptOut = {
  readonly actor: AuditActor;
  readonly call: Call;
  /** What she said, or what was read out to her. */
  readonly wording: string;
};

/** Channels by which advertising could reach her, with the column of the address that each uses. */
const channels = [
  ["email", "email_hash"],
  ["sms", "phone_hash"],
  ["voice", "phone_hash"],
] as const;

/**
 * No advertising any more, on whatever channel: her consent to receive ends as a whole, her newsletters are off, her
 * addresses are suppressed by hash so that no import brings her back, and what was planned is gone. One batch; said twice in
 * a call it is once.
 */
export async function optOutCaller(deps: CallDeps, { actor, call, wording }: CallerOptOut): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const active = await store.read<{ code: string }>({
    sql: `select n.code from subscriptions s join newsletters n on n.id = s.newsletter_id
      where s.customer_id = ? and s.state = 'active' and n.message_class = 'marketing'`,
    params: [call.customerId],
  });
  const facts = factsOf(call, { wording, at: now, newsletters: active.map(({ code }) => code) });
  const marketing = "(select id from newsletters where message_class = 'marketing')";
  await store.write([
    ...factStatements(audited(deps, { actor, call, action: "opt-out-caller" }), { by: "id", facts, receivedAt: now }),
    {
      sql: `update subscriptions set state = 'off', chosen_by = 'customer', updated_at = ?
        where customer_id = ? and newsletter_id in ${marketing}`,
      params: [now, call.customerId],
    },
    ...channels.map(([channel, column]) => ({
      sql: `insert into suppressions (address_hash, channel, scope, reason, source, at)
        select ${column}, ?, '', 'unsubscribed', ?, ? from customers where id = ? and ${column} is not null
        on conflict do nothing`,
      params: [channel, CALL_CENTRE, now, call.customerId],
    })),
    {
      sql: `delete from messages where customer_id = ? and newsletter_id in ${marketing} and state = 'planned'`,
      params: [call.customerId],
    },
  ]);
}

type Said = { readonly wording: string; readonly at: number; readonly newsletters: readonly string[] };

/** One event for each newsletter that came, so that what she was drawn to is weighed anew; the first act ends the consent. */
function factsOf(call: Call, { wording, at, newsletters }: Said): Fact[] {
  const act = (messageId: string, name: string, newsletter: string): Fact => ({
    messageId,
    customer: call.customerId,
    kind: "choice",
    name,
    category: null,
    productCode: null,
    properties: newsletter === "" ? {} : { newsletter },
    at,
    source: CALL_CENTRE,
    channel: "telephone",
  });
  const proof = { through: "telephone", agent: call.agent, call: call.reference };
  const ended = { purpose: "receive", channel: "", topic: "", state: "withdrawn", wording, proof } as const;
  const id = `~call-opt-out:${call.id}`;
  return [
    { ...act(id, "Advertising Refused", ""), consents: [ended] },
    ...newsletters.map((code) => act(`${id}:${code}`, NEWSLETTER_LEFT, code)),
  ];
}
