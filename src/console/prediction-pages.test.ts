import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import { evaluateChances } from "#predict/evaluate/evaluate-chances.ts";
import type { RegisteredCard } from "#predict/registry/models/model.ts";
import { saveModel } from "#predict/registry/models/save-model.ts";
import { findPrediction, predictionBody } from "#predict/registry/prediction.ts";
import { putPrediction } from "#predict/registry/put-prediction.ts";
import { listRuns } from "#predict/registry/runs/run.ts";
import { writeScores } from "#predict/registry/scores/write-scores.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

const ORIGIN = "http://console.example";
const PATH = "/console/predictions";
const actor = { kind: "system", id: "test" } as const;

/** A hundred people of whom a fifth did it, told apart by a model that is right more often than not. */
function chances() {
  const y = Float64Array.from({ length: 100 }, (_, row) => (row % 5 === 0 ? 1 : 0));
  const scores = Float64Array.from(y, (did, row) => 0.1 + 0.04 * did + ((row * 7) % 10) / 100);
  return evaluateChances(scores, y);
}

function cardOf(title: string, isBetter: boolean): RegisteredCard {
  const measured = chances();
  return {
    prediction: "buys_soon",
    predictionVersion: 1,
    title,
    subject: "customer",
    data: { until: "2026-10-01", subjects: 100, ofSubjects: 250, rows: 900, featuresVersion: 1 },
    heldOut: {
      from: "2026-10-02",
      to: "2026-10-31",
      rows: 100,
      loss: { name: "log-loss", mean: 0.3, low: 0.2, high: 0.4 },
      figures: { auc: measured.auc, aucLow: 0.7, aucHigh: 0.99, ece: measured.ece },
      chances: measured,
    },
    comparison: { isBetter, words: "There was none before it." },
    model: {
      task: "activity",
      model: "blend",
      version: 1,
      target: "any purchase",
      inputs: ["recency", "frequency"],
      madeOf: { rows: 900, events: 180, rate: 0.2 },
      evidenceBy: "an earlier month",
      evidence: [
        { candidate: "logistic", logLoss: 0.4, auc: 0.7, brier: 0.1, ece: 0.01, isChosen: false, settings: {} },
        { candidate: "blend", logLoss: 0.3, auc: 0.8, brier: 0.1, ece: 0.01, isChosen: true, settings: {} },
      ],
      choice: "The blend is better by more than a standard error.",
      calibration: { method: "isotonic", evidence: [] },
      importance: [{ column: "recency", meanContribution: 0.8 }],
      expiresAfterDays: 30,
      seed: 1,
      caution: ["P(alive) is not the chance of a purchase."],
      clusters: [
        {
          name: "high spend",
          size: 40,
          marks: [
            { kpi: "spend", spreads: 1.2 },
            { kpi: "recency", spreads: -0.6 },
          ],
          needs: [{ category: "garden", support: 30, share: 0.75, lift: 1.9, pValue: 0.001 }],
        },
        { name: "average", size: 60, marks: [], needs: [] },
      ],
    },
    limits: ["Learnt from people who agreed to be tracked."],
  };
}

async function predictedWorld(strange = "Strange") {
  const world = await consoleWorld(ORIGIN, strange);
  const { deps } = world;
  const prediction = predictionBody.parse({
    title: `Buys soon ${strange}`,
    task: "timing",
    settings: { horizonDays: 30 },
  });
  const put = await putPrediction({ deps, actor, input: { code: "buys_soon", prediction } });
  if (!put.ok) throw new Error(put.error.code);
  for (const isBetter of [true, false]) {
    await saveModel(deps, {
      prediction: put.value,
      document: "{}",
      card: cardOf(put.value.title, isBetter),
      profiles: { inputs: [], scores: [] },
      cutAt: world.clock.now() - DAY_MS,
      cause: "operator",
    });
  }
  const now = world.clock.now();
  const [model] = await world.store.read<{ id: number }>({
    sql: "select id from prediction_models where version = 1",
    params: [],
  });
  await world.store.write(
    writeScores({
      subject: "customer",
      after: 0,
      upTo: 10,
      scoredAt: now,
      of: [
        {
          prediction: put.value,
          modelId: model?.id ?? 0,
          scores: [{ id: 1, score: 0.41, extra: { p7: 0.1, p30: 0.41 }, reasons: [`bought ${strange} often`] }],
          expiresAt: now + 30 * DAY_MS,
        },
      ],
    }),
  );
  return { ...world, now };
}

describe("the pages of predictions", () => {
  it("list each question with the figure of the model that counts, and let whoever may ask another", async () => {
    const world = await predictedWorld();
    const owner = await world.cookieOf("owner");
    const list = await getPage(world, PATH, owner);
    expect(list.text).toContain(`href="${PATH}/buys_soon"`);
    expect(list.text).toContain(`AUC ${chances().auc.toFixed(3)}`);
    expect(list.text).toContain(`href="${PATH}/new"`);
    expect((await getPage(world, PATH, await world.cookieOf("viewer"))).text).not.toContain(`href="${PATH}/new"`);
  });

  it("show a model's card whole: figures, gains, calibration, groups, candidates and limits", async () => {
    const world = await predictedWorld("<b>Strange</b>");
    const { status, text } = await getPage(world, `${PATH}/buys_soon/models/1`, await world.cookieOf("viewer"));
    expect(status).toBe(200);
    expect(text).not.toMatch(/undefined|\[object|NaN|<b>Strange/);
    const words = [
      "100 of 250",
      "Gains",
      "Calibration",
      "high spend",
      "× 1.9",
      "P(alive) is not",
      "taken",
      "(0.700 to 0.990)",
    ];
    for (const word of words) expect(text).toContain(word);
    expect((await getPage(world, `${PATH}/buys_soon/models/9`, await world.cookieOf("viewer"))).status).toBe(404);
    expect((await getPage(world, `${PATH}/nothing`, await world.cookieOf("viewer"))).status).toBe(404);
  });

  it("work out how far down the list it pays to ask, once it is said what that brings and costs", async () => {
    const world = await predictedWorld();
    const cookie = await world.cookieOf("viewer");
    const path = `${PATH}/buys_soon/models/1`;
    expect((await getPage(world, path, cookie)).text).toContain("Work it out");
    // A fifth of a hundred does it.
    const paying = await getPage(world, `${path}?value=10&cost=0`, cookie);
    expect(paying.text).toContain("would have brought most: 200.00");
    expect((await getPage(world, `${path}?value=10&cost=11`, cookie)).text).toContain("costs more than it brings");
    const broken = await getPage(world, `${path}?value=-1&cost=%3Cb%3E`, cookie);
    expect(broken.status).toBe(200);
    expect(broken.text).not.toContain("<b>");
  });

  it("let another model count, and ask for a training, each once and by whoever may", async () => {
    const world = await predictedWorld();
    const [owner, viewer] = [await world.cookieOf("owner"), await world.cookieOf("viewer")];
    const promote = `${PATH}/buys_soon/models/2/champion`;
    expect((await postForm(world, promote, { cookie: viewer, fields: {} })).status).toBe(403);
    expect((await postForm(world, promote, { cookie: owner, fields: {} })).status).toBe(303);
    const states = await world.store.read({
      sql: "select version, state from prediction_models order by version",
      params: [],
    });
    expect(states).toEqual([
      { version: 1, state: "retired" },
      { version: 2, state: "champion" },
    ]);
    for (let press = 0; press < 2; press += 1) {
      expect((await postForm(world, `${PATH}/buys_soon/train`, { cookie: owner, fields: {} })).status).toBe(303);
    }
    const prediction = await findPrediction(world.store, "buys_soon");
    const runs = await listRuns(world.store, prediction?.id ?? 0, 10);
    expect(runs.filter(({ kind }) => kind === "train")).toHaveLength(1);
    expect((await getPage(world, `${PATH}/buys_soon`, owner)).text).not.toContain("Train now");
  });

  it("declare a question, or say what is missing beside its field and keep what was written", async () => {
    const world = await predictedWorld();
    const cookie = await world.cookieOf("owner");
    const fields = {
      code: "likes_garden",
      title: "Buys for the garden",
      task: "propensity",
      subject: "customer",
      horizonDays: "60",
      quietDays: "",
      event: "",
      category: "garden",
    };
    const refused = await postForm(world, `${PATH}/new`, { cookie, fields });
    expect(refused.status).toBe(422);
    const text = await refused.text();
    expect(text).toContain("Propensity needs to be told what shall happen.");
    expect(text).toContain('value="Buys for the garden"');
    const bad = await postForm(world, `${PATH}/new`, {
      cookie,
      fields: { ...fields, code: "Bad Code", horizonDays: "x" },
    });
    expect([bad.status, await bad.text()]).toEqual([422, expect.stringContaining("snake_case")]);
    const done = await postForm(world, `${PATH}/new`, { cookie, fields: { ...fields, event: "purchase" } });
    expect([done.status, done.headers.get("location")]).toEqual([303, `${PATH}/likes_garden`]);
    const saved = await findPrediction(world.store, "likes_garden");
    expect(saved?.settings).toMatchObject({ horizonDays: 60, outcome: { event: "purchase", category: "garden" } });
  });

  it("show on a customer's page what may come, with its curve and its reasons, and say when it is too old", async () => {
    const world = await predictedWorld();
    const cookie = await world.cookieOf("owner");
    const fresh = await getPage(world, "/console/customers/ada", cookie);
    expect(fresh.text).toContain("What may come");
    expect(fresh.text).toContain("bought Strange often");
    expect(fresh.text).toContain("Chance by day");
    expect(fresh.text).not.toContain("too old");
    world.clock.set(world.now + 31 * DAY_MS);
    const later = await getPage(world, "/console/customers/ada", await world.cookieOf("owner"));
    expect(later.text).toContain("too old to be used");
  });
});
