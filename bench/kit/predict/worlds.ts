import { seededRandom } from "#kernel/random.ts";
import { auc } from "#predict/evaluate/auc.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import { propensity } from "#predict/tasks/propensity/propensity.ts";
import { findTask } from "#predict/tasks/task-registry.ts";
import { contractBuyers } from "#tests/worlds/buyers/contract-buyers.ts";
import {
  bayesChance,
  type Buyer,
  type BuyerWorld,
  drawBuyers,
  tableOfBuyers,
} from "#tests/worlds/buyers/hidden-buyers.ts";
import { contractOffers, type OfferWorld, seasonalOffers, segmentOffers } from "#tests/worlds/buyers/offer-worlds.ts";
import { restlessBuyers } from "#tests/worlds/buyers/restless-buyers.ts";
import { seasonalBuyers } from "#tests/worlds/buyers/seasonal-buyers.ts";
import { cpuClock, round } from "../measure.ts";

type Figures = Record<string, unknown>;

const BUYERS = 16_000;

/** Worlds that no model here was made for: how much of what could be known the tasks find. */
export function worlds(): Figures {
  return {
    ...Object.fromEntries(
      [seasonalBuyers, contractBuyers, restlessBuyers].map((world) => [world.name, judgeWorld(world)]),
    ),
    propensity: Object.fromEntries([seasonalOffers, contractOffers, segmentOffers].map(judgeOffers)),
  };
}

const OFFERS = 10_000;

function judgeOffers(world: OfferWorld): readonly [string, Figures] {
  const random = seededRandom(1);
  const [learn, asked] = [world(OFFERS, random), world(OFFERS, random)];
  const settings = { columns: { target: "answered" }, categories: [], excluded: [], horizons: [], seed: 1 };
  const fitted = propensity.fit(learn.table, settings, { onStep: () => undefined });
  const ours = fitted.score(asked.table, { horizons: [] }).columns[0]?.values ?? new Float64Array(0);
  const came = asked.table.target?.kind === "number" ? asked.table.target.values : new Float64Array(0);
  return [asked.name, { model: fitted.card.model, ...beside(ours, asked.chances, came) }];
}

function judgeWorld(world: BuyerWorld): Figures {
  const clock = cpuClock();
  const random = seededRandom(1);
  const buyers = drawBuyers(world, BUYERS, random);
  const [learn, asked] = [buyers.slice(0, BUYERS / 2), buyers.slice(BUYERS / 2)];
  const truth = new Map(
    asked.map((buyer) => [buyer.id, { chance: bayesChance(world, buyer), came: cameBy(world, buyer) }]),
  );
  const tables = [learn, asked].map((each) => tableOfBuyers(world, each, random));
  const columns = { id: "id", time: "time", amount: "paid" };
  const { horizon, quietDays } = world;
  const settings = { columns, categories: [], excluded: [], horizons: [horizon], seed: 1, quietDays };
  const judged = ["hit-and-run", "dormancy", "activity"].map((name) => {
    const [known, unknown] = tables;
    const task = findTask(name);
    if (task === undefined || known === undefined || unknown === undefined) throw new Error(`There is no ${name}.`);
    const fitted = task.fit(known, settings, { onStep: () => undefined });
    const { id, columns: found } = fitted.score(unknown, { horizons: [], until: world.cut });
    const ours = found[0]?.values ?? new Float64Array(0);
    const best = Float64Array.from(id, (each) => truth.get(each)?.chance ?? 0);
    const came = Float64Array.from(id, (each) => truth.get(each)?.came ?? 0);
    return [name, { model: fitted.card.model, ...beside(ours, best, came) }];
  });
  return { ...Object.fromEntries(judged), cpuSeconds: round(clock().cpuMs / 1_000, 1) };
}

function cameBy({ cut }: BuyerWorld, { bought }: Buyer): number {
  return bought.some(({ day }) => day > cut) ? 1 : 0;
}

/** Ours beside what whoever knows the world would say. */
function beside(ours: Float64Array, best: Float64Array, came: Float64Array): Figures {
  const [found, possible] = [auc(ours, came), auc(best, came)];
  return {
    rows: came.length,
    auc: round(found, 4),
    bayesAuc: round(possible, 4),
    share: round((found - 0.5) / (possible - 0.5), 4),
    ece: round(reliability(ours, came).ece, 4),
    bayesEce: round(reliability(best, came).ece, 4),
  };
}
