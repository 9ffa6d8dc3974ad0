import { DAY_MS } from "#kernel/clock.ts";
import type { Clock } from "#kernel/clock.ts";
import { logGamma } from "#predict/numerics/log-gamma.ts";
import { type KnownTruth, putKnownTruth } from "#predict/registry/known-truth.ts";
import type { NextGuess } from "#predict/scoring/answers-of.ts";
import type { Store } from "#store/store.ts";
import type { DemoPerson } from "./people.ts";

export type Simulated = {
  readonly people: readonly DemoPerson[];
  /** epoch ms: until then was history, from then on the days that were lived through */
  readonly beganAt: number;
  readonly endedAt: number;
};

type Deps = { readonly store: Store; readonly clock: Clock };
type ScoreRow = { readonly code: string; readonly score: number; readonly extra: string | null };
type Known = { readonly person: DemoPerson; readonly row: ScoreRow };

const HORIZON_DAYS = 30;

/**
 * Writes down how close the demo's predictions came to the truth of its people. False while there are no scores yet: they are
 * learnt in the background.
 */
export async function tellCloseness({ store, clock }: Deps, simulated: Simulated): Promise<boolean> {
  const activity = await knownOf(store, simulated.people, "activity");
  const next = await knownOf(store, simulated.people, "next_category");
  if (activity.length === 0 || next.length === 0) return false;
  const lines = [await activityLine(store, simulated, activity), nextLine(next)];
  await store.write([putKnownTruth({ measuredAt: clock.now(), lines })]);
  return true;
}

async function knownOf(store: Store, people: readonly DemoPerson[], prediction: string): Promise<readonly Known[]> {
  const rows = await store.read<ScoreRow>({
    sql: `select c.code, d.score, d.extra from predictions p cross join customers c
      cross join score_details d on d.customer_id = c.id and d.prediction_id = p.id where p.code = ?`,
    params: [prediction],
  });
  const byCode = new Map(people.map((person) => [person.code, person]));
  return rows.flatMap((row) => {
    const person = byCode.get(row.code);
    return person === undefined ? [] : [{ person, row }];
  });
}

/** AUC that a ranking has on average over everything that may still come, given the true chances. */
async function activityLine(
  store: Store,
  simulated: Simulated,
  known: readonly Known[],
): Promise<KnownTruth["lines"][number]> {
  const counts = await countPurchases(store, simulated);
  const chances = known.map(({ person: { truth } }) =>
    truth.hasLeft ? 0 : 1 - Math.exp(-truth.purchasesPerDay * HORIZON_DAYS),
  );
  const aucOf = (scores: readonly number[]) => expectedAuc(scores, chances);
  const livedDays = (simulated.endedAt - simulated.beganAt) / DAY_MS;
  return {
    prediction: "activity",
    figure: "AUC, expected",
    subjects: known.length,
    ours: aucOf(known.map(({ row }) => row.score)),
    best: aucOf(known.map(({ person }) => posteriorChance(counts.get(person.code) ?? [0, 0], livedDays))),
    truth: aucOf(chances),
  };
}

/** Purchases in the history, and in the days that were lived through. */
async function countPurchases(
  store: Store,
  { beganAt }: Simulated,
): Promise<ReadonlyMap<string, readonly [number, number]>> {
  const rows = await store.read<{ code: string; before: number; after: number }>({
    sql: `select c.code, sum(p.at < ?1) as before, sum(p.at >= ?1) as after from purchases p
      cross join customers c on c.id = p.customer_id group by p.customer_id`,
    params: [beganAt],
  });
  return new Map(rows.map(({ code, before, after }) => [code, [before, after]]));
}

const SHAPE = 1.2;
const RATE_DAYS = 40;
const LEFT_SHARE = 0.3;
const HISTORY_DAYS = 180;
/** Who has left bought so much of what she did before, and buys nothing any more (history.ts, simulate.ts). */
const LEFT_RATE = 0.3;

/**
 * Bayes' chance of a purchase, given the counts: rates are Gamma(1.2, 40 days) and purchases are Poisson, so that the posterior of
 * a rate is a gamma distribution too, and those who may have left are mixed in by their likelihood.
 */
function posteriorChance([before, after]: readonly [number, number], livedDays: number): number {
  const likelihood = (purchases: number, days: number) =>
    logGamma(SHAPE + purchases) + SHAPE * Math.log(RATE_DAYS) - (SHAPE + purchases) * Math.log(RATE_DAYS + days);
  const stays =
    Math.log(1 - LEFT_SHARE) +
    before * Math.log(HISTORY_DAYS) +
    after * Math.log(livedDays) +
    likelihood(before + after, HISTORY_DAYS + livedDays);
  const left =
    after > 0
      ? Number.NEGATIVE_INFINITY
      : Math.log(LEFT_SHARE) +
        before * Math.log(LEFT_RATE * HISTORY_DAYS) +
        likelihood(before, LEFT_RATE * HISTORY_DAYS);
  const share = 1 / (1 + Math.exp(left - stays));
  const days = RATE_DAYS + HISTORY_DAYS + livedDays;
  return share * (1 - (days / (days + HORIZON_DAYS)) ** (SHAPE + before + after));
}

function expectedAuc(scores: readonly number[], chances: readonly number[]): number {
  let [won, pairs] = [0, 0];
  for (let yes = 0; yes < scores.length; yes += 1) {
    for (let no = 0; no < scores.length; no += 1) {
      const weight = (chances[yes] ?? 0) * (1 - (chances[no] ?? 0));
      const difference = (scores[yes] ?? 0) - (scores[no] ?? 0);
      if (yes === no) continue;
      pairs += weight;
      won += difference > 0 ? weight : difference === 0 ? weight / 2 : 0;
    }
  }
  return won / pairs;
}

/** How much of her taste the first guess holds, beside the category that she likes most. */
function nextLine(known: readonly Known[]): KnownTruth["lines"][number] {
  const mean = (of: (one: Known) => number) => known.reduce((sum, one) => sum + of(one), 0) / known.length;
  const guessOf = ({ row }: Known) =>
    ((JSON.parse(row.extra ?? "{}") as { items?: readonly NextGuess[] }).items ?? [])[0]?.item ?? "";
  return {
    prediction: "next_category",
    figure: "chance that the first guess is what she buys",
    subjects: known.length,
    ours: mean((one) => one.person.truth.tastes[guessOf(one)] ?? 0),
    truth: mean(({ person }) => Math.max(...Object.values(person.truth.tastes))),
  };
}
