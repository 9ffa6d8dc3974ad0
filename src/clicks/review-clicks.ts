import { sql } from "drizzle-orm";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordEvents } from "#customers/record-events.ts";
import { takeBackEvents } from "#customers/take-back-events.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Statement, Store } from "#store/store.ts";
import { type Verdict, VERDICT_VERSION } from "#tracking/verdict.ts";
import { findOtherwiseCounted, relearnFor } from "./devices/relearn-for.ts";
import { eventIdOf, eventOf, isBehaviour } from "./click-event.ts";
import { actsOf, findAct } from "./find-acts.ts";
import { type JudgedClick, judgeClicks } from "./judge-clicks.ts";
import type { SettleSettings } from "./settle-settings.ts";

/**
 * The hour sees all that happens within an hour on both sides of a click; the day what came late: a journal that was read
 * behind time, an acceptance that was told afterwards. Newer rules begin again with the day's look, from the first click on.
 */
const LOOKS = [
  { delayMs: HOUR_MS, isOverAll: false },
  { delayMs: DAY_MS, isOverAll: true },
] as const;
type Look = (typeof LOOKS)[number];

const BATCH = 500;
/** Batches of one round and look: what is left waits for the next. */
const MOST_BATCHES = 10;

/**
 * Looks again at settled clicks, in the order in which they were projected. Where the verdict is another now, what had become
 * of the click is put right: an event is recorded, or taken back with all that was derived from it. Returns how many verdicts
 * changed.
 */
export async function reviewClicks(
  deps: CustomerDeps,
  { breathe = async () => undefined, mostBatches = MOST_BATCHES }: SettleSettings = {},
): Promise<number> {
  let changed = 0;
  for (const look of LOOKS) {
    let lastId = await findPlace(deps.store, look);
    for (let batch = 0; batch < mostBatches; batch += 1) {
      const due = await findDue(deps.store, lastId, deps.clock.now() - look.delayMs);
      const next = due.at(-1);
      if (next === undefined) break;
      changed += await reviewBatch(deps, look, due);
      lastId = next;
      await breathe();
      if (due.length < BATCH) break;
    }
  }
  return changed;
}

async function reviewBatch(deps: CustomerDeps, look: Look, ids: readonly number[]): Promise<number> {
  const found = await judgeClicks(deps.store, sql`k.id in (select value from json_each(${JSON.stringify(ids)}))`);
  // What lost its name has lost what was known around it: its verdict stays as it was.
  const judged = found.filter(({ click }) => click.around !== null);
  const changed = judged.filter(({ click, verdict }) => click.verdict !== verdict.verdict);
  // What comes of the verdicts before the verdicts: after a crash the batch is found again, and says the same.
  await putRight(deps, changed);
  const stale = judged.filter(
    ({ click, verdict, around }) => click.verdict !== verdict.verdict || click.around !== around,
  );
  const counted = await findOtherwiseCounted(deps.store, judged);
  await deps.store.write([
    ...rewrite(stale),
    ...relearnFor([...changed, ...counted]),
    keepPlace(look, ids.at(-1) ?? 0),
  ]);
  return changed.length;
}

/** A changed verdict changes what begins an act: its own click does or no longer does, and so for those after it. */
async function putRight(deps: CustomerDeps, changed: readonly JudgedClick[]): Promise<void> {
  const now = new Map<number, Verdict>(changed.map(({ click, verdict }) => [click.id, verdict.verdict]));
  const wanted = new Set<number>();
  const unwanted = new Set<number>();
  for (const { click } of changed.filter(({ click }) => click.messageNumber > 0)) {
    const act = (await findAct(deps.store, click)).map((one) => ({ ...one, verdict: now.get(one.id) ?? one.verdict }));
    const first = actsOf(act);
    // Of those before it the list does not know what came before them; and nothing changed for them.
    for (const { id } of act.filter(({ at }) => at >= click.at)) (first.has(id) ? wanted : unwanted).add(id);
  }
  await takeBackEvents(deps, [...unwanted].map(eventIdOf));
  if (wanted.size === 0) return;
  const ids = JSON.stringify([...wanted]);
  const begun = await judgeClicks(deps.store, sql`k.id in (select value from json_each(${ids}))`);
  const behaviour = begun.filter(({ click }) => isBehaviour(click, now.get(click.id) ?? click.verdict));
  await recordEvents(
    deps,
    behaviour.map(({ click }) => eventOf(click)),
  );
}

function rewrite(judged: readonly JudgedClick[]): Statement[] {
  if (judged.length === 0) return [];
  const rows = judged.map(({ click, verdict, around }) => [click.id, around, verdict.verdict, verdict.version]);
  return [
    sql`update clicks set around = item.value ->> 1, verdict = item.value ->> 2, verdict_version = item.value ->> 3
      from ${jsonRows(rows)} where clicks.id = item.value ->> 0`,
  ];
}

/** The next clicks by their numbers, up to the first that is too young: those are few behind it, and their time comes. */
async function findDue(store: Store, lastId: number, before: number): Promise<readonly number[]> {
  const rows = await store.read<{ id: number; isDue: number }>(
    sql`select id, at <= ${before} and settled_at is not null as isDue from clicks where id > ${lastId}
      order by id limit ${BATCH}`,
  );
  const young = rows.findIndex(({ isDue }) => isDue === 0);
  return (young < 0 ? rows : rows.slice(0, young)).map(({ id }) => id);
}

async function findPlace(store: Store, { delayMs, isOverAll }: Look): Promise<number> {
  const [row] = await store.read<{ lastId: number; version: number }>(
    sql`select last_id as lastId, verdict_version as version from click_reviews where delay_ms = ${delayMs}`,
  );
  if (row === undefined || (isOverAll && row.version !== VERDICT_VERSION)) return 0;
  return row.lastId;
}

function keepPlace({ delayMs }: Look, lastId: number): Statement {
  return sql`insert into click_reviews (delay_ms, last_id, verdict_version) values (${delayMs}, ${lastId}, ${VERDICT_VERSION})
    on conflict (delay_ms) do update set last_id = excluded.last_id, verdict_version = excluded.verdict_version`;
}
