import type { RuleAnswers } from "./answer-rules.ts";
import { bitsWhere, dropBits, forEachBit, keepBits, type Bitset } from "./bitset.ts";
import type { CatalogueIndex } from "./catalogue-index.ts";
import type { IsBetter } from "./category-ranking.ts";
import type { PreparedRule } from "./prepare-rules.ts";
import type { RuleContext } from "./rule-scope.ts";
import type { Foretold, Slot } from "./selection.ts";
import { isPersonal, type SlotSnapshot } from "./snapshot.ts";

/** One slot for one customer, with every rule answered as far as it is cheap; pairs are asked when they are reached. */
export type SlotRun = {
  readonly snapshot: SlotSnapshot;
  /** Not out by anything that is known without asking pairs; products taken by earlier slots are out. */
  readonly candidates: Bitset;
  /** Only what is foretold of the customer stands here. */
  readonly isForetold: boolean;
  /** With boosts; of candidates only. */
  readonly scores: Float64Array;
  readonly isBetter: IsBetter;
  /** No eligible or exclude rule that asks the pair is against it. */
  readonly isAccepted: (index: number) => boolean;
  readonly holds: (rule: PreparedRule, index: number) => boolean;
  /** Chance in [0, 1) that depends on the seed, the occurrence, the slot and the words. */
  readonly chance: (...words: ReadonlyArray<string | number>) => number;
};

/** What all slots of one selection share. */
export type SelectionRun = {
  readonly catalogue: CatalogueIndex;
  readonly answersIn: (context: RuleContext) => RuleAnswers;
  readonly base: Float64Array;
  readonly foretold: ReadonlyArray<Foretold | undefined> | undefined;
  /** Bought and not repurchasable, or taken by an earlier slot. Grows as slots are filled. */
  readonly gone: Bitset;
  /** Decides between equal scores, the same in every slot. */
  readonly tieOf: (index: number) => number;
  readonly chance: (...words: ReadonlyArray<string | number>) => number;
};

/** Answers for one slot all that does not ask pairs, and scores what is left. */
export function runSlot(run: SelectionRun, snapshot: SlotSnapshot, context: RuleContext): SlotRun {
  const answers = run.answersIn(context);
  const candidates = snapshot.candidates.slice();
  dropBits(candidates, run.gone);
  const isForetold = keepForetold(candidates, run, snapshot.slot);
  const pairs = narrow(candidates, snapshot, answers);
  const base = isForetold ? foretoldScores(run) : run.base;
  const scores = boostedScores(candidates, snapshot, { base, answers });
  const { tieOf } = run;
  return {
    snapshot,
    candidates,
    isForetold,
    scores,
    holds: (rule, index) => answers(rule).holds(index),
    isBetter: (left, right) => {
      const difference = (scores[left] ?? 0) - (scores[right] ?? 0);
      if (difference !== 0) return difference > 0;
      const tie = tieOf(left) - tieOf(right);
      return tie === 0 ? left < right : tie > 0;
    },
    isAccepted: acceptance(pairs),
    chance: (...words) => run.chance(snapshot.slot.name, ...words),
  };
}

/** Leaves only what the slot asks of the forecast. False, and nothing changed, where it asks nothing or nothing is foretold. */
function keepForetold(candidates: Bitset, { foretold }: SelectionRun, { choose }: Slot): boolean {
  if (choose === undefined || foretold === undefined) return false;
  const wanted = bitsWhere(foretold.length, (index) => isWanted(foretold[index], choose));
  const kept = candidates.slice();
  keepBits(kept, wanted);
  if (kept.every((bits) => bits === 0)) return false;
  candidates.set(kept);
  return true;
}

/** True where a slot that chooses by the forecast may show it. */
export function isWanted(foretold: Foretold | undefined, choose: NonNullable<Slot["choose"]>): boolean {
  return foretold !== undefined && (choose === "next" || foretold.isNew);
}

/** What is as likely as another stands by all else that is known. */
const TIES = 0.01;

function foretoldScores({ base, foretold = [] }: SelectionRun): Float64Array {
  return base.map((score, index) => (foretold[index]?.score ?? 0) + TIES * score);
}

type PairTests = { readonly eligible: readonly PairTest[]; readonly exclude: readonly PairTest[] };
type PairTest = (index: number) => boolean;

/** Takes out whom personal rules refuse without asking pairs; answers the tests that must be asked a pair at a time. */
function narrow(candidates: Bitset, { eligible, exclude }: SlotSnapshot, answers: RuleAnswers): PairTests {
  if (eligible.some((rule) => !answers(rule).isOpen)) candidates.fill(0);
  const open = exclude.filter((rule) => isPersonal(rule) && answers(rule).isOpen);
  for (const { pair, members } of open) {
    if (pair === undefined && members === undefined) candidates.fill(0);
    if (pair === undefined && members !== undefined) dropBits(candidates, members);
  }
  const testsOf = (rules: readonly PreparedRule[]) =>
    rules.filter(({ pair }) => pair !== undefined).map((rule) => answers(rule).holds);
  return { eligible: testsOf(eligible), exclude: testsOf(open) };
}

function acceptance({ eligible, exclude }: PairTests): PairTest {
  return (index) => {
    for (const test of eligible) if (!test(index)) return false;
    for (const test of exclude) if (test(index)) return false;
    return true;
  };
}

function boostedScores(
  candidates: Bitset,
  { boosts, factors }: SlotSnapshot,
  { base, answers }: { readonly base: Float64Array; readonly answers: RuleAnswers },
): Float64Array {
  const personal = boosts
    .filter((boost) => isPersonal(boost) && answers(boost).isOpen)
    .map((boost) => ({ holds: answers(boost).holds, factor: boost.rule.factor }));
  const scores = new Float64Array(base.length);
  forEachBit(candidates, (index) => {
    let score = (base[index] ?? 0) * (factors?.[index] ?? 1);
    for (const boost of personal) if (boost.holds(index)) score *= boost.factor;
    scores[index] = score;
  });
  return scores;
}
