import { DAY_MS } from "#kernel/clock.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { type Score, writeScores } from "#predict/registry/scores/write-scores.ts";
import type { FittedTask } from "#predict/tasks/task.ts";
import type { Query } from "#store/store.ts";
import type { Slice } from "./score-slice.ts";
import type { Scoring } from "./scoring.ts";

/** Scores of one batch: some milliseconds of the one writer, whom others wait for. */
const AT_ONCE = 800;
const LEASE_MS = 600_000;

/**
 * Writes a slice in batches. Where each run stands moves in the batch of its scores, so that it may be killed anywhere; a batch
 * whose predecessor is missing moves nothing. `isInOrder`: the store keeps the order of writes that nobody waited for, so that
 * the next batch is ready when one is done.
 */
export async function writeSlice(deps: PredictDeps, slice: Slice, isInOrder: boolean): Promise<void> {
  const batches = batchesOf(slice, deps.clock.now());
  if (isInOrder) {
    await Promise.all(batches.map((batch) => deps.store.write(batch)));
    return;
  }
  for (const batch of batches) await deps.store.write(batch);
}

type Said = Slice["said"][number];

function batchesOf({ after, upTo, said }: Slice, now: number): ReadonlyArray<readonly Query[]> {
  const [first] = said;
  if (first === undefined) return [];
  const ids = Math.max(1, Math.floor(AT_ONCE / said.length));
  const parts = Math.ceil((upTo - after) / ids);
  const byPart = said.map(({ scores }) => partsOf(scores, parts, (id) => Math.floor((id - after - 1) / ids)));
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [after + part * ids, Math.min(upTo, after + (part + 1) * ids)];
    const scoresOf = (place: number) => byPart[place]?.[part] ?? [];
    const of = said.map(({ scoring }, place) => ({
      prediction: scoring.prediction,
      modelId: scoring.model.id,
      scores: scoresOf(place),
      expiresAt: expiryOf(scoring),
    }));
    const { subject } = first.scoring.prediction;
    return [
      ...writeScores({ subject, after: from, upTo: to, scoredAt: now, of }),
      ...said.map((one, place) => progress(one, { from, to, scored: scoresOf(place).length, now })),
    ];
  });
}

function partsOf(scores: readonly Score[], parts: number, partOf: (id: number) => number): Score[][] {
  const found = Array.from({ length: parts }, (): Score[] => []);
  for (const score of scores) found[partOf(score.id)]?.push(score);
  return found;
}

function expiryOf({ cutAt, fitted }: Scoring): number {
  return cutAt + standsMs(fitted);
}

/** The cut of a score with this expiry: a scoring that goes on behind midnight keeps the one that it began with. */
export function cutOf(fitted: FittedTask, expiresAt: number): number {
  return expiresAt - standsMs(fitted);
}

function standsMs({ card }: FittedTask): number {
  return Math.max(1, card.expiresAfterDays) * DAY_MS;
}

type Moved = { readonly from: number; readonly to: number; readonly scored: number; readonly now: number };

function progress({ scoring }: Said, { from, to, scored, now }: Moved): Query {
  return {
    sql: `update prediction_runs set scored_to = ?1, scored = scored + ?2, lease_until = ?3 where id = ?4 and scored_to = ?5
      and model_id = ?6`,
    params: [to, scored, now + LEASE_MS, scoring.run.id, from, scoring.model.id],
  };
}
