import { beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { auc } from "#predict/evaluate/auc.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import { activity } from "#predict/tasks/transactions/questions.ts";
import { chanceTask } from "#predict/tasks/transactions/chance-task.ts";
import { contractBuyers } from "#tests/worlds/buyers/contract-buyers.ts";
import { bayesChance, drawBuyers, tableOfBuyers } from "#tests/worlds/buyers/hidden-buyers.ts";
import { restlessBuyers } from "#tests/worlds/buyers/restless-buyers.ts";
import { seasonalBuyers } from "#tests/worlds/buyers/seasonal-buyers.ts";

const worlds = [seasonalBuyers, contractBuyers, restlessBuyers];
const came = (cut: number, bought: ReadonlyArray<{ readonly day: number }>) =>
  bought.some(({ day }) => day > cut) ? 1 : 0;

describe("worlds of hidden buyers", () => {
  it.each(worlds)("$name: what is best to say agrees with what comes", (world) => {
    const buyers = drawBuyers(world, 1_500, seededRandom(5));
    const best = Float64Array.from(buyers, (buyer) => bayesChance(world, buyer));
    const y = Float64Array.from(buyers, ({ bought }) => came(world.cut, bought));
    expect(reliability(best, y).ece).toBeLessThan(0.04);
    expect(auc(best, y)).toBeGreaterThan(0.8);
  });
});

describe("buyers whose state nobody sees", () => {
  const world = restlessBuyers;
  const random = seededRandom(6);
  const buyers = drawBuyers(world, 3_600, random);
  const [learn, asked] = [buyers.slice(0, 1_800), buyers.slice(1_800)];
  const settings = { columns: { id: "id", time: "time", amount: "paid" }, categories: [], excluded: [], seed: 1 };
  const chances = new Map<string, number>();

  beforeAll(() => {
    const known = tableOfBuyers(world, learn, random);
    const fitted = chanceTask(activity).fit(
      known,
      { ...settings, horizons: [world.horizon] },
      { onStep: () => undefined },
    );
    const { id, columns } = fitted.score(tableOfBuyers(world, asked, random), { horizons: [], until: world.cut });
    id.forEach((each, row) => chances.set(each, columns[0]?.values[row] ?? 0));
  });

  it("are foretold nearly as well by who knows their past alone as by who knows their world", () => {
    const y = Float64Array.from(asked, ({ bought }) => came(world.cut, bought));
    const ours = Float64Array.from(asked, ({ id }) => chances.get(id) ?? 0);
    const best = Float64Array.from(asked, (buyer) => bayesChance(world, buyer));
    expect((auc(ours, y) - 0.5) / (auc(best, y) - 0.5)).toBeGreaterThan(0.93);
  });
});
