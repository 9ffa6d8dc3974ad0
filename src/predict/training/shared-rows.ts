import { lastFew } from "#kernel/last-few.ts";
import type { Store } from "#store/store.ts";
import { readRows, type Rows, type RowsQuestion } from "./read-rows.ts";
import { sourceOf } from "./task-needs.ts";

export type RowsReader = (question: RowsQuestion) => Promise<Rows>;

/** Tables of one training: what is learnt from, what came, and features as of three days. */
const KEPT = 6;

/**
 * Reads rows, and gives the same rows again to whoever asks for the same: predictions of one kind learn from one table, and look
 * over it once together. Keeps the last few.
 */
export function sharedRows(store: Store): RowsReader {
  const kept = lastFew<Rows>(KEPT);
  return (question) => kept(keyOf(question), () => readRows(store, question));
}

function keyOf({ prediction, cut, range, known }: RowsQuestion): string {
  const { subject, task, settings } = prediction;
  const source = sourceOf(prediction);
  const what = source.kind === "features" ? [known, settings.inputs] : [source.of, task === "cluster"];
  return JSON.stringify([subject, what, cut, range]);
}
