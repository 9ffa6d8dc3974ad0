import { sql } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { acceptMessage } from "#messages/transactional/accept-message.ts";
import type { SendInput } from "#messages/transactional/send-request.ts";
import { signToken, tokenDayOf } from "#tracking/token.ts";
import type { VoiceCallDeps } from "./call-deps.ts";
import type { CallRow } from "./call-row.ts";

export type LinkWanted = {
  readonly call: CallRow;
  readonly url: string;
  readonly title: string;
  readonly language: string;
  /** E.164: the telephone that the call is with. */
  readonly to: string;
  readonly customers: readonly number[];
};

const TEMPLATE = "service-notice";
/** Somebody who calls with another's number can make it ring no more often than so a day. */
const TEXTS_A_DAY = 3;
const LINK_DAYS = 400;
const actor = { kind: "system", id: "voice" } as const;

/**
 * Sends a link as a text to the telephone of a call: a message like every other, which STOP holds back, once for each turn.
 * What is no jumpstation of ours yet becomes one that names nobody. false where no text may go there, or too many did.
 */
export async function textLink(deps: VoiceCallDeps, wanted: LinkWanted): Promise<boolean> {
  const { call, title, to } = wanted;
  if (to === "" || !(await takeText(deps, call))) return false;
  const accepted = await acceptMessage({
    deps: deps.send,
    actor,
    key: `voice:${call.callSid}:${call.turn}`,
    input: {
      to: await recipientOf(deps, wanted),
      channel: "sms",
      template: { name: TEMPLATE },
      data: { notice: { title, paragraphs: [title], actionUrl: await jumpstationOf(deps, wanted.url) } },
      heedsQuietHours: false,
    },
  });
  return accepted.ok;
}

/** The one customer who has the number; otherwise the number itself. */
async function recipientOf(
  { store }: VoiceCallDeps,
  { customers, to, language }: LinkWanted,
): Promise<SendInput["to"]> {
  const [only, ...others] = customers;
  const [row] =
    only === undefined || others.length > 0
      ? []
      : await store.read<{ code: string }>(sql`select code from customers where id = ${only}`);
  return row === undefined ? { address: to, locale: language, zone: "UTC" } : { customer: row.code };
}

/** Counted before it is sent; the same turn told again is not a second text, since its message has a key of its own. */
async function takeText({ store, clock }: VoiceCallDeps, { callSid, phoneHash, turn }: CallRow): Promise<boolean> {
  const since = clock.now() - DAY_MS;
  const [rows = []] = await store.write<{ texts: number }>([
    sql`update voice_calls set texts = texts + 1 where call_sid = ${callSid} and turn = ${turn}
      and (select sum(o.texts) from voice_calls o where o.phone_hash = ${phoneHash} and o.started_at > ${since}) < ${TEXTS_A_DAY}
      returning texts`,
  ]);
  return rows.length > 0;
}

async function jumpstationOf({ publicUrl, linkKeys, linkIdsOf, clock }: VoiceCallDeps, url: string): Promise<string> {
  if (url.startsWith(`${publicUrl}/`)) return url;
  const [id = 0] = await linkIdsOf([{ url, kind: "page", productCode: "", category: "" }]);
  const day = tokenDayOf(clock.now()) + LINK_DAYS;
  return `${publicUrl}/c/${signToken(linkKeys, "campaign", { messageNumber: id, link: 0, day })}`;
}
