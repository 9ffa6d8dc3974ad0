import { sql } from "drizzle-orm";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordEvents } from "#customers/record-events.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { jsonRows } from "#store/json-rows.ts";
import { eventOf, isBehaviour } from "./click-event.ts";
import { findRepeated, SAME_ACT_MS } from "./find-acts.ts";
import { type JudgedClick, judgeClicks } from "./judge-clicks.ts";
import { relearnFor } from "./devices/relearn-for.ts";
import { reviewClicks } from "./review-clicks.ts";
import type { SettleSettings } from "./settle-settings.ts";

/** A scanner's other links and its neighbours' mail follow within seconds: a first verdict waits for them. */
const SETTLE_AFTER_MS = 10 * SECOND_MS;
/** Clicks that are settled by one write. */
export const SETTLE_BATCH = 500;
/** Batches of one round: what is left waits for the next, so that a flood of clicks does not hold up the clockwork. */
const MOST_BATCHES = 20;
const MOST_REVIEWED = 10;

/**
 * Gives clicks their verdict, with what happened around them, and makes a person's click behaviour: an event that scores and
 * rules read. A machine's click stays a row and nothing else. What was settled is looked at again later (review-clicks.ts).
 * Returns how many were settled; fewer than it may settle were all that was due.
 */
export async function settleClicks(
  deps: CustomerDeps,
  { breathe = async () => undefined, mostBatches = MOST_BATCHES }: SettleSettings = {},
): Promise<{ settled: number; people: number }> {
  const now = deps.clock.now();
  let settled = 0;
  let people = 0;
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const judged = await judgeClicks(
      deps.store,
      sql`k.settled_at is null and k.at <= ${now - SETTLE_AFTER_MS} order by k.at limit ${SETTLE_BATCH}`,
    );
    if (judged.length === 0) break;
    const behaviour = judged.filter(({ click, verdict }) => isBehaviour(click, verdict.verdict));
    const repeated = await findRepeated(
      deps.store,
      behaviour.map(({ click }) => click),
    );
    const events = behaviour.filter(beginsAct(repeated)).map(({ click }) => eventOf(click));
    // Events first: a crash between the two writes repeats them, and they are known by their click's number.
    await recordEvents(deps, events);
    await deps.store.write([
      sql`update clicks set around = item.value ->> 1, verdict = item.value ->> 2, verdict_version = item.value ->> 3,
        settled_at = ${now} from ${jsonRows(judged.map(rowOf))} where clicks.id = item.value ->> 0`,
      ...relearnFor(behaviour),
    ]);
    settled += judged.length;
    people += events.length;
    await breathe();
    if (judged.length < SETTLE_BATCH) break;
  }
  // Older clicks are looked at again once no new one waits.
  if (settled < mostBatches * SETTLE_BATCH) {
    await reviewClicks(deps, { breathe, mostBatches: Math.min(mostBatches, MOST_REVIEWED) });
  }
  return { settled, people };
}

function rowOf({ click, verdict, around }: JudgedClick): readonly unknown[] {
  return [click.id, around, verdict.verdict, verdict.version];
}

/** The first click of each act: a filter for one batch, in the order of time. `repeated` are those that an earlier one holds. */
function beginsAct(repeated: ReadonlySet<number>): (judged: JudgedClick) => boolean {
  const acts = new Map<string, number>();
  return ({ click: { id, messageNumber, linkNo, at } }) => {
    const link = `${messageNumber}:${linkNo}`;
    const last = acts.get(link);
    acts.set(link, at);
    return !repeated.has(id) && (last === undefined || at - last > SAME_ACT_MS);
  };
}
