import { describe, expect, it } from "vitest";
import { compileTest } from "#content/compile-rule.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { DAY_MS, type ManualClock, manualClock } from "#kernel/clock.ts";
import { scoreData } from "#predict/personal-data.ts";
import { findChampion, listModels } from "#predict/registry/models/model.ts";
import { promoteModel } from "#predict/registry/models/promote-model.ts";
import { findPrediction, predictionBody } from "#predict/registry/prediction.ts";
import { putPrediction } from "#predict/registry/put-prediction.ts";
import { askTraining } from "#predict/registry/runs/ask-training.ts";
import { listRuns } from "#predict/registry/runs/run.ts";
import { findScores } from "#predict/registry/scores/find-scores.ts";
import { listCustomerScores } from "#predict/registry/scores/list-customer-scores.ts";
import { listRuleVersions, ruleBody } from "#predict/rules/prediction-rule.ts";
import { putRule } from "#predict/rules/put-rule.ts";
import { explainScore } from "#predict/scoring/explain-score.ts";
import { tendPredictions } from "#predict/training/tend-predictions.ts";
import { loadRuleCustomer } from "#segments/load-customer.ts";
import { checkSegmentRule } from "#segments/segment-rule.ts";
import { countMatching } from "#segments/segment-query.ts";
import { segmentVocabulary } from "#segments/segment-vocabulary.ts";
import type { Store } from "#store/store.ts";
import { NOW, populate } from "#tests/worlds/predicted-world.ts";

const PEOPLE = 320;
const actor = { kind: "operator", id: "op_1" } as const;

type World = { readonly store: Store; readonly clock: ManualClock };

async function predictedWorld(
  makeStore: () => Promise<Store>,
  inputs: Readonly<Record<string, unknown>>,
): Promise<World> {
  const store = await makeStore();
  await populate(store, { people: PEOPLE, days: 150 });
  const world = { store, clock: manualClock(NOW) };
  for (const [code, input] of Object.entries(inputs)) await declare(world, code, input);
  return world;
}

async function declare(deps: World, code: string, input: unknown): Promise<void> {
  const declared = await putPrediction({ deps, actor, input: { code, prediction: predictionBody.parse(input) } });
  if (!declared.ok) throw new Error(JSON.stringify(declared.error));
}

async function tend(world: World, slices = 100): Promise<readonly string[]> {
  const events: string[] = [];
  await tendPredictions(world, { kinds: ["train", "score"], slices, log: (event) => events.push(event) });
  return events;
}

async function known({ store }: World, code: string) {
  const prediction = await findPrediction(store, code);
  if (prediction === undefined) throw new Error(`There is no prediction ${code}.`);
  return prediction;
}

/** Another version, a day later. */
async function learnAgain(world: World, code: string): Promise<void> {
  world.clock.advance(DAY_MS);
  await askTraining({ deps: world, actor, input: { code } });
  await tend(world);
}

async function scoresOf({ store, clock }: World, code: string): Promise<ReadonlyMap<number, number>> {
  const customerIds = Array.from({ length: PEOPLE }, (_, index) => index + 1);
  const found = await findScores(store, { customerIds, now: clock.now(), codes: [code] });
  return new Map(
    [...found].flatMap(([id, scores]) => (scores.has(code) ? [[id, scores.get(code) ?? 0] as const] : [])),
  );
}

async function segmentRule({ store }: World, when: string) {
  const rule = checkSegmentRule(when, segmentVocabulary(await loadVocabulary(store), []));
  if (!rule.ok) throw new Error(JSON.stringify(rule.error));
  return rule.value;
}

const outcome = { event: "purchase" };
const activity = {
  title: "Buys",
  task: "propensity",
  settings: { horizonDays: 20, outcome, inputs: ["purchases in 90 days", "days since the last purchase", "city"] },
};
const card = {
  title: "Uses the card",
  task: "propensity",
  subject: "account",
  settings: {
    horizonDays: 20,
    outcome,
    inputs: ["account purchases in 90 days", "days since the last account activity"],
  },
};

/** What predictions promise on every database. */
export function predictionsContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`predictions on ${name}`, () => {
    it("a declared prediction is learnt, judged on time that it has not seen, and says something of everybody", async () => {
      const next = { title: "What she buys next", task: "next", settings: { horizonDays: 20 } };
      const world = await predictedWorld(makeStore, { next_category: next });
      expect(await tend(world)).toEqual(["prediction_trained", "prediction_scored"]);
      const { id } = await known(world, "next_category");
      const champion = await findChampion(world.store, id);
      const { heldOut, data, comparison } = champion!.card;
      expect(heldOut!.from > data.until).toBe(true);
      // Seven in ten purchases are of a customer's favourite among four categories.
      expect(heldOut!.figures["recallAt1"]).toBeGreaterThan(0.6);
      expect(comparison.isBetter).toBe(true);
      expect(champion!.drift).toBeDefined();
      const scores = await scoresOf(world, "next_category");
      expect(scores.size).toBeGreaterThan(PEOPLE * 0.9);
      const [someone = 0] = scores.keys();
      const [first] = await listCustomerScores(world.store, someone);
      expect(first).toMatchObject({ code: "next_category", version: 1, score: scores.get(someone) });
      expect((await explainScore(world.store, someone, first!)).length).toBeGreaterThan(0);
      // Nothing is due any more.
      expect(await tend(world)).toEqual([]);
    });

    it("closures and SQL read the same scores, and none whose time is over", async () => {
      const world = await predictedWorld(makeStore, { activity });
      await tend(world);
      const { store, clock } = world;
      const rule = await segmentRule(world, `score("activity") > 0.5`);
      const test = compileTest(rule.expr);
      const some = 80;
      const countBoth = async () => {
        const now = clock.now();
        const bySql = await countMatching(store, { rule, among: { after: 0, upTo: some }, now });
        let byClosure = 0;
        for (let id = 1; id <= some; id += 1) {
          const customer = await loadRuleCustomer(store, { customerId: id, fields: {}, now });
          if (test({ customer } as Parameters<typeof test>[0])) byClosure += 1;
        }
        return [bySql, byClosure];
      };
      const [bySql, byClosure] = await countBoth();
      expect(bySql).toBeGreaterThan(10);
      expect(byClosure).toBe(bySql);
      clock.advance(400 * DAY_MS);
      expect(await countBoth()).toEqual([0, 0]);
    });

    it("a scoring that is cut off goes on where it stood, and one that is done twice leaves the same", async () => {
      const world = await predictedWorld(makeStore, { activity });
      await tend(world);
      const before = await scoresOf(world, "activity");
      const { id } = await known(world, "activity");
      // A worker that died: its run is open and its place is known.
      await world.store.write([
        {
          sql: "update prediction_runs set finished_at = null, state = 'running', lease_until = 0, scored_to = 0 where kind = 'score'",
          params: [],
        },
        { sql: "delete from score_details where customer_id < 50", params: [] },
        { sql: "update customer_scores set s_activity = null, u_activity = null where customer_id < 50", params: [] },
      ]);
      expect((await scoresOf(world, "activity")).size).toBeLessThan(before.size);
      expect(await tend(world, 1)).toContain("prediction_scored");
      expect(await scoresOf(world, "activity")).toEqual(before);
      expect((await listRuns(world.store, id, 5)).every(({ state }) => state === "done")).toBe(true);
    });

    it("predictions go over the ids together, whoever stands behind catches up, and one that breaks ends alone", async () => {
      const next = { title: "What she buys next", task: "next", settings: { horizonDays: 20 } };
      const world = await predictedWorld(makeStore, {
        activity,
        next_category: next,
        third: { ...activity, title: "3" },
      });
      await tend(world);
      const [one, two] = [await scoresOf(world, "activity"), await scoresOf(world, "next_category")];
      const [ahead, broken] = [await known(world, "next_category"), await known(world, "third")];
      const open = "update prediction_runs set finished_at = null, state = 'waiting', scored = 0, scored_to";
      await world.store.write([
        { sql: `${open} = 0 where kind = 'score'`, params: [] },
        { sql: `${open} = 200 where kind = 'score' and prediction_id = ?`, params: [ahead.id] },
        {
          sql: "update prediction_model_parts set body = '{}' where model_id in (select id from prediction_models where prediction_id = ?)",
          params: [broken.id],
        },
        { sql: "delete from score_details where prediction_id <> ?1 or customer_id > 200", params: [ahead.id] },
        { sql: "update customer_scores set s_activity = null, u_activity = null", params: [] },
        { sql: "update customer_scores set s_next_category = null where customer_id > 200", params: [] },
      ]);
      await expect(tend(world)).rejects.toThrow("no stored model");
      expect(await scoresOf(world, "activity")).toEqual(one);
      expect(await scoresOf(world, "next_category")).toEqual(two);
      const stateOf = async (id: number) =>
        (await listRuns(world.store, id, 2)).find(({ kind }) => kind === "score")?.state;
      expect([await stateOf(ahead.id), await stateOf(broken.id)]).toEqual(["done", "failed"]);
    });

    it("a model that comes to count while another one scores is asked with the next turn", async () => {
      const world = await predictedWorld(makeStore, { activity });
      await tend(world);
      const { id } = await known(world, "activity");
      await learnAgain(world, "activity");
      await world.store.write([
        {
          sql: "update prediction_runs set finished_at = null, state = 'waiting', scored_to = 0 where id = (select max(id) from prediction_runs where kind = 'score')",
          params: [],
        },
      ]);
      let promoted = false;
      const breathe = async () => {
        promoted = promoted || (await promoteModel({ deps: world, actor, input: { code: "activity", version: 2 } })).ok;
      };
      const events: string[] = [];
      await tendPredictions(world, { kinds: ["score"], slices: 1, breathe, log: (event) => events.push(event) });
      expect([promoted, events]).toEqual([true, []]);
      expect(await tend(world)).toEqual(["prediction_scored"]);
      expect((await listCustomerScores(world.store, 5))[0]?.version).toBe(2);
      expect((await listRuns(world.store, id, 1))[0]?.state).toBe("done");
    });

    it("a challenger that is no better than chance may be does not take the champion's place; an operator may give it", async () => {
      const world = await predictedWorld(makeStore, { activity });
      await tend(world);
      const { id } = await known(world, "activity");
      await learnAgain(world, "activity");
      expect((await listModels(world.store, id)).map(({ version, state }) => [version, state])).toEqual([
        [2, "challenger"],
        [1, "champion"],
      ]);
      const promote = (version: number) => promoteModel({ deps: world, actor, input: { code: "activity", version } });
      expect((await promote(2)).ok).toBe(true);
      await tend(world);
      expect((await listCustomerScores(world.store, 5))[0]?.version).toBe(2);
      expect((await promote(1)).ok).toBe(true);
      await tend(world);
      expect((await listCustomerScores(world.store, 5))[0]?.version).toBe(1);
      expect(await promote(7)).toMatchObject({ ok: false, error: { code: "not_found" } });
    });

    it("too little to learn from is told in words, and tried again a day later", async () => {
      const world = await predictedWorld(makeStore, {
        rare: { title: "x", task: "propensity", settings: { outcome: { event: "flew to the moon" } } },
      });
      expect(await tend(world)).toEqual(["prediction_untrained"]);
      const [run] = await listRuns(world.store, (await known(world, "rare")).id, 5);
      expect(run).toMatchObject({ state: "failed", step: expect.stringContaining("nothing to tell apart") });
      expect(await tend(world)).toEqual([]);
      world.clock.advance(DAY_MS + 1);
      expect(await tend(world)).toEqual(["prediction_untrained"]);
    });

    it("reasons that were not kept are worked out from what was known then", async () => {
      const world = await predictedWorld(makeStore, { activity });
      await tend(world);
      const scores = await Promise.all(
        [1, 2, 3, 4, 5].map(async (id) => ({ id, score: (await listCustomerScores(world.store, id))[0]! })),
      );
      const without = scores.find(({ score }) => score.reasons === undefined);
      const before = await explainScore(world.store, without!.id, without!.score);
      await world.store.write([{ sql: "update purchases set total_minor = 1 where at > ?", params: [NOW] }]);
      expect(before.length).toBeGreaterThan(0);
      expect(await explainScore(world.store, without!.id, without!.score)).toEqual(before);
      // Written behind midnight by a scoring that began before it.
      const late = { ...without!.score, scoredAt: without!.score.scoredAt + 40 * DAY_MS };
      expect(await explainScore(world.store, without!.id, late)).toEqual(before);
    });

    it("propensity uses the inputs that the operator chose, and no others", async () => {
      const kept = ["purchases in 30 days", "favourite category", "household_size"];
      // Cities are stated all the time, and what stood before is not kept.
      const inputs = [...kept, "city"];
      const settings = { horizonDays: 20, outcome: { event: "purchase", category: "seeds" }, inputs };
      const world = await predictedWorld(makeStore, { seeds: { title: "Seeds", task: "propensity", settings } });
      await tend(world);
      const champion = await findChampion(world.store, (await known(world, "seeds")).id);
      expect([...champion!.card.model.inputs].sort()).toEqual(kept.toSorted());
      expect(champion!.card.limits.join("\n")).toContain("It learnt nothing from city: ");
      expect(champion!.card.heldOut!.figures["auc"]).toBeGreaterThan(0.65);
      expect((await scoresOf(world, "seeds")).size).toBe(PEOPLE);
    });

    it("accounts are scored as customers are, and a holder has the highest score among what she holds", async () => {
      const world = await predictedWorld(makeStore, { card });
      await tend(world);
      const rows = await world.store.read<{ n: number }>({
        sql: "select count(*) as n from account_scores",
        params: [],
      });
      expect(rows[0]?.n).toBeGreaterThan(PEOPLE * 0.9);
      expect((await scoresOf(world, "card")).size).toBe(rows[0]?.n);
      // An account that is not there any more leaves its holder nothing that rules could read.
      await world.store.write([{ sql: "delete from accounts where id = 1", params: [] }]);
      world.clock.advance(DAY_MS);
      await tend(world);
      expect((await scoresOf(world, "card")).size).toBe((rows[0]?.n ?? 0) - 1);
    });

    it("a model that can't be read any more breaks one scoring, and another one is learnt", async () => {
      const world = await predictedWorld(makeStore, { activity });
      await tend(world);
      await world.store.write([{ sql: `update prediction_model_parts set body = '{"name":"gone"}'`, params: [] }]);
      world.clock.advance(DAY_MS);
      await expect(tend(world)).rejects.toThrow("no stored model");
      expect(await tend(world)).toEqual(["prediction_trained", "prediction_scored"]);
      expect(await tend(world)).toEqual([]);
    });

    it("features that mean something else now are learnt from anew", async () => {
      const world = await predictedWorld(makeStore, { activity });
      await tend(world);
      await world.store.write([{ sql: "update prediction_models set features_version = 0", params: [] }]);
      expect(await tend(world)).toContain("prediction_trained");
    });

    it("a rule over predictions is a record in versions, and stands for its condition wherever predicted() names it", async () => {
      const world = await predictedWorld(makeStore, { activity });
      await tend(world);
      const put = (input: unknown) =>
        putRule({ deps: world, actor, input: { code: "likely", rule: ruleBody.parse(input) } });
      const rule = { title: "Likely", kind: "propensity", prediction: "activity", threshold: 0.5 };
      expect(await put(rule)).toMatchObject({
        ok: true,
        value: { version: 1, condition: `score("activity") >= 0.5`, author: "operator op_1" },
      });
      expect(await put(rule)).toMatchObject({ ok: true, value: { version: 1 } });
      expect(await put({ ...rule, threshold: 0.9 })).toMatchObject({ ok: true, value: { version: 2 } });
      expect((await listRuleVersions(world.store, "likely")).map(({ threshold }) => threshold)).toEqual([0.9, 0.5]);
      const countOf = async (when: string) =>
        countMatching(world.store, {
          rule: await segmentRule(world, when),
          among: { after: 0, upTo: PEOPLE },
          now: NOW,
        });
      expect(await countOf(`predicted("likely")`)).toBe(await countOf(`score("activity") >= 0.9`));
      // Before its first day it holds for nobody, and while another version counts neither.
      await put({ ...rule, startsOn: "2030-01-01" });
      expect(await countOf(`predicted("likely")`)).toBe(0);
      expect(await put({ ...rule, modelVersion: 9 })).toMatchObject({ ok: false, error: { code: "invalid_content" } });
      expect(await put({ ...rule, inputs: ["purchases"] })).toMatchObject({
        ok: false,
        error: { code: "invalid_content" },
      });
      expect(await put({ ...rule, prediction: "nothing" })).toMatchObject({
        ok: false,
        error: { code: "invalid_content" },
      });
    });

    it("scores go with the customer", async () => {
      const world = await predictedWorld(makeStore, { activity, card });
      await tend(world);
      await scoreData.erase(
        { store: world.store } as Parameters<typeof scoreData.erase>[0],
        { ids: [5] } as never,
        NOW,
      );
      const left = await world.store.read<{ n: number }>({
        sql: `select (select count(*) from score_details where customer_id = 5) + (select count(*) from customer_scores where customer_id = 5)
          + (select count(*) from account_scores where account_id = 5) as n`,
        params: [],
      });
      expect(left[0]?.n).toBe(0);
    });
  });
}
