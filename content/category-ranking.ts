import { forEachBit, type Bitset } from "./bitset.ts";

/** True where the first is to stand before the second; a strict total order. */
export type IsBetter = (left: number, right: number) => boolean;

/** Hands out candidates from the best down, category by category closed on the way. */
export type CategoryRanking = {
  /** The best candidate that has not been handed out and whose category is open; undefined at the end. */
  readonly next: (isOpen: (category: number) => boolean) => number | undefined;
};

/**
 * A heap of categories over a heap in each category. A category's heap is built when its first candidate has been taken, and
 * a category that is full is dropped whole: k places of n candidates cost O(n + k log n) however the categories lie.
 *
 * `candidates` are in category order (catalogue-index.ts).
 */
export function rankByCategory(candidates: Bitset, categoryOf: Int32Array, isBetter: IsBetter): CategoryRanking {
  const runs = runsOf(candidates, categoryOf, isBetter);
  const isRunBetter: IsBetter = (left, right) => isBetter(topOf(runs[left]), topOf(runs[right]));
  const heap = [...runs.keys()];
  for (let node = (heap.length >>> 1) - 1; node >= 0; node -= 1) siftDown(heap, node, isRunBetter);
  return {
    next: (isOpen) => {
      for (let run = runs[heap[0] ?? -1]; run !== undefined; run = runs[heap[0] ?? -1]) {
        const taken = isOpen(run.category) ? takeTop(run, isBetter) : undefined;
        if (taken === undefined || run.members.length === 0) dropRoot(heap, isRunBetter);
        else siftDown(heap, 0, isRunBetter);
        if (taken !== undefined) return taken;
      }
      return undefined;
    },
  };
}

/** The candidates of one category. The best is at 0; the rest is a heap once `isHeap`. */
type Run = { readonly category: number; readonly members: number[]; isHeap: boolean };

function runsOf(candidates: Bitset, categoryOf: Int32Array, isBetter: IsBetter): readonly Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  forEachBit(candidates, (index) => {
    const category = categoryOf[index] ?? -1;
    if (run?.category !== category) runs.push((run = { category, members: [], isHeap: false }));
    const { members } = run;
    const best = members[0];
    if (best !== undefined && isBetter(index, best)) {
      members[0] = index;
      members.push(best);
    } else members.push(index);
  });
  return runs;
}

function topOf(run: Run | undefined): number {
  return run?.members[0] ?? -1;
}

function takeTop(run: Run, isBetter: IsBetter): number | undefined {
  const { members } = run;
  const top = members[0];
  dropRoot(members, run.isHeap ? isBetter : undefined);
  if (!run.isHeap) {
    for (let node = (members.length >>> 1) - 1; node >= 0; node -= 1) siftDown(members, node, isBetter);
    run.isHeap = true;
  }
  return top;
}

/** Without an order the last member merely takes the root's place. */
function dropRoot(heap: number[], isBetter: IsBetter | undefined): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  if (isBetter !== undefined) siftDown(heap, 0, isBetter);
}

function siftDown(heap: number[], from: number, isBetter: IsBetter): void {
  const moved = heap[from];
  if (moved === undefined) return;
  let node = from;
  for (;;) {
    let child = 2 * node + 1;
    let best = heap[child];
    if (best === undefined) break;
    const other = heap[child + 1];
    if (other !== undefined && isBetter(other, best)) [child, best] = [child + 1, other];
    if (!isBetter(best, moved)) break;
    heap[node] = best;
    node = child;
  }
  heap[node] = moved;
}
