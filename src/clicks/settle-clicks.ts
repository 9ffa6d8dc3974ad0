import { sql } from "drizzle-orm";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { type NewEvent, recordEvents } from "#customers/record-events.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { type ClickVerdict, verdictOf } from "#tracking/verdict.ts";
import { type KeptSignals, signalsOf } from "./kept-signals.ts";

/** A scanner's other links and its neighbours' mail follow within seconds: a verdict waits for them. */
const SETTLE_AFTER_MS = 10 * SECOND_MS;
const BATCH = 500;
/** Batches of one round: what is left waits for the next, so that a flood of clicks does not hold up the clockwork. */
const MAX_BATCHES = 20;
/** Neighbouring clicks that are looked at: signals ask for three links or five recipients, and a flood must stay cheap. */
const LOOK_AT = 200;
/** Different ones among them that are counted: well above what any signal asks for, and a look ends when it has seen them. */
const COUNT_TO = 10;

type OpenClick = KeptSignals & {
  readonly id: number;
  readonly messageNumber: number;
  readonly customerId: number;
  readonly linkNo: number;
  readonly at: number;
  /** A person's click on the same link, settled before this batch, a moment earlier. */
  readonly isRepeated: number;
  readonly productCode: string | null;
  readonly category: string | null;
  readonly isTracked: number | null;
};

/**
 * Gives clicks their last verdict, with what happened around them, and makes a person's click behaviour: an event that
 * scores and rules read. A machine's click stays a row and nothing else. Returns how many were settled.
 */
export async function settleClicks(
  deps: CustomerDeps,
  breathe: () => Promise<void> = async () => undefined,
): Promise<{ settled: number; people: number }> {
  const now = deps.clock.now();
  let settled = 0;
  let people = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const open = await findOpen(deps.store, now - SETTLE_AFTER_MS);
    if (open.length === 0) break;
    const judged = open.map((click) => ({ click, verdict: verdictOf(signalsOf(click)) }));
    const events = judged.filter(countsOnce()).map(({ click }) => eventOf(click));
    // Events first: a crash between the two writes repeats them, and they are known by their click's number.
    await recordEvents(deps, events);
    await deps.store.write([
      sql`update clicks set ms_since_delivery = item.value ->> 1, links_nearby = item.value ->> 2,
        opt_outs_nearby = item.value ->> 3, recipients_nearby = item.value ->> 4, verdict = item.value ->> 5,
        verdict_version = item.value ->> 6, settled_at = ${now} from ${jsonRows(judged.map(rowOf))}
        where clicks.id = item.value ->> 0`,
    ]);
    settled += judged.length;
    people += events.length;
    await breathe();
  }
  return { settled, people };
}

type Judged = { readonly click: OpenClick; readonly verdict: ClickVerdict };

function rowOf({ click, verdict }: Judged): readonly unknown[] {
  const { id, msSinceDelivery, linksNearby, optOutsNearby, recipientsNearby } = click;
  return [id, msSinceDelivery, linksNearby, optOutsNearby, recipientsNearby, verdict.verdict, verdict.version];
}

/** An opened unsubscribe page is no interest, and without consent to be tracked nothing is kept under a name. */
function isBehaviour({ click, verdict }: Judged): boolean {
  return verdict.verdict === "person" && click.customerId > 0 && click.isTracked === 1 && click.linkNo !== OPT_OUT_LINK;
}

/** Double clicks, a mail program's own look beside the reader's: the same link within this time is one act. */
const SAME_ACT_MS = 10 * SECOND_MS;

/** Behaviour, the first of each act: a filter for one batch, in the order of time. */
function countsOnce(): (judged: Judged) => boolean {
  const acts = new Map<string, number>();
  return (judged) => {
    if (!isBehaviour(judged)) return false;
    const { messageNumber, linkNo, at, isRepeated } = judged.click;
    const link = `${messageNumber}:${linkNo}`;
    const last = acts.get(link);
    acts.set(link, at);
    return isRepeated === 0 && (last === undefined || at - last > SAME_ACT_MS);
  };
}

/** The link number under which an opened unsubscribe page is kept. */
export const OPT_OUT_LINK = 255;

function eventOf(click: OpenClick): NewEvent {
  return {
    messageId: `click:${click.id}`,
    customerId: click.customerId,
    kind: "click",
    name: "click",
    category: click.category === "" ? null : click.category,
    productCode: click.productCode === "" ? null : click.productCode,
    at: click.at,
    source: "jumpstation",
    channel: "email",
  };
}

async function findOpen(store: Store, before: number): Promise<OpenClick[]> {
  return store.read<OpenClick>(
    sql`select k.id, k.message_id as messageNumber, k.customer_id as customerId, k.link_no as linkNo, k.at, s.body as signals,
      k.at - m.accepted_at as msSinceDelivery, l.product_code as productCode, l.category, c.is_tracked as isTracked,
      (select count(*) from (select distinct link_no from (select o.link_no from clicks o where o.message_id = k.message_id
        and k.message_id > 0 and o.at between k.at - 5000 and k.at + 5000 limit ${LOOK_AT}) limit ${COUNT_TO}))
        as linksNearby,
      exists (select 1 from clicks o where o.message_id = k.message_id and k.message_id > 0 and o.link_no = ${OPT_OUT_LINK}
        and o.at between k.at - 5000 and k.at + 5000) as optOutsNearby,
      (select count(*) from (select distinct message_id from (select o.message_id from clicks o where o.network = k.network
        and o.network <> '' and o.at between k.at - 60000 and k.at + 60000 limit ${LOOK_AT}) limit ${COUNT_TO}))
        as recipientsNearby,
      exists (select 1 from (select o.verdict, o.settled_at from clicks o where o.message_id = k.message_id
        and k.message_id > 0 and o.at between k.at - ${SAME_ACT_MS} and k.at and o.link_no = k.link_no and o.id <> k.id
        limit ${LOOK_AT}) where settled_at is not null and verdict = 'person') as isRepeated
      from clicks k join click_signals s on s.id = k.signals_id left join messages m on m.id = k.message_id
      left join links l on l.id = k.link_id left join customers c on c.id = k.customer_id
      where k.settled_at is null and k.at <= ${before} order by k.at limit ${BATCH}`,
  );
}
