import { unitOf } from "#kernel/random.ts";

/** Ids of the whole sample, at most. */
const MOST = 16_000;
/** Into so many parts it is cut, each of them spread over all ids. */
const PARTS = 16;

/**
 * The ids of a fixed sample: of each run of `step` ids one, drawn by chance once and for all. It is the same whoever asks and
 * whenever, until there are twice as many ids; so that a count does not waver while somebody types. Ids that belong to nobody
 * are drawn too: the sample is of ids, and so is what it is scaled up by.
 */
function sampleIds(maxId: number): readonly number[] {
  const step = stepFor(maxId);
  return Array.from({ length: Math.ceil(maxId / step) }, (_, run) =>
    Math.min(maxId, run * step + 1 + Math.floor(unitOf("segment sample", step, run) * step)),
  );
}

/** The sample in parts that can be asked one by one: after each of them what was asked is a sample of everybody. */
export function sampleParts(maxId: number): ReadonlyArray<readonly number[]> {
  const ids = sampleIds(maxId);
  if (ids.length <= MOST / PARTS) return ids.length === 0 ? [] : [ids];
  return Array.from({ length: PARTS }, (_, part) => ids.filter((__, index) => index % PARTS === part));
}

/** A power of two. */
function stepFor(maxId: number): number {
  let step = 1;
  while (maxId / step > MOST) step *= 2;
  return step;
}
