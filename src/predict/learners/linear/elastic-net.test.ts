import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { countWorld, yesOrNoWorld } from "#predict/learners/learner-worlds.fixture.ts";
import { lossOf } from "#predict/learners/losses.ts";
import { trainingRows } from "#predict/learners/training-rows.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { binomial, irls, poisson } from "#predict/numerics/irls.ts";
import { categoryColumn, type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { encodingsOf, termsOf } from "./design.ts";
import { greatestLambda, type Penalised, walkPath } from "./elastic-net.ts";
import { logisticRegression, poissonRegression } from "./linear-model.ts";

function penalised(matrix: Matrix, name: "logistic" | "poisson", mixing: number): Penalised {
  const loss = lossOf(name);
  const { inputs, y, weights } = trainingRows("test", matrix, { roles: { target: "y" }, loss });
  return { terms: termsOf(encodingsOf(inputs), inputs, weights), y, weights, loss, mixing };
}

/** Mean gradient of the loss by each coefficient. */
function gradientOf(rows: Penalised, intercept: number, coefficients: Float64Array): readonly number[] {
  const scores = rows.y.map((_, row) =>
    rows.terms.reduce((sum, { values }, index) => sum + (values[row] ?? 0) * (coefficients[index] ?? 0), intercept),
  );
  const slopes = { gradient: new Float64Array(scores.length), curvature: new Float64Array(scores.length) };
  rows.loss.slopes({ y: rows.y, scores, ...slopes });
  return rows.terms.map(
    ({ values }) => values.reduce((sum, value, row) => sum + value * (slopes.gradient[row] ?? 0), 0) / scores.length,
  );
}

describe("the elastic net", () => {
  it.each([
    ["logistic", 0.5, yesOrNoWorld(800)],
    ["logistic", 1, yesOrNoWorld(800)],
    ["poisson", 0.2, countWorld(800)],
  ] as const)("ends where no coefficient of a %s model can gain (mixing %d)", (name, mixing, matrix) => {
    const rows = penalised(matrix, name, mixing);
    const greatest = greatestLambda(rows);
    for (const lambda of [greatest * 0.5, greatest * 0.05]) {
      const { intercept, coefficients } = walkPath(rows, 1e-10).to(lambda);
      gradientOf(rows, intercept, coefficients).forEach((slope, index) => {
        const coefficient = coefficients[index] ?? 0;
        const pull = slope + lambda * (1 - mixing) * coefficient;
        // Zero is held by the lasso's share; elsewhere the pulls cancel (the Karush-Kuhn-Tucker conditions).
        const free = lambda * mixing;
        const gain = coefficient === 0 ? Math.abs(pull) - free : Math.abs(pull + free * Math.sign(coefficient));
        expect(gain).toBeLessThanOrEqual(5e-7);
      });
    }
  });

  it("leaves nothing at its greatest penalty, and something just below", () => {
    const rows = penalised(yesOrNoWorld(500), "logistic", 0.5);
    const greatest = greatestLambda(rows);
    const isEmpty = (lambda: number) =>
      walkPath(rows, 1e-9)
        .to(lambda)
        .coefficients.every((part) => part === 0);
    expect([isEmpty(greatest * 1.0001), isEmpty(greatest * 0.99)]).toEqual([true, false]);
  });

  it("without a penalty is the plain model of iteratively re-weighted least squares", () => {
    const random = seededRandom(8);
    const [a, b] = [0, 0].map(() => Float64Array.from({ length: 600 }, () => drawNormal(random)));
    const [left, right] = [a ?? new Float64Array(0), b ?? new Float64Array(0)];
    const one = new Float64Array(600).fill(1);
    for (const [learner, family] of [
      [logisticRegression, binomial],
      [poissonRegression, poisson],
    ] as const) {
      const y = left.map((value) => (random.next() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
      const matrix = matrixOf([numberColumn("a", left), numberColumn("b", right), numberColumn("y", y)]);
      const { coefficients, intercept } = learner({ target: "y", lambda: 0 }).fit(matrix, { random });
      const plain = irls({ columns: [one, left, right], y, family }).coefficients;
      expect(intercept).toBeCloseTo(plain[0] ?? 0, 6);
      expect([coefficients["a"] ?? 0, coefficients["b"] ?? 0].map((part) => part.toFixed(5))).toEqual(
        [plain[1] ?? 0, plain[2] ?? 0].map((part) => part.toFixed(5)),
      );
    }
  });

  it("drops columns that are noise when the greatest penalty within one standard error is asked for", () => {
    const random = seededRandom(2);
    const noise = Array.from({ length: 12 }, (_, index) =>
      numberColumn(
        `noise ${index}`,
        Float64Array.from({ length: 1_500 }, () => drawNormal(random)),
      ),
    );
    const matrix = matrixOf([...yesOrNoWorld(1_500).columns, ...noise]);
    const { coefficients } = logisticRegression({ target: "y", mixing: 1, oneError: true }).fit(matrix, { random });
    expect(Object.keys(coefficients)).toContain("recency");
    expect(Object.keys(coefficients).filter((name) => name.startsWith("noise ")).length).toBeLessThan(6);
  });

  it("gives rare and unknown words one term together, so that a new word has a chance that was learnt", () => {
    const words = Array.from({ length: 400 }, (_, row) => (row < 12 ? `rare ${row}` : row % 2 === 0 ? "a" : "b"));
    const y = words.map((word, row) => (word.startsWith("rare") ? 1 : row % 3 === 0 ? 1 : 0));
    const matrix = matrixOf([categoryColumn("word", words), numberColumn("y", y)]);
    const fitted = logisticRegression({ target: "y", lambda: 1e-4 }).fit(matrix, { random: seededRandom(1) });
    const [unknown = 0, known = 0] = fitted.score(matrixOf([categoryColumn("word", ["never seen", "a"])]));
    expect(unknown).toBeGreaterThan(0.8);
    expect(known).toBeLessThan(0.5);
    expect(fitted.coefficients["word: other"]).toBeGreaterThan(1);
  });

  it("explains a score by parts that add up to it", () => {
    const rows = yesOrNoWorld(300);
    const fitted = logisticRegression({ target: "y", lambda: 1e-3 }).fit(rows, { random: seededRandom(1) });
    const scores = fitted.score(rows);
    for (const row of [0, 7, 299]) {
      const { base, contributions } = fitted.explain(rows, row);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, base);
      expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(scores[row] ?? 0, 12);
      expect(contributions.map(({ column }) => column)).toEqual(["interest", "noise", "recency"]);
    }
  });
});
