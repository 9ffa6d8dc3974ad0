import { randomInt } from "node:crypto";
import type { Channel, MessageContent, OutgoingMessage } from "#channels/channel.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { unseal } from "#customers/seal.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";
import { codeMail, type CodeFor } from "./code-mail.ts";
import type { EnterDeps } from "./enter-deps.ts";
import { addressPlace, CODE_LIFE_MS } from "./request-code.ts";

const BATCH = 20;
/** People behind one address whom one mail names. */
const MAX_PEOPLE = 5;
/** Later than this nobody waits for the code any more. */
const STALE_MS = 2 * MINUTE_MS;

type Due = {
  readonly idHash: string;
  readonly kind: "enter" | "address" | "moved";
  readonly addressHash: string;
  readonly customerId: number;
  readonly address: unknown;
};
type Recipient = {
  readonly id: number;
  readonly firstName: string | null;
  readonly locale: string;
  readonly email: string;
};

/**
 * Sends what was asked for: each request once. A code exists in the mail alone, here it is kept as a keyed hash; what was lost on
 * the way is asked for anew. Gives how many requests were looked at.
 */
export async function deliverCodes(deps: EnterDeps): Promise<number> {
  const { store, clock } = deps;
  const channel = deps.channels.get("email");
  if (channel === undefined) return 0;
  const now = clock.now();
  const [, due = []] = await store.write<Due>([
    {
      sql: "update own_requests set state = 'failed' where state in ('due', 'sending') and at <= ?",
      params: [now - STALE_MS],
    },
    {
      sql: `update own_requests set state = 'sending' where id_hash in (select id_hash from own_requests
          where state in ('due', 'sending') and state = 'due' order by at limit ${BATCH})
        returning id_hash as idHash, kind, address_hash as addressHash, customer_id as customerId, address`,
      params: [],
    },
  ]);
  for (const request of due) await deliver(deps, channel, request);
  return due.length;
}

async function deliver(deps: EnterDeps, channel: Channel<MessageContent>, request: Due): Promise<void> {
  const { store } = deps;
  const people = await findRecipients(deps, request);
  const codes = people.map((person) => ({ ...person, code: freshCode() }));
  const outgoing = codes.length === 0 ? undefined : await compose(deps, request, codes);
  if (outgoing === undefined) {
    await store.write([endOf(request, "nobody")]);
    return;
  }
  if (request.kind !== "moved") await keepCodes(deps, request, codes);
  const outcome = await send(deps, channel, outgoing);
  await store.write([endOf(request, outcome === "accepted" || outcome === "unknown" ? "sent" : "failed")]);
}

/** Eight digits: five tries find one in twenty million times. */
function freshCode(): string {
  return String(randomInt(100_000_000)).padStart(8, "0");
}

function endOf({ idHash }: Due, state: "sent" | "failed" | "nobody") {
  return { sql: "update own_requests set state = ? where id_hash = ?", params: [state, idHash] };
}

export function codeHash(secret: Secret, idHash: string, code: string): string {
  return keyedHash(secret.keyFor("own-code/1"), `${idHash}:${code}`);
}

async function keepCodes(
  { store, secret, clock }: EnterDeps,
  { idHash }: Due,
  codes: ReadonlyArray<CodeFor & { readonly id: number }>,
): Promise<void> {
  const rows = codes.map(({ id, code }) => [id, codeHash(secret, idHash, code)]);
  await store.write([
    {
      sql: `insert into own_codes (request_hash, customer_id, code_hash)
        select ?, item.value ->> 0, item.value ->> 1 from json_each(?) as item where true on conflict do nothing`,
      params: [idHash, JSON.stringify(rows)],
    },
    {
      sql: "update own_requests set expires_at = ? where id_hash = ?",
      params: [clock.now() + CODE_LIFE_MS, idHash],
    },
  ]);
}

/** A receiver who does not exist, complained, or was erased gets no mail at all, not even one that was asked for. */
const MAY_SEND = `not exists (select 1 from suppressions x where x.address_hash = ? and x.channel = 'email' and x.scope = ''
  and x.reason in ('unknown_recipient', 'complaint', 'erased'))`;

async function findRecipients({ store, secret }: EnterDeps, request: Due): Promise<readonly Recipient[]> {
  const person = "select id, first_name as firstName, locale, email from customers";
  const isLiving = "erased_at is null and merged_into is null";
  if (request.kind === "enter") {
    return store.read<Recipient>({
      sql: `${person} where email_hash = ? and email is not null and ${isLiving} and ${MAY_SEND}
        order by id limit ${MAX_PEOPLE}`,
      params: [request.addressHash, request.addressHash],
    });
  }
  const email = unseal(secret, addressPlace(request.idHash), bytesOf(request.address ?? []));
  if (email === undefined) return [];
  const rows = await store.read<Omit<Recipient, "email">>({
    sql: `select id, first_name as firstName, locale from customers where id = ? and ${isLiving} and ${MAY_SEND}`,
    params: [request.customerId, request.addressHash],
  });
  return rows.map((row) => ({ ...row, email }));
}

async function compose(
  { sender, publicUrl, clock }: EnterDeps,
  { kind, idHash }: Due,
  codes: readonly (Recipient & CodeFor)[],
): Promise<OutgoingMessage | undefined> {
  const [first] = codes;
  const from = await sender();
  if (first === undefined || from === undefined) return undefined;
  return {
    messageNumber: 0,
    // Lower-case letters and digits: what survives every mail system.
    key: `own${Buffer.from(idHash, "base64url").toString("hex").slice(0, 32)}`,
    to: first.email,
    date: clock.now(),
    content: codeMail({ kind, sender: from, publicUrl, codes, locale: first.locale }),
  };
}

async function send(
  { log }: EnterDeps,
  channel: Channel<MessageContent>,
  outgoing: OutgoingMessage,
): Promise<"accepted" | "deferred" | "rejected" | "unknown"> {
  try {
    const signal = AbortSignal.timeout(channel.limits.timeoutMs);
    return (await channel.send(outgoing, { signal })).kind;
  } catch {
    // A channel promises not to throw; one that does may have sent.
    log("channel_threw", { message: 0, channel: channel.name });
    return "unknown";
  }
}
