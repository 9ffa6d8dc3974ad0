import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { bgNbd, loadBgNbd, simulateBgNbd } from "#predict/models/bg-nbd.ts";
import { type FittedSpend, gammaGamma, loadGammaGamma, simulateGammaGamma } from "#predict/models/gamma-gamma.ts";
import { loadMbgCnbdK, mbgCnbdK, simulateMbgCnbdK } from "#predict/models/mbg-cnbd-k/mbg-cnbd-k.ts";
import type { Model } from "#predict/models/model.ts";
import { type ModelCase, modelContract } from "#predict/models/model.contract.ts";
import { loadParetoNbd, paretoNbd, simulateParetoNbd } from "#predict/models/pareto-nbd/pareto-nbd.ts";
import { type Column, type Matrix, matrixOf, numberColumn, numbersOf, takeRows } from "#predict/numerics/matrix.ts";
import type { FittedPurchases } from "./fitted-purchases.ts";
import reference from "./reference-forecasts.json" with { type: "json" };
import type { Ages, Simulated } from "./simulate-histories.ts";

const HORIZON = 39;
const BG = { r: 0.4, alpha: 5, a: 0.8, b: 2.5 };
const PARETO = { r: 0.6, alpha: 9, s: 0.7, beta: 12 };
const MBG = { k: 3, r: 1.2, alpha: 1.5, a: 0.6, b: 2 };
/** Fits of a simulated world: own exponentials and logarithms make them alike to the last digit on every runtime. */
const SAME_EVERYWHERE: readonly string[] = [
  `{"name":"bg-nbd","version":1,"parameters":{"r":0.4031796984233699,"alpha":5.594901878926982,"a":2.777156733610891,"b":14.236785689704144},"logLikelihood":-2176.1755344966564,"customers":300}`,
  `{"name":"pareto-nbd","version":1,"parameters":{"r":0.9394007749267377,"alpha":13.225209038605026,"s":0.4794170020074565,"beta":4.731834054003381},"logLikelihood":-1836.002635586026,"customers":300}`,
  `{"name":"mbg-cnbd-k","version":1,"parameters":{"k":3,"r":1.3313887734980023,"alpha":1.6692788403463399,"a":0.5773841711609639,"b":2.108627559281471},"logLikelihood":-3669.396502121438,"customers":300}`,
];
const SPEND = { p: 6, q: 4, v: 15 };

const ages = (size: number): Ages => {
  const random = seededRandom(size);
  return { ages: Float64Array.from({ length: size }, () => 20 + 60 * random.next()), horizon: HORIZON };
};

/** Thousands of purchases, ages of decades, moments, no age at all. */
const extremes = matrixOf([
  numberColumn("frequency", [5_000, 5_000, 0, 0, 1, 1, 40_000, 3]),
  numberColumn("recency", [1_040, 3, 0, 0, 1e-6, 2_999, 1_500, 1e-9]),
  numberColumn("age", [1_040.5, 1_040, 0, 5_000, 3_000, 3_000, 1_500, 1e-9]),
  numberColumn("log_intervals", [-7_000, -30_000, 0, 0, -13, 8, -90_000, -65]),
  numberColumn("mean_spend", [1e-6, 1e9, 0, 0, 1e-300, 5, 1e12, 3]),
]);

const changed = (rows: Matrix, name: string, change: (values: Float64Array) => Float64Array): Matrix =>
  matrixOf(
    rows.columns.map((column): Column => {
      if (column.kind !== "number" || column.name !== name) return column;
      return { ...column, values: change(Float64Array.from(column.values)) };
    }),
  );

const refusedPurchases = (rows: Matrix) => {
  const first = (value: number) => (values: Float64Array) => values.with(3, value);
  return [
    { what: "a missing age", rows: changed(rows, "age", first(Number.NaN)), says: /column age: row 3: is missing/ },
    {
      what: "a negative frequency",
      rows: changed(rows, "frequency", first(-1)),
      says: /frequency: row 3: is negative/,
    },
    { what: "half a purchase", rows: changed(rows, "frequency", first(1.5)), says: /frequency: row 3: is no whole/ },
    { what: "an endless age", rows: changed(rows, "age", first(Infinity)), says: /age: row 3: is infinite/ },
    { what: "a purchase ahead", rows: changed(rows, "recency", first(1e4)), says: /recency: row 3: is beyond the age/ },
    { what: "nobody who came back", rows: takeRows(extremes, [2, 3]), says: /nobody bought a second time/ },
    { what: "a missing column", rows: matrixOf(rows.columns.slice(1)), says: /column frequency: is missing/ },
  ];
};

type World = {
  readonly model: Model<FittedPurchases>;
  readonly load: (json: unknown) => FittedPurchases;
  readonly simulate: (size: number, seed: number) => Simulated;
  readonly truth: Readonly<Record<string, number>>;
  readonly within: number;
};

const worlds: readonly World[] = [
  {
    model: bgNbd(),
    load: loadBgNbd,
    simulate: (size, seed) => simulateBgNbd(BG, ages(size), seededRandom(seed)),
    truth: BG,
    within: 0.12,
  },
  {
    model: paretoNbd(),
    load: loadParetoNbd,
    simulate: (size, seed) => simulateParetoNbd(PARETO, ages(size), seededRandom(seed)),
    truth: PARETO,
    within: 0.12,
  },
  {
    model: mbgCnbdK(),
    load: loadMbgCnbdK,
    simulate: (size, seed) => simulateMbgCnbdK(MBG, ages(size), seededRandom(seed)),
    truth: MBG,
    within: 0.12,
  },
];

function purchaseCase({ model, load, simulate, truth, within }: World): ModelCase<FittedPurchases> {
  const { rows } = simulate(400, 5);
  return {
    model,
    load,
    rows,
    scores: (fitted, each) => ({
      ...fitted.score(each, HORIZON),
      momentAhead: fitted.anyPurchase(each, 1e-9),
      decadesAhead: fitted.anyPurchase(each, 1_000),
      purchasesOfDecades: fitted.expectedPurchases(each, 1_000),
      aliveDiagnostic: fitted.aliveDiagnostic(each),
    }),
    probabilities: ["anyPurchase", "momentAhead", "decadesAhead", "aliveDiagnostic"],
    extremes,
    refused: refusedPurchases(rows),
    recovery: {
      rows: () => simulate(12_000, 11).rows,
      wanted: Object.entries(truth).map(([what, value]) => ({
        what,
        found: (fitted: FittedPurchases) => fitted.parameters[what] ?? Number.NaN,
        truth: value,
        within,
      })),
    },
  };
}

function spendCase(): ModelCase<FittedSpend> {
  const spends = (size: number) => {
    const random = seededRandom(size);
    const counts = Float64Array.from({ length: size }, () => Math.floor(8 * random.next() ** 2));
    return simulateGammaGamma(SPEND, counts, random);
  };
  const rows = spends(400);
  const bad = (column: string, value: number) => changed(rows, column, (values) => values.with(3, value));
  return {
    model: gammaGamma(),
    load: loadGammaGamma,
    rows,
    scores: (fitted, each) => ({ spend: fitted.score(each) }),
    probabilities: [],
    extremes,
    refused: [
      { what: "a missing spend", rows: bad("mean_spend", Number.NaN), says: /mean_spend: row 3: is missing/ },
      { what: "a negative spend", rows: bad("mean_spend", -2), says: /mean_spend: row 3: is negative/ },
      { what: "nobody with a spend", rows: takeRows(extremes, [2, 3]), says: /fewer than two customers/ },
    ],
    recovery: {
      rows: () => spends(12_000),
      wanted: Object.entries(SPEND).map(([what, truth]) => ({
        what,
        found: (fitted) => fitted.parameters[what] ?? Number.NaN,
        truth,
        within: 0.12,
      })),
    },
  };
}

const loaders: Readonly<Record<string, { readonly load: (json: unknown) => FittedPurchases; readonly names: string }>> =
  {
    "bg-nbd": { load: loadBgNbd, names: "r alpha a b" },
    "mbg-cnbd-k": { load: loadMbgCnbdK, names: "r alpha a b" },
    "pareto-nbd": { load: loadParetoNbd, names: "r alpha s beta" },
  };

/** A row of reference-forecasts.json: what we say of it, and what is true. */
function compareForecast([name, ...numbers]: ReadonlyArray<string | number>) {
  const { load, names } = loaders[String(name)] ?? { load: loadBgNbd, names: "" };
  const values = numbers.map(Number);
  const [frequency = 0, recency = 0, age = 0, horizon = 0, ...truth] = values.slice(4);
  const parameters = { k: 1, ...Object.fromEntries(names.split(" ").map((each, index) => [each, values[index]])) };
  const fitted = load({ name, version: 1, parameters, logLikelihood: 0, customers: 1 });
  const rows = matrixOf([
    numberColumn("frequency", [frequency]),
    numberColumn("recency", [recency]),
    numberColumn("age", [age]),
  ]);
  const { anyPurchase, expectedPurchases } = fitted.score(rows, horizon);
  return { found: [fitted.aliveDiagnostic(rows)[0], anyPurchase[0], expectedPurchases[0]], truth };
}

/** What the buy-till-you-die models promise on every runtime. */
export function btydContract(runtime: string): void {
  for (const world of worlds) modelContract(runtime, () => purchaseCase(world));
  modelContract(runtime, spendCase);

  it(`say in ${runtime} what ${reference.rows.length} forecasts are to 40 digits, to 2e-12`, () => {
    const wrong = reference.rows.filter((row) => {
      const { found, truth } = compareForecast(row);
      return truth.some(
        (value, index) => !(Math.abs((found[index] ?? Number.NaN) - value) <= 2e-12 * Math.max(value, 1e-3)),
      );
    });
    expect(wrong).toEqual([]);
  });

  it(`know in ${runtime} what to say where nobody ever stops and a parameter lies at its end`, () => {
    const estimate = { name: "pareto-nbd", version: 1, logLikelihood: 0, customers: 1 };
    const rows = matrixOf([
      numberColumn("frequency", [0, 0, 4, 9]),
      numberColumn("recency", [0, 0, 5, 0.1]),
      numberColumn("age", [0, 8, 8, 8]),
    ]);
    for (const beta of [1e-7, 0.3]) {
      const fitted = loadParetoNbd({ ...estimate, parameters: { r: 7.5, alpha: 29, s: 0.0012, beta } });
      const { anyPurchase, expectedPurchases } = fitted.score(rows, 6);
      expect([...anyPurchase, ...expectedPurchases].filter((value) => !(value > 0 && value < 10))).toEqual([]);
    }
  });

  it(`fit in ${runtime} the same world to the same last digit as everywhere`, () => {
    const texts = worlds.map(({ model, simulate }) =>
      JSON.stringify(model.fit(simulate(300, 21).rows, { random: seededRandom(1) })),
    );
    expect(texts).toEqual(SAME_EVERYWHERE);
  });

  describe.each(worlds)("forecasts of $model.name in " + runtime, ({ model, load, simulate, truth }) => {
    const { rows, future } = simulate(20_000, 3);
    const document = { name: model.name, version: 1, parameters: truth, logLikelihood: 0, customers: 1 };
    const fitted = load(document);
    const { anyPurchase, expectedPurchases } = fitted.score(rows, HORIZON);
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

    it("come true in its own world, on the whole and for customers of each kind: within four standard errors", () => {
      const frequency = numbersOf(rows, "frequency") ?? new Float64Array(0);
      for (const kind of [() => true, (x: number) => x === 0, (x: number) => x === 1, (x: number) => x > 4]) {
        const who = Array.from(frequency, (_, row) => row).filter((row) => kind(frequency[row] ?? 0));
        const came = who.map((row) => Number((future[row] ?? 0) > 0) - (anyPurchase[row] ?? 0));
        const bought = who.map((row) => (future[row] ?? 0) - (expectedPurchases[row] ?? 0));
        for (const errors of [came, bought]) {
          const standardError = Math.sqrt(mean(errors.map((error) => error * error)) / errors.length);
          expect(Math.abs(mean(errors)) / standardError).toBeLessThan(4);
        }
      }
    });

    it("never fall as the horizon grows, and a chance is never above the expected number", () => {
      const few = takeRows(rows, [...Array(200).keys()]);
      let before = fitted.score(few, 0);
      expect(mean(before.anyPurchase) + mean(before.expectedPurchases)).toBe(0);
      for (const horizon of [0.01, 1, 8, 39, 200]) {
        const now = fitted.score(few, horizon);
        const isGrowing = now.anyPurchase.every(
          (chance, row) =>
            chance >= (before.anyPurchase[row] ?? 0) - 1e-12 &&
            (now.expectedPurchases[row] ?? 0) >= (before.expectedPurchases[row] ?? 0) - 1e-12 &&
            chance <= (now.expectedPurchases[row] ?? 0) * (1 + 1e-9),
        );
        expect({ horizon, isGrowing }).toEqual({ horizon, isGrowing: true });
        before = now;
      }
    });

    it("do not depend on the unit of time", () => {
      const inWeeks = simulate(2_000, 3).rows;
      const counts = numbersOf(inWeeks, "frequency") ?? new Float64Array(0);
      const inDays = matrixOf(
        inWeeks.columns.map((column): Column => {
          if (column.kind !== "number" || column.name === "frequency") return column;
          const isLog = column.name === "log_intervals";
          return {
            ...column,
            values: column.values.map((value, row) => (isLog ? value + (counts[row] ?? 0) * Math.log(7) : value * 7)),
          };
        }),
      );
      const random = seededRandom(1);
      const weekly = model.fit(inWeeks, { random }).anyPurchase(inWeeks, HORIZON);
      const daily = model.fit(inDays, { random }).anyPurchase(inDays, HORIZON * 7);
      expect(Math.max(...daily.map((chance, row) => Math.abs(chance - (weekly[row] ?? 0))))).toBeLessThan(1e-4);
    });

    it("are explained by steps that add up to the chance", () => {
      for (const row of [0, 1, 2, 3]) {
        const steps = fitted.explain(rows, row, HORIZON);
        expect(steps.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(anyPurchase[row] ?? 0, 12);
      }
    });
  });
}
