import { findSegment } from "#segments/segment.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { drainQueue } from "./drain-queue.ts";
import { forgetChanges } from "./forget-changes.ts";
import { loadRules, type LiveSegment } from "./load-rules.ts";
import { isSweepDue, sweepSlice } from "./sweep-segment.ts";

export type RefreshSettings = {
  /** For the queue, and as much for the walks: neither starves the other. What is not done by then waits for the next turn. */
  readonly budgetMs: number;
  /** Rounds of the queue, and slices of walks, whatever the clock says. */
  readonly steps: number;
  readonly breathe?: (() => Promise<void>) | undefined;
};

export type RefreshReport = {
  /** Customers whose marks were seen. */
  readonly asked: number;
  /** Slices of walks over all customers. */
  readonly slices: number;
};

const defaults: RefreshSettings = { budgetMs: 1_000, steps: 100 };

/**
 * One turn of keeping segments up to date: first the customers about whom something new is known, then the walks that are
 * due. Bounded, and each step can be repeated, so that it may be killed anywhere and run by several at once.
 */
export async function refreshSegments(
  deps: SegmentDeps,
  settings: Partial<RefreshSettings> = {},
): Promise<RefreshReport> {
  const bounds = { ...defaults, ...settings };
  const live = await loadRules(deps.store);
  const asked = await drain(deps, live, turnOf(deps, bounds));
  const turn = turnOf(deps, bounds);
  let slices = 0;
  for (const one of live) {
    if (isSweepDue(one.segment, deps.clock.now())) slices += await sweep(deps, one, turn);
  }
  await forgetChanges(deps);
  return { asked, slices };
}

type Turn = { readonly goesOn: () => boolean; readonly breathe: () => Promise<void> };

function turnOf({ clock }: SegmentDeps, { budgetMs, steps, breathe }: RefreshSettings): Turn {
  const endsAt = clock.now() + budgetMs;
  let left = steps;
  return {
    goesOn: () => (left -= 1) >= 0 && clock.now() <= endsAt,
    breathe: async () => breathe?.(),
  };
}

async function drain(deps: SegmentDeps, live: readonly LiveSegment[], turn: Turn): Promise<number> {
  let asked = 0;
  while (turn.goesOn()) {
    const count = await drainQueue(deps, live);
    if (count === 0) break;
    asked += count;
    await turn.breathe();
  }
  return asked;
}

async function sweep(deps: SegmentDeps, live: LiveSegment, turn: Turn): Promise<number> {
  let { segment } = live;
  let slices = 0;
  while (turn.goesOn()) {
    const { isOver } = await sweepSlice(deps, { ...live, segment });
    slices += 1;
    if (isOver) break;
    const now = await findSegment(deps.store, segment.code);
    // Deleted or changed meanwhile: its next turn begins anew.
    if (now?.version !== segment.version) break;
    segment = now;
    await turn.breathe();
  }
  return slices;
}
