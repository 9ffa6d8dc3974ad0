import { sql, type SQL } from "drizzle-orm";
import { KEPT_SIGNALS, type KeptSignals, signalsOf } from "#clicks/kept-signals.ts";
import { OPT_OUT_LINK } from "#clicks/opt-out-link.ts";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import { type ClickVerdict, type Verdict, verdictOf } from "#tracking/verdict.ts";

/** A click as operators see it: what it led to and why it counts, or does not. No address, no agent. */
export type ClickLine = {
  readonly id: number;
  readonly at: number;
  /** 0 where the link was the same for everybody */
  readonly messageNumber: number;
  readonly customer: string | null;
  readonly destination: string | null;
  readonly productCode: string | null;
  readonly verdict: Verdict;
  readonly isSettled: boolean;
  readonly device: string;
  readonly isOptOut: boolean;
  readonly reasons: ClickVerdict["reasons"];
};

type Row = Omit<ClickLine, "isSettled" | "isOptOut" | "reasons"> &
  KeptSignals & {
    readonly settledAt: number | null;
    readonly linkNo: number;
  };

export type ClickRequest = {
  readonly verdict?: Verdict | undefined;
  /** epoch ms; only later clicks */
  readonly since?: number | undefined;
  /** Without opened unsubscribe pages, as the overview counts. */
  readonly isContentOnly?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

const lines = sql`select k.id, k.at, k.message_id as messageNumber, c.code as customer, l.destination,
    l.product_code as productCode, k.verdict, k.settled_at as settledAt, k.device, k.link_no as linkNo, ${KEPT_SIGNALS}
  from clicks k join click_signals s on s.id = k.signals_id left join customers c on c.id = k.customer_id left join links l on l.id = k.link_id`;

/** Clicks, newest first, by clicks_by_time. */
export async function listClicks(store: Store, request: ClickRequest): Promise<Page<ClickLine>> {
  const rows = await store.read<Row>(clicksQuery(request));
  return pageOf(rows.map(lineOf), request.limit, ({ at, id }) => [at, id]);
}

export function clicksQuery({ verdict, since, isContentOnly, cursor, limit }: ClickRequest): SQL {
  const [at = Number.MAX_SAFE_INTEGER, id = Number.MAX_SAFE_INTEGER] =
    (cursor === undefined ? undefined : decodeCursor(cursor)) ?? [];
  return sql`${lines} where (k.at, k.id) < (${at}, ${id}) ${verdict === undefined ? sql`` : sql`and k.verdict = ${verdict}`}
    ${since === undefined ? sql`` : sql`and k.at > ${since}`}
    ${isContentOnly === true ? sql`and k.link_no <> ${OPT_OUT_LINK}` : sql``}
    order by k.at desc, k.id desc limit ${limit + 1}`;
}

/** The clicks of one message, by clicks_by_message. */
export async function clicksOfMessage(store: Store, messageNumber: number): Promise<readonly ClickLine[]> {
  const rows = await store.read<Row>(sql`${lines} where k.message_id = ${messageNumber} order by k.at limit 200`);
  return rows.map(lineOf);
}

/** The verdict as it was settled; its reasons are found again from the kept signals. */
function lineOf(row: Row): ClickLine {
  const { id, at, messageNumber, customer, destination, productCode, verdict, device, settledAt, linkNo } = row;
  return {
    id,
    at,
    messageNumber,
    customer,
    destination,
    productCode,
    verdict,
    device,
    isSettled: settledAt !== null,
    isOptOut: linkNo === OPT_OUT_LINK,
    reasons: verdictOf(signalsOf(row)).reasons,
  };
}

export type VerdictCount = { readonly verdict: Verdict; readonly count: number };

/** Clicks on content since an instant; opened unsubscribe pages are none. A range of clicks_by_time. */
export function countVerdicts(store: Store, since: number): Promise<readonly VerdictCount[]> {
  return store.read<VerdictCount>(
    sql`select verdict, count(*) as count from clicks where at > ${since} and link_no <> ${OPT_OUT_LINK} group by verdict`,
  );
}
