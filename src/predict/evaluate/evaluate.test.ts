import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { drawExponential } from "#predict/numerics/draws.ts";
import { categoryColumn, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { auc } from "./auc.ts";
import { bootstrapDifference } from "./bootstrap.ts";
import { concordance } from "./concordance.ts";
import { driftOf, profileOf } from "./drift.ts";
import { evaluateChances } from "./evaluate-chances.ts";
import { crossFolds, timeFolds } from "./folds.ts";
import { gains, profitCurve } from "./gains.ts";
import { integratedBrier, integratedBrierLosses } from "./integrated-brier.ts";
import { productLimit, valueAt, valueBefore } from "./product-limit.ts";
import { isAsGood } from "./is-as-good.ts";
import { brierScore, logLoss } from "./proper-scores.ts";
import { qini, qiniCurve, qiniInterval } from "./qini.ts";
import { reliability } from "./reliability.ts";

const of = (...values: readonly number[]) => Float64Array.from(values);
/** Few different values, so that there are ties. */
const coarse = fc.integer({ min: 0, max: 5 });
const yesNo = fc.integer({ min: 0, max: 1 });

describe("evaluation of chances", () => {
  it("counts in the AUC every pair of a yes and a no, ties by half", () => {
    const rows = fc.array(fc.tuple(coarse, yesNo), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rows, (pairs) => {
        let [won, all] = [0, 0];
        for (const [yes, isYes] of pairs) {
          for (const [no, isNo] of pairs) {
            if (isYes !== 1 || isNo !== 0) continue;
            all += 1;
            won += yes > no ? 1 : yes === no ? 0.5 : 0;
          }
        }
        const found = auc(of(...pairs.map(([score]) => score)), of(...pairs.map(([, y]) => y)));
        // Without a pair there is nothing to tell: NaN.
        expect(Math.round(found * 1e12)).toEqual(Math.round((won / all) * 1e12));
      }),
    );
  });

  it("is infinite for nobody: a sure mistake costs much, not everything", () => {
    expect(logLoss(of(0, 1), of(1, 0))).toBeCloseTo(-Math.log(1e-15), 6);
    expect(logLoss(of(0.8, 0.4), of(1, 0))).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, 12);
    expect(brierScore(of(0.8, 0.4), of(1, 0))).toBeCloseTo((0.04 + 0.16) / 2, 12);
  });

  it("finds no calibration error where chances are the shares that came, and all of it where they are turned round", () => {
    const chances = Float64Array.from({ length: 1_000 }, (_, row) => (row < 500 ? 0.2 : 0.6));
    const y = Float64Array.from(chances, (chance, row) => (row % 10 < chance * 10 ? 1 : 0));
    expect(reliability(chances, y).ece).toBeCloseTo(0, 12);
    expect(reliability(chances, y).bins).toHaveLength(2);
    expect(
      reliability(
        chances.map((chance) => 0.8 - chance),
        y,
      ).ece,
    ).toBeCloseTo(0.4, 12);
  });

  it("tells lift and gains at a depth, whatever the order of rows that tie", () => {
    const scores = of(0.9, 0.9, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
    const [fifth, all] = gains(scores, of(1, 1, 0, 1, 0, 0, 0, 0, 0, 1), [0.2, 1]);
    expect(fifth).toMatchObject({ rows: 2, captured: 0.5, lift: 2.5, rate: 1 });
    expect(all).toMatchObject({ rows: 10, captured: 1, lift: 1, rate: 0.4 });
    const [tied] = gains(of(1, 1, 1, 1), of(1, 0, 0, 0), [0.5]);
    expect(tied).toMatchObject({ captured: 0.5, lift: 1 });
  });

  it("finds where contacting more customers begins to cost more than it brings", () => {
    const { best, points } = profitCurve(of(0.9, 0.8, 0.3, 0.2), of(1, 1, 0, 0), { value: 10, cost: 2 });
    expect(best).toEqual({ depth: 0.5, rows: 2, profit: 16 });
    expect([points[0]?.profit, points.at(-1)?.profit]).toEqual([0, 12]);
  });

  it("says all at once", () => {
    const found = evaluateChances(of(0.9, 0.2, 0.6, 0.1), of(1, 0, 0, 0));
    expect(found).toMatchObject({ rows: 4, events: 1, rate: 0.25, auc: 1 });
    expect(found.meanChance).toBeCloseTo(0.45, 12);
  });
});

describe("evaluation of times", () => {
  it("counts in c every pair whose order is known, by any way of counting", () => {
    const rows = fc.array(fc.tuple(coarse, coarse, yesNo), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rows, (table) => {
        let [won, all] = [0, 0];
        for (const [risk, time, happened] of table) {
          for (const [other, later, laterHappened] of table) {
            const isKnown = happened === 1 && (later > time || (later === time && laterHappened === 0));
            if (!isKnown) continue;
            all += 1;
            won += risk > other ? 1 : risk === other ? 0.5 : 0;
          }
        }
        const [risks, times, ends] = [0, 1, 2].map((place) => of(...table.map((row) => row[place] ?? 0)));
        const none = of();
        const found = concordance(risks ?? none, { time: times ?? none, happened: ends ?? none });
        // Without a pair there is nothing to tell: NaN.
        expect(Math.round(found * 1e12)).toEqual(Math.round((won / all) * 1e12));
      }),
    );
  });

  it("has the plain Brier score where everybody was followed", () => {
    const rows = { time: of(1, 5, 9, 3), happened: of(1, 1, 1, 1) };
    const curves = [of(0.7, 0.2, 0.1, 0.4), of(0.9, 0.5, 0.2, 0.8)];
    const { points, integrated } = integratedBrier({ times: [2, 6], curves }, rows);
    expect(points[0]?.brier).toBeCloseTo(brierScore(curves[0] ?? of(), of(1, 0, 0, 0)), 12);
    expect(points[1]?.brier).toBeCloseTo(brierScore(curves[1] ?? of(), of(1, 1, 0, 1)), 12);
    expect(integrated).toBeCloseTo(((points[0]?.brier ?? 0) + (points[1]?.brier ?? 0)) / 2, 12);
  });

  it("is, over several times, the mean of what each row adds, also where some were not followed to the end", () => {
    const rows = { time: of(1, 5, 9, 3, 3, 7), happened: of(1, 1, 0, 0, 1, 1) };
    const curves = [of(0.7, 0.2, 0.1, 0.4, 0.3, 0), of(0.8, 0.3, 0.1, 0.5, 0.3, 0.1), of(0.9, 0.5, 0.2, 0.8, 0.6, 0.4)];
    const asked = { times: [2, 4, 8], curves };
    const losses = integratedBrierLosses(asked, rows);
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect(mean).toBeCloseTo(integratedBrier(asked, rows).integrated, 12);
  });

  it("rests on the product-limit: events come before ends of following where both are at one time", () => {
    const rows = { time: of(1, 2, 2, 3, 4), happened: of(1, 0, 1, 0, 1) };
    const events = productLimit(rows, "events");
    const left = 4 / 5;
    expect([0.5, 1, 2, 3.9, 4].map((time) => valueAt(events, time))).toEqual([
      1,
      left,
      left * (3 / 4),
      left * (3 / 4),
      0,
    ]);
    expect(valueBefore(events, 2)).toBe(left);
    const ends = productLimit(rows, "ends");
    expect([1, 2, 3].map((time) => valueAt(ends, time))).toEqual([1, 1 - 1 / 3, (1 - 1 / 3) / 2]);
    expect(valueBefore(ends, 2)).toBe(1);
  });

  it("stays near that score when following ends at random: the weights stand for who was lost", () => {
    const random = seededRandom(4);
    const count = 20_000;
    const event = Float64Array.from({ length: count }, () => drawExponential(random, 0.1));
    const end = Float64Array.from({ length: count }, () => drawExponential(random, 0.05));
    const chances = new Float64Array(count).fill(0.3);
    const whole = brierScore(
      chances,
      event.map((time) => (time <= 6 ? 1 : 0)),
    );
    const seen = {
      time: event.map((time, row) => Math.min(time, end[row] ?? 0)),
      happened: event.map((time, row) => (time <= (end[row] ?? 0) ? 1 : 0)),
    };
    const { points } = integratedBrier({ times: [6], curves: [chances] }, seen);
    expect(Math.abs((points[0]?.brier ?? 0) - whole)).toBeLessThan(0.01);
  });
});

describe("evaluation of trials", () => {
  /** Eight customers in the order of their predicted uplift. */
  const uplift = of(8, 7, 6, 5, 4, 3, 2, 1);
  const trial = { y: of(1, 0, 1, 0, 0, 1, 0, 1), treated: of(1, 0, 1, 0, 1, 0, 1, 0) };

  it("draws Radcliffe's curve: events of the treated less those of as many untreated", () => {
    expect(qiniCurve(uplift, trial).map(({ gained }) => gained)).toEqual([0, 1, 1, 2, 2, 2, 2 - 3 / 3, 2 - 4 / 3, 0]);
  });

  it("is 1 for the best order, 0 for a list by chance and below for the worst", () => {
    const best = trial.y.map((value, row) => (trial.treated[row] === 1 ? value : -value));
    expect(qini(best, trial)).toBeCloseTo(1, 12);
    expect(qini(new Float64Array(8).fill(1), trial)).toBeCloseTo(0, 12);
    expect(
      qini(
        best.map((value) => -value),
        trial,
      ),
    ).toBeLessThan(0);
  });

  it("has an interval that reaches 0 where the order is noise", () => {
    const random = seededRandom(6);
    const rows = 1_500;
    const draw = (share: number) => Float64Array.from({ length: rows }, () => (random.next() < share ? 1 : 0));
    const noise = { y: draw(0.2), treated: draw(0.5) };
    const { low, high } = qiniInterval(
      Float64Array.from({ length: rows }, () => random.next()),
      noise,
      { random, samples: 200 },
    );
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });
});

describe("comparison", () => {
  it("pairs the bootstrap: a better order is found though both scores vary much", () => {
    const random = seededRandom(1);
    const y = Float64Array.from({ length: 800 }, () => (random.next() < 0.3 ? 1 : 0));
    const theirs = y.map((value) => value + 2 * random.next());
    const ours = theirs.map((score, row) => score + 0.3 * (y[row] ?? 0));
    const difference = bootstrapDifference(auc, { ours, theirs, y }, { random, samples: 200 });
    expect(difference.low).toBeGreaterThan(0);
    expect(difference.high).toBeGreaterThan(difference.estimate);
    const none = bootstrapDifference(auc, { ours, theirs: ours, y }, { random, samples: 20 });
    expect([none.low, none.estimate, none.high]).toEqual([0, 0, 0]);
  });

  it("keeps the simpler one within a standard error of the difference, and not beyond", () => {
    const best = Float64Array.from({ length: 100 }, (_, row) => row % 7);
    const wave = (size: number) => best.map((loss, row) => loss + size + (row % 2 === 0 ? 1 : -1));
    expect([isAsGood(best, best), isAsGood(wave(0.05), best), isAsGood(wave(0.2), best)]).toEqual([true, true, false]);
  });
});

describe("folds", () => {
  it("make each row a test row once a repeat, and share out rare events", () => {
    const y = Float64Array.from({ length: 103 }, (_, row) => (row < 10 ? 1 : 0));
    const folds = crossFolds(y, { folds: 5, repeats: 2, random: seededRandom(1) });
    expect(folds).toHaveLength(10);
    const tested = folds.slice(0, 5).flatMap(({ test }) => [...test]);
    expect(tested.sort((a, b) => a - b)).toEqual([...y.keys()]);
    for (const { learn, test } of folds) {
      expect(learn.length + test.length).toBe(103);
      expect(test.filter((row) => y[row] === 1).length).toBe(2);
    }
  });

  it("out of time, never learn from a day that is not before the days foretold", () => {
    const time = Float64Array.from({ length: 200 }, (_, row) => Math.floor(row / 7) + (row % 7) / 10);
    const folds = timeFolds(time, { blocks: 6, tests: 3 });
    expect(folds).toHaveLength(3);
    for (const { learn, test } of folds) {
      const last = Math.max(...Array.from(learn, (row) => Math.floor(time[row] ?? 0)));
      expect(last).toBeLessThan(Math.min(...Array.from(test, (row) => Math.floor(time[row] ?? 0))));
    }
  });
});

describe("drift", () => {
  const then = matrixOf([
    numberColumn(
      "spend",
      Array.from({ length: 1_000 }, (_, row) => row),
    ),
    categoryColumn(
      "city",
      Array.from({ length: 1_000 }, (_, row) => (row % 2 === 0 ? "Leeds" : "York")),
    ),
  ]);

  it("is silent while the population is the same", () => {
    const drift = driftOf(profileOf(then), then);
    expect(drift.map(({ psi, verdict }) => [Math.round(psi * 1e6), verdict])).toEqual([
      [0, "stable"],
      [0, "stable"],
    ]);
  });

  it("alarms when amounts move, when a word nobody knew comes, and when values go missing", () => {
    const now = matrixOf([
      numberColumn(
        "spend",
        Array.from({ length: 1_000 }, (_, row) => (row % 2 === 0 ? Number.NaN : row + 400)),
      ),
      categoryColumn(
        "city",
        Array.from({ length: 1_000 }, (_, row) => (row % 3 === 0 ? "Ghent" : "York")),
      ),
    ]);
    const drift = driftOf(profileOf(then), now);
    expect(drift.map(({ column, verdict }) => [column, verdict])).toEqual([
      ["spend", "alarm"],
      ["city", "alarm"],
    ]);
    const slight = matrixOf([
      numberColumn(
        "spend",
        Array.from({ length: 1_000 }, (_, row) => row * 0.75),
      ),
    ]);
    expect(driftOf(profileOf(then), slight)[0]?.verdict).not.toBe("stable");
  });
});
