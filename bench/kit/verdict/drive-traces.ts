import { sql } from "drizzle-orm";
import { keptHeaders } from "#clicks/click-headers.ts";
import type { ClickRecord, JournaledClick } from "#clicks/click-record.ts";
import { KEPT_SIGNALS, type KeptSignals, signalsOf } from "#clicks/kept-signals.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import { OPT_OUT_LINK } from "#clicks/opt-out-link.ts";
import { settleClicks } from "#clicks/settle-clicks.ts";
import { DAY_MS, HOUR_MS, manualClock, SECOND_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { columns, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { type Verdict, verdictOf } from "#tracking/verdict.ts";
import { freshStore } from "../../../tests/worlds/fresh-store.ts";
import type { Trace, TracedRequest } from "./trace.ts";

/** A request with what became of it: without a verdict where the jumpstation keeps no record of such a request. */
export type JudgedRequest = {
  readonly trace: Trace;
  readonly request: TracedRequest;
  readonly verdict: Verdict | undefined;
  /** the verdict of the first look, ten seconds after the request */
  readonly firstVerdict: Verdict | undefined;
  /** the same kept signals, judged again, give another verdict */
  readonly isChangedByRerun: boolean;
};

/** Settling waits ten seconds and is called once a second. */
const SETTLED_AFTER_MS = 11 * SECOND_MS;
/** The newest browsers of the traces are of this month. */
const BEGIN = Date.UTC(2026, 0, 1);
const LINKS = 16;

/**
 * Leads traces through the way that clicks take: records as the routes write them, projection, and settling with what is
 * known ten seconds, an hour and a day later and not what is known in the end. `knowsNetworks`: whether records carry the autonomous system, as
 * at the edge, or not, as on a server of one's own.
 */
export async function driveTraces(
  traces: readonly Trace[],
  { knowsNetworks }: { readonly knowsNetworks: boolean },
): Promise<readonly JudgedRequest[]> {
  const store = await freshStore();
  await store.write([
    sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${LINKS})
      insert into links (id, destination, kind, product_code, category, created_at)
      select n, 'https://shop.example/p/' || n, 'product', 'P' || n, 'garden', 0 from series`,
  ]);
  const secret = secretFrom(new Uint8Array(32).fill(5));
  const clock = manualClock(BEGIN);
  const ids = idsFrom(clock, (size) => new Uint8Array(size));
  const deps = { store, clock, secret, ids, defaultCountry: "GB", projectors: [], mergers: [] };
  const judged: JudgedRequest[] = [];
  for (const trace of traces) {
    // Each on the same day in an empty database: none's requests are in sight of another's, and browsers do not grow old.
    await forgetTrace(store);
    clock.set(BEGIN);
    await insertDeliveries(store, rowsOf(trace, { begin: BEGIN, firstMessage: 1 }));
    const first = await walk(deps, stepsOf(trace, { begin: BEGIN, firstMessage: 1, knowsNetworks }));
    judged.push(...(await readVerdicts(store, trace, first)));
  }
  await store.close();
  return judged;
}

async function forgetTrace(store: Store): Promise<void> {
  const tables = ["clicks", "click_reviews", "events", "affinities", "messages", "customers"];
  await store.write(tables.map((table) => sql.raw(`delete from ${table}`)));
}

type Place = { readonly begin: number; readonly firstMessage: number };
type DeliveryRow = readonly [message: number, acceptedAt: number | null, links: readonly number[]];

/** A message is known as accepted from the start, unless somebody asks for its links before it is. */
function rowsOf({ deliveries, requests }: Trace, { begin, firstMessage }: Place): readonly DeliveryRow[] {
  const early = new Set(requests.filter((request) => isEarly(request, deliveries)).map(({ delivery }) => delivery));
  return deliveries.map(({ acceptedAt, links }, no) => [
    firstMessage + no,
    early.has(no) ? null : begin + acceptedAt,
    Array.from({ length: links }, (_, link) => link + 1),
  ]);
}

function isEarly({ delivery, at }: TracedRequest, deliveries: Trace["deliveries"]): boolean {
  return at < (deliveries[delivery]?.acceptedAt ?? 0);
}

async function insertDeliveries(store: Store, rows: readonly DeliveryRow[]): Promise<void> {
  await store.write([
    sql`insert into customers (id, code, is_tracked, created_at, updated_at)
      select item.value ->> 0, 'c' || (item.value ->> 0), 1, 0, 0 from ${jsonRows(rows)}`,
    sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, accepted_at, links)
      select ${columns(1)}, item.value ->> 0, 1, '2026-01-01', 'email', 'attempting', 0, 0, item.value ->> 1, item.value ->> 2
      from ${jsonRows(rows)}`,
  ]);
}

type Step = { readonly at: number } & (
  | { readonly kind: "accepted"; readonly message: number }
  | { readonly kind: "asked"; readonly click: JournaledClick }
);

/** What happens in the order of time, on the clock's own time. */
function stepsOf(trace: Trace, place: Place & { knowsNetworks: boolean }): readonly Step[] {
  const { begin, firstMessage } = place;
  const accepted = rowsOf(trace, place).flatMap(([message, known], no): Step[] =>
    known === null ? [{ kind: "accepted", at: begin + (trace.deliveries[no]?.acceptedAt ?? 0), message }] : [],
  );
  const asked = trace.requests.flatMap((request, no): Step[] => {
    const record = recordOf(request, { ...place, messageNumber: firstMessage + request.delivery });
    return record === undefined ? [] : [{ kind: "asked", at: record.at, click: { key: String(no), record } }];
  });
  return [...accepted, ...asked].sort((a, b) => a.at - b.at);
}

/**
 * The record that the routes would write, or nothing: a method that the unsubscribe page refuses, and targets that a message
 * does not have (pictures are not counted, and links that nobody sees are not offered).
 */
function recordOf(
  { at, target, method, address, asn, headers }: TracedRequest,
  place: { readonly begin: number; readonly messageNumber: number; readonly knowsNetworks: boolean },
): ClickRecord | undefined {
  if (target.kind === "unsubscribe" && method !== "GET" && method !== "HEAD") return undefined;
  if (target.kind === "pixel" || target.kind === "hidden") return undefined;
  return {
    at: place.begin + at,
    ...(target.kind === "link"
      ? { purpose: "click", linkNo: target.no }
      : { purpose: "unsubscribe", linkNo: OPT_OUT_LINK }),
    messageNumber: place.messageNumber,
    method,
    address,
    ...(place.knowsNetworks ? { asn } : {}),
    headers: keptHeaders((name) => headers[name]),
  };
}

type WalkDeps = Parameters<typeof settleClicks>[0] & { readonly clock: ReturnType<typeof manualClock> };

/** Gives the first verdicts by journal key; the last ones are in the database. */
async function walk(deps: WalkDeps, steps: readonly Step[]): Promise<ReadonlyMap<string, Verdict>> {
  const first = new Map<string, Verdict>();
  let open: number[] = [];
  let unwritten: JournaledClick[] = [];
  const settleBefore = async (until: number) => {
    while (open[0] !== undefined && open[0] + SETTLED_AFTER_MS < until) {
      const now = open[0] + SETTLED_AFTER_MS;
      deps.clock.set(now);
      await projectClicks(deps, unwritten);
      unwritten = [];
      await settleClicks(deps);
      for (const { key, verdict } of await readSettled(deps.store, now)) first.set(key, verdict);
      open = open.filter((at) => at > now - SETTLED_AFTER_MS + SECOND_MS);
    }
  };
  for (const step of steps) {
    await settleBefore(step.at);
    deps.clock.set(Math.max(step.at, deps.clock.now()));
    if (step.kind === "accepted") {
      await deps.store.write([sql`update messages set accepted_at = ${step.at} where id = ${step.message}`]);
    } else {
      open.push(step.at);
      unwritten.push(step.click);
    }
  }
  await settleBefore(Number.POSITIVE_INFINITY);
  for (const later of [HOUR_MS, DAY_MS]) {
    deps.clock.advance(later);
    await settleClicks(deps);
  }
  return first;
}

function readSettled(store: Store, at: number): Promise<ReadonlyArray<{ key: string; verdict: Verdict }>> {
  return store.read(sql`select journal_key as key, verdict from clicks where settled_at = ${at}`);
}

async function readVerdicts(
  store: Store,
  trace: Trace,
  first: ReadonlyMap<string, Verdict>,
): Promise<readonly JudgedRequest[]> {
  const rows = await store.read<KeptSignals & { key: string; verdict: Verdict; settledAt: number | null }>(
    sql`select k.journal_key as key, k.verdict, k.settled_at as settledAt, ${KEPT_SIGNALS}
      from clicks k join click_signals s on s.id = k.signals_id`,
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return trace.requests.map((request, no) => {
    const key = String(no);
    const row = byKey.get(key);
    if (row?.settledAt === null) throw new Error(`A click of ${trace.scenario} was never settled.`);
    const isChangedByRerun = row !== undefined && verdictOf(signalsOf(row)).verdict !== row.verdict;
    return { trace, request, verdict: row?.verdict, firstVerdict: first.get(key), isChangedByRerun };
  });
}
