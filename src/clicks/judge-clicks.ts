import { type SQL, sql } from "drizzle-orm";
import { MINUTE_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import type { Surroundings } from "#tracking/click-signals.ts";
import type { RequestSignals } from "#tracking/signals.ts";
import { AROUND_MS, type LinkRequested, surroundingsOf } from "#tracking/surroundings.ts";
import { type ClickVerdict, type Verdict, verdictOf } from "#tracking/verdict.ts";
import { OPT_OUT_LINK } from "./opt-out-link.ts";
import { readSignalBodies } from "./read-signal-bodies.ts";

/** A click with all that it takes to make behaviour of it. */
export type ClickRow = {
  readonly id: number;
  /** 0 for a click that leads to no message any more, or never did */
  readonly messageNumber: number;
  readonly customerId: number;
  readonly linkNo: number;
  readonly at: number;
  readonly verdict: Verdict;
  /** JSON of Surroundings as they were at the last look, or null */
  readonly around: string | null;
  readonly productCode: string | null;
  readonly category: string | null;
  readonly isTracked: number | null;
};

export type JudgedClick = { readonly click: ClickRow; readonly verdict: ClickVerdict; readonly around: string };

/** Requests that are looked at on each side of a click, the nearest ones: signals ask for a few, and a flood must stay cheap. */
const LOOK_AT = 64;
/** Neighbours of a network that are looked at, and different recipients among them that are counted. */
const LOOK_AT_NETWORK = 200;
const COUNT_TO = 10;
/** A network's recipients count as hasty within this time of their delivery; AROUND it the network is looked at. */
const HASTY_MS = 2 * MINUTE_MS;
const NETWORK_MS = MINUTE_MS;
const SCAN_MS = 10 * MINUTE_MS;
/** What only somebody does who is there. An opened page is none of it: programs that follow links open it too. */
const ACTIONS = ["Product Selected", "Product Chosen", "Product Added", "Checkout Started", "Order Completed"] as const;

type Found = ClickRow & {
  readonly network: string;
  readonly browser: string;
  readonly signalsId: number;
  readonly linkCount: number;
  readonly msSinceDelivery: number | null;
  /** JSON arrays of [at, link, network, browser, row of click_signals] */
  readonly before: string;
  readonly after: string;
  readonly recipients: number;
  readonly scanned: number;
  readonly hasActed: number;
};

type Neighbour = readonly [at: number, linkNo: number, network: string, browser: string, signalsId: number];

/**
 * Verdicts over clicks, with what is known around each by now. `which` is a condition on `clicks as k` with its order and
 * limit. The same rows give the same verdicts, whenever they are asked for.
 */
export async function judgeClicks(store: Store, which: SQL): Promise<readonly JudgedClick[]> {
  const found = await store.read<Found>(clicksAround(which));
  const near = found.map((click) => [...parse(click.before), ...parse(click.after)]);
  const numbers = new Set([...found.map(({ signalsId }) => signalsId), ...near.flat().map(([, , , , id]) => id)]);
  const bodies = await readSignalBodies(store, [...numbers]);
  const bodyOf = (id: number): RequestSignals => {
    const body = bodies.get(id);
    if (body === undefined) throw new Error("A click's signals are not to be found.");
    return body;
  };
  return found.map((row, index) => {
    const own = { ...row, signals: bodyOf(row.signalsId) };
    const others = (near[index] ?? []).map(([at, linkNo, network, browser, signalsId]): LinkRequested => {
      return { at, linkNo, network, browser, signals: bodyOf(signalsId) };
    });
    const around = surroundingsIn(own, others);
    return { click: row, verdict: verdictOf({ ...own.signals, ...around }), around: JSON.stringify(around) };
  });
}

function surroundingsIn(click: Found & LinkRequested, others: readonly LinkRequested[]): Surroundings {
  const { msSinceDelivery, linkCount, recipients, scanned, hasActed } = click;
  return {
    ...(msSinceDelivery === null ? {} : { msSinceDelivery }),
    ...surroundingsOf(click, others, { count: linkCount, optOutLink: OPT_OUT_LINK }),
    ...(recipients > 1 ? { recipientsOfNetwork: recipients } : {}),
    ...(scanned > 1 ? { messagesScanned: scanned } : {}),
    ...(hasActed === 1 ? { hasLaterAction: true } : {}),
  };
}

function parse(neighbours: string): readonly Neighbour[] {
  return neighbours === "[]" ? [] : (JSON.parse(neighbours) as Neighbour[]);
}

/** The nearest requests for links of the click's message on one side of it, by clicks_by_message. */
function nearest(side: "before" | "after"): SQL {
  const range =
    side === "before"
      ? sql`o.at between k.at - ${AROUND_MS} and k.at`
      : sql`o.at between k.at + 1 and k.at + ${AROUND_MS}`;
  const order = side === "before" ? sql`desc` : sql`asc`;
  return sql`(select json_group_array(json_array(at, link_no, network, browser, signals_id)) from
    (select o.at, o.link_no, o.network, o.browser, o.signals_id from clicks o where o.message_id = k.message_id
      and k.message_id > 0 and ${range} and o.id <> k.id order by o.at ${order} limit ${LOOK_AT}))`;
}

/**
 * A message that is still being handed over while its links are asked for: the click came before its acceptance. An outcome
 * that stays unknown is another state, and tells nothing.
 */
function clicksAround(which: SQL): SQL {
  return sql`select k.id, k.message_id as messageNumber, k.customer_id as customerId, k.link_no as linkNo, k.at, k.verdict,
      k.around, k.network, k.browser, k.signals_id as signalsId,
      coalesce(k.at - m.accepted_at, iif(m.state = 'attempting', -1, null)) as msSinceDelivery,
      coalesce(json_array_length(m.links), 0) as linkCount, l.product_code as productCode, l.category, c.is_tracked as isTracked,
      ${nearest("before")} as before, ${nearest("after")} as after,
      iif(k.network <> '' and k.at - m.accepted_at < ${HASTY_MS}, (select count(*) from (select distinct message_id from
        (select o.message_id from clicks o cross join messages n on n.id = o.message_id where o.network = k.network
          and o.at between k.at - ${NETWORK_MS} and k.at + ${NETWORK_MS} and o.at - n.accepted_at < ${HASTY_MS}
          limit ${LOOK_AT_NETWORK}) limit ${COUNT_TO})), 0) as recipients,
      iif(k.network <> '', (select count(*) from (select message_id from (select o.message_id, o.link_no from clicks o
          where o.network = k.network and o.at between k.at - ${SCAN_MS} and k.at + ${SCAN_MS} limit ${LOOK_AT_NETWORK})
        group by message_id having count(distinct link_no) >= 3 limit ${COUNT_TO})), 0) as scanned,
      k.customer_id > 0 and exists (select 1 from events e where e.customer_id = k.customer_id
        and e.name in (${sql.join(
          ACTIONS.map((name) => sql`${name}`),
          sql`, `,
        )})
        and e.at between k.at + 1000 and k.at + ${AROUND_MS}) as hasActed
    from clicks k left join messages m on m.id = k.message_id left join links l on l.id = k.link_id
    left join customers c on c.id = k.customer_id where ${which}`;
}
