import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { seededRandom, unitOf } from "#kernel/random.ts";
import { basketCompletion } from "#predict/next/basket-completion.ts";
import { countHistory, emptyCounts, itemTables } from "#predict/next/item-tables.ts";
import { nextItem } from "#predict/next/next-item.ts";
import { recencyFrequency } from "#predict/next/recency-frequency.ts";
import { categoryColumn, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { cpuClock, round } from "../measure.ts";

type Figures = Record<string, number | string>;
type Baskets = ReadonlyArray<readonly string[]>;

const SPLITS = 10;

/** How often what came next is among the first guesses: own splits of the training parts, beside the rules that must be beaten. */
export function next(data: string): Figures {
  return { ...nextBasket(join(data, "dc_baskets")), ...completion(join(data, "groceries")) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean and, behind it, the standard error of the difference of two sets of paired figures. */
function compare(figures: Figures, name: string, [ours, rule]: readonly [readonly number[], readonly number[]]): void {
  const gains = ours.map((value, index) => value - (rule[index] ?? 0));
  const gain = mean(gains);
  figures[`${name}Ours`] = round(mean(ours), 4);
  figures[`${name}Rule`] = round(mean(rule), 4);
  figures[`${name}Gain`] = round(gain, 4);
  figures[`${name}GainSd`] = round(Math.sqrt(mean(gains.map((each) => (each - gain) ** 2))), 4);
}

function top(scores: Float64Array, most: number, isTaken: (item: number) => boolean = () => false): readonly number[] {
  return [...scores.keys()]
    .filter((item) => !isTaken(item))
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, most);
}

/** Recall@10 of each customer's last basket from the ones before; a quarter of the customers is foretold. */
function nextBasket(folder: string): Figures {
  const path = join(folder, "DC_train_validate.json.gz");
  if (!existsSync(path)) return { dcNextBasket: `left out: there is no ${path}` };
  const stored = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Record<string, Record<string, number[][]>>;
  const groups = [stored["train"] ?? {}, stored["validate"] ?? {}].map((group) =>
    Object.entries(group).map(([user, sets]) => ({ user, sets: sets.map((set) => set.map((item) => `item ${item}`)) })),
  );
  const all = groups.flat();
  const figures: Figures = {};
  const [train = [], validate = []] = groups;
  const given = recalls(train, validate);
  compare(figures, "dcGivenSplitRecall10", [[given.ours], [given.rule]]);
  figures["dcFitCpuSeconds"] = given.seconds;
  const splits = Array.from({ length: SPLITS }, (_, split) => {
    const isAsked = ({ user }: { user: string }) => unitOf(split, user) < 0.25;
    return recalls(
      all.filter((each) => !isAsked(each)),
      all.filter(isAsked),
    );
  });
  compare(figures, "dcOwnSplitsRecall10", [splits.map(({ ours }) => ours), splits.map(({ rule }) => rule)]);
  return figures;
}

type User = { readonly user: string; readonly sets: Baskets };

function recalls(train: readonly User[], asked: readonly User[]) {
  const known = [...train, ...asked.map(({ user, sets }) => ({ user, sets: sets.slice(0, -1) }))];
  const lines = known.flatMap(({ user, sets }) => sets.flatMap((set, at) => set.map((item) => ({ user, at, item }))));
  const rows = matrixOf([
    categoryColumn(
      "customer",
      lines.map(({ user }) => user),
    ),
    numberColumn(
      "at",
      lines.map(({ at }) => at),
    ),
    categoryColumn(
      "item",
      lines.map(({ item }) => item),
    ),
  ]);
  const clock = cpuClock();
  const fitted = nextItem().fit(rows, { random: seededRandom(1) });
  const seconds = round(clock().cpuMs / 1_000);
  const codeOf = new Map(fitted.items.map((item, code) => [item, code]));
  const coded = (sets: Baskets) => sets.map((set) => set.flatMap((item) => codeOf.get(item) ?? []));
  const counts = emptyCounts(fitted.items.length);
  for (const { sets } of known) countHistory(counts, coded(sets), 1);
  const tables = itemTables(fitted.items, counts, fitted.items.length);
  const hits = (scores: (sets: Baskets) => Float64Array) =>
    mean(
      asked.map(({ sets }) => {
        const wanted = new Set(sets.at(-1));
        const found = top(scores(sets.slice(0, -1)), 10).filter((item) => wanted.has(fitted.items[item] ?? ""));
        return found.length / wanted.size;
      }),
    );
  return {
    ours: hits((sets) => fitted.chances(sets)),
    rule: hits((sets) => recencyFrequency(tables, coded(sets), { decay: 0.9, similarity: 0.3 })),
    seconds,
  };
}

/** hit@5 of the one item that is hidden in each basket; 30 % of the baskets are asked. */
function completion(folder: string): Figures {
  const path = join(folder, "baskets_train.csv.gz");
  if (!existsSync(path)) return { groceriesCompletion: `left out: there is no ${path}` };
  const items = readFileSync(join(folder, "items.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.replaceAll('"', "").split(","));
  const lines = gunzipSync(readFileSync(path))
    .toString()
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  const figures: Figures = {};
  for (const [level, column] of [
    ["Items", 1],
    ["Level2", 2],
  ] as const) {
    const baskets = new Map<number, Set<number>>();
    const codes = new Map(
      [...new Set(items.map((item) => item[column] ?? ""))].sort().map((name, code) => [name, code]),
    );
    for (const [basket = 0, item = 0] of lines) {
      const code = column === 1 ? item : (codes.get(items[item]?.[column] ?? "") ?? 0);
      baskets.set(basket, (baskets.get(basket) ?? new Set()).add(code));
    }
    const clock = cpuClock();
    const splits = Array.from({ length: SPLITS }, (_, split) => hits(baskets, split));
    figures[`groceries${level}CpuSeconds`] = round(clock().cpuMs / 1_000);
    compare(figures, `groceries${level}Hit5`, [splits.map(({ ours }) => ours), splits.map(({ rule }) => rule)]);
  }
  return figures;
}

/** Ours, and the similarity of items as the rule. */
function hits(baskets: ReadonlyMap<number, ReadonlySet<number>>, split: number) {
  const isAsked = (basket: number) => unitOf(split, basket) < 0.3;
  const nameOf = (item: number) => String(item).padStart(3, "0");
  const train = [...baskets].filter(([basket]) => !isAsked(basket));
  const lines = train.flatMap(([basket, items]) =>
    [...items].map((item) => ({ basket: String(basket), item: nameOf(item) })),
  );
  const rows = matrixOf([
    categoryColumn(
      "basket",
      lines.map(({ basket }) => basket),
    ),
    categoryColumn(
      "item",
      lines.map(({ item }) => item),
    ),
  ]);
  const fitted = basketCompletion().fit(rows, { random: seededRandom(1) });
  const codeOf = new Map(fitted.items.map((item, code) => [item, code]));
  const codesOf = (items: readonly number[]) => items.flatMap((item) => codeOf.get(nameOf(item)) ?? []);
  const counts = emptyCounts(fitted.items.length);
  for (const [, items] of train) countHistory(counts, [codesOf([...items])], 1);
  const tables = itemTables(fitted.items, counts, fitted.items.length);
  const asked = [...baskets].filter(([basket, items]) => isAsked(basket) && items.size > 1);
  const hit = (scores: (rest: readonly number[]) => Float64Array) =>
    mean(
      asked.map(([basket, items]) => {
        const sorted = [...items].sort((a, b) => a - b);
        const hidden = sorted[basket % sorted.length] ?? -1;
        const rest = sorted.filter((item) => item !== hidden);
        const taken = new Set(codesOf(rest));
        const found = top(scores(rest), 5, (item) => taken.has(item)).map((item) => fitted.items[item]);
        return found.includes(nameOf(hidden)) ? 1 : 0;
      }),
    );
  return {
    ours: hit((rest) => fitted.chances(rest.map(nameOf))),
    rule: hit((rest) => recencyFrequency(tables, [codesOf(rest)], { decay: 1, similarity: 1 })),
  };
}
