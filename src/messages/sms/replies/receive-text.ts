import { sql } from "drizzle-orm";
import { type Reply, readReply } from "#channels/sms/read-reply.ts";
import { isPhoneNumber } from "#channels/sms-address.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import type { ConsentStatement, Fact } from "#customers/facts/fact.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import type { SmsSettingsSource } from "#messages/sms/sms-settings.ts";
import type { Store } from "#store/store.ts";
import { closeReply, openReply, type ReceivedReply, startStatements, stopStatements } from "./reply-statements.ts";
import { answerTo } from "./reply-words.ts";

export type ReceiveDeps = CustomerDeps & {
  readonly settings: SmsSettingsSource;
  /** The vendor's name as texts say it. */
  readonly vendorName: () => Promise<string>;
};

export type InboundText = {
  /** As the provider names it: what is told again has no second effect. */
  readonly sid: string;
  readonly from: string;
  /** Which of our numbers it was written to. */
  readonly to: string;
  readonly text: string;
  /** What the provider made of it, where it did, and answered itself. */
  readonly handledAs?: "stop" | "start" | "help" | undefined;
};

type Writer = { readonly id: number; readonly locale: string; readonly topics: string };

/** A number is one household's at most; more customers than this under one number are a mistake in the data. */
const MOST_WRITERS = 20;
const MOST_TEXT = 1_600;

/**
 * Takes a text that came in: her opt-out, her coming back, a question for help, or words for a person to read. It becomes an
 * event of every customer of that number, its words sealed in a note. Gives what is answered; undefined where nothing is, and for
 * a text that was answered before.
 */
export async function receiveText(deps: ReceiveDeps, inbound: InboundText): Promise<string | undefined> {
  if (!isPhoneNumber(inbound.from)) return undefined;
  const { store, clock, secret } = deps;
  const phoneHash = hashAddress(secret, "phone", inbound.from);
  const reply = await replyOf(store, inbound, phoneHash);
  const received: ReceivedReply = { sid: inbound.sid, phoneHash, reply, now: clock.now() };
  await store.write([openReply(received)]);
  const [row] = await store.read<{ done: number }>(
    sql`select is_done as done from sms_replies where sid = ${inbound.sid} and phone_hash = ${phoneHash}`,
  );
  if (row?.done !== 0) return undefined;
  const writers = await findWriters(store, phoneHash);
  const facts = writers.map((writer, index) => factOf({ inbound, received, writer, index }));
  await store.write([
    ...factStatements(deps, { by: "id", facts, receivedAt: received.now }),
    ...effectsOf(received, writers),
    closeReply(received),
  ]);
  if (inbound.handledAs !== undefined) return undefined;
  const { help } = await deps.settings();
  return answerTo(reply, writers[0]?.locale ?? "en", { vendor: await deps.vendorName(), help });
}

/** "Yes" is a word of its own where nothing was stopped: it answers a question that we did not ask. */
async function replyOf(store: Store, { text, handledAs }: InboundText, phoneHash: string): Promise<Reply> {
  if (handledAs !== undefined) return handledAs;
  const reply = readReply(text);
  if (reply !== "start" || !/^\W*yes\W*$/i.test(text.normalize("NFKC"))) return reply;
  const [stopped] = await store.read(
    sql`select 1 from suppressions where address_hash = ${phoneHash} and channel = 'sms' and scope = '' and reason = 'stop'`,
  );
  return stopped === undefined ? "none" : "start";
}

function effectsOf(received: ReceivedReply, writers: readonly Writer[]) {
  switch (received.reply) {
    case "stop":
    case "free_text_stop":
      return stopStatements(
        received,
        writers.map(({ id }) => id),
      );
    case "start":
      return startStatements(received);
    case "help":
    case "menu":
    case "needs_person":
    case "none":
      return [];
  }
}

/** Who has the number, with the topics of what comes to her by text. By the index on the number's hash. */
function findWriters(store: Store, phoneHash: string): Promise<Writer[]> {
  return store.read<Writer>(
    sql`select c.id, c.locale, (select json_group_array(distinct n.topic) from subscriptions s
        join newsletters n on n.id = s.newsletter_id
        where s.customer_id = c.id and s.state = 'active' and s.channel = 'sms') as topics
      from customers c where c.phone_hash = ${phoneHash} and c.erased_at is null and c.merged_into is null
      order by c.id limit ${MOST_WRITERS}`,
  );
}

type Said = {
  readonly inbound: InboundText;
  readonly received: ReceivedReply;
  readonly writer: Writer;
  readonly index: number;
};

function factOf({ inbound, received, writer, index }: Said): Fact {
  const { sid, to, text } = inbound;
  const { reply, now } = received;
  const words = text.slice(0, MOST_TEXT);
  return {
    messageId: `~text:${sid}${index === 0 ? "" : `:${index}`}`,
    customer: writer.id,
    kind: "track",
    name: "Text Received",
    category: null,
    productCode: null,
    // Free words that were read as an opt-out, or may be one, are for a person to look at.
    properties: { reply, to, needsPerson: reply === "free_text_stop" || reply === "needs_person" },
    at: now,
    source: "text",
    channel: "sms",
    consents: consentsOf(reply, { words, sid, topics: JSON.parse(writer.topics) as string[] }),
    ...(words.trim() === "" ? {} : { note: { disposition: null, category: null, note: words } }),
  };
}

/**
 * STOP ends her agreement to texts of every topic. START brings back the topics that she takes by text, each by its name: a
 * general yes would not stand against the general no before it (docs/decisions/0016).
 */
function consentsOf(
  reply: Reply,
  { words, sid, topics }: { readonly words: string; readonly sid: string; readonly topics: readonly string[] },
): readonly ConsentStatement[] {
  const act = (topic: string, state: ConsentStatement["state"]): ConsentStatement => ({
    purpose: "receive",
    channel: "sms",
    topic,
    state,
    wording: words,
    proof: { text: sid },
  });
  if (reply === "stop" || reply === "free_text_stop") return [act("", "withdrawn")];
  return reply === "start" ? topics.map((topic) => act(topic, "granted")) : [];
}
