import { sql } from "drizzle-orm";
import { isoOf } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { cpuClock, round } from "../kit/measure.ts";
import { ingestDoor } from "./ingest-door.ts";
import { mailReceiver } from "./mail-receiver.ts";
import { moveClock } from "./moved-clock.ts";
import {
  boughtBy,
  changedChoices,
  clickersOf,
  firstOfEach,
  hitsOf,
  ownHabit,
  popularOnly,
  verdictsOf,
} from "./retail-figures.ts";
import { readRetailLines, type RetailLine } from "./retail-lines.ts";
import { ordersOf } from "./retail-orders.ts";
import { identifyItem, retailPeople } from "./retail-people.ts";
import { productSetsOf } from "./retail-products.ts";
import { type Future, httpReader } from "./retail-readers.ts";
import { fillProgramme, NEWSLETTER, startStation, subscribe } from "./retail-station.ts";
import { choicesOf, copyDatabase, liveAsTwin } from "./retail-twin.ts";
import { ingestUntil, live, onMail, type World } from "./retail-weeks.ts";

/** Run by online-retail.bench.ts in a process whose clock can be moved: retail-child.ts <file> <folder> */
const [file = "", folder = ""] = process.argv.slice(2);

/** 1 August 2011, a Monday, as far on as the lines are. */
const MONDAY = Date.UTC(2026, 7, 3);
const NIGHT_BEFORE = MONDAY - 5 * HOUR_MS;
const WEEK = 7 * DAY_MS;
const phases: Record<string, { seconds: number; cpuSeconds: number }> = {};

async function phase<T>(name: string, work: () => Promise<T>): Promise<T> {
  const stop = cpuClock();
  const value = await work();
  const { cpuMs, wallMs } = stop();
  phases[name] = { seconds: round(wallMs / 1_000, 1), cpuSeconds: round(cpuMs / 1_000, 1) };
  console.error(`${name}: ${JSON.stringify(phases[name])}`);
  return value;
}

const lines = await phase("read", () => Array.fromAsync(readRetailLines(file)));
const past = lines.filter((line) => line.at < MONDAY);
const people = retailPeople(lines, MONDAY);
const products = productSetsOf(past);
const orders = ordersOf(lines);
const bought = boughtBy(lines);
moveClock(NIGHT_BEFORE);

const world: { current?: World } = {};
const receiver = await mailReceiver((mail) => {
  if (world.current !== undefined) onMail(world.current, mail);
});
const running = await startStation(folder, receiver);
const door = await ingestDoor(running);
const reader = httpReader(running.port);
world.current = {
  running,
  reader,
  shop: { productByTitle: new Map(products.map(({ copy, ...product }) => [copy[0]?.title ?? "", product])) },
  personByAddress: new Map(people.map((person) => [person.email, person])),
  futureOf: ({ code }) => futureOf(bought.get(code) ?? []),
  ahead: [...orders.items],
  send: door.send,
  steps: [],
  visits: [],
};
const { current } = world;

function futureOf(own: readonly RetailLine[]): Future {
  const later = own.filter((line) => line.at > Date.now());
  return {
    codes: new Set(later.map(({ code }) => code)),
    categories: new Set(later.map(({ category }) => category)),
  };
}

await phase("programme", () => fillProgramme(running.station, products));
await phase("history", async () => {
  await door.send(people.map((person) => identifyItem(person, NEWSLETTER).item));
  await ingestUntil(current, NIGHT_BEFORE);
});
const ownDates = await phase("preferences", () => subscribe(running.station, people));
const twinUrl = await copyDatabase(running.station.customers.store, folder);
current.steps.length = 0;
await phase("first week", () => live(current, MONDAY + WEEK));
await phase("second week", () => live(current, MONDAY + 2 * WEEK));
await phase("rest of the month", () => ingestUntil(current, Infinity));
const verdicts = await verdictsOf(running, reader);
const clickers = await clickersOf(running, MONDAY + WEEK);
const [kept] = await running.station.customers.store.read<{ n: number }>(sql`select count(*) as n from purchase_lines`);
const choices = [...(await choicesOf(running.station.customers.store)).values()];
reader.close();
await running.stop();
await receiver.close();
const twin = await phase("twin", () => liveAsTwin(twinUrl, current.steps));

const goods = new Set(products.map(({ code }) => code));
const popular = popularOnly(bought, goods);
const nextMonday = isoOf(MONDAY + WEEK).slice(0, 10);
const first = choices.filter(({ occurrence }) => occurrence < nextMonday);
const second = choices.filter(({ occurrence }) => occurrence >= nextMonday);
const secondTwin = [...twin.values()].filter(({ occurrence }) => occurrence >= nextMonday);
const clicks = [...reader.truth.values()].flat();
const changed = changedChoices(second, twin);

console.log(
  JSON.stringify({
    lines: lines.length,
    linesWithoutCustomer: orders.linesWithoutCustomer,
    linesIngested: orders.linesWithCustomer,
    linesKept: kept?.n,
    from: isoOf(lines[0]?.at ?? 0),
    to: isoOf(lines.at(-1)?.at ?? 0),
    orders: orders.orders,
    refunds: orders.refunds,
    customers: new Set(lines.flatMap(({ customer }) => customer ?? [])).size,
    customersBeforeTheFirstWeek: people.length,
    mayReceive: people.filter(({ mayReceive }) => mayReceive).length,
    ownDates,
    productSets: products.length,
    items: door.totals.items,
    accepted: door.totals.accepted,
    refused: door.totals.refused,
    refusals: [...new Set(door.totals.refusals)].slice(0, 5),
    messages: receiver.received(),
    messagesOfTheFirstWeek: first.length,
    doubles: receiver.doubles(),
    encrypted: receiver.encrypted(),
    clicksOfPeople: clicks.filter((who) => who === "person").length,
    clicksOfMachines: clicks.filter((who) => who === "machine").length,
    wrongAnswers: reader.wrong(),
    verdicts,
    customersOfTheSecondWeek: new Set(second.map(({ customer }) => customer)).size,
    clickersOfTheFirstWeek: clickers.size,
    changedByClicks: changed.size,
    clickersChanged: [...changed].filter((code) => clickers.has(code)).length,
    changedBeforeAnyClick: changedChoices(firstOfEach(first), twin).size,
    hits: {
      firstWeek: hitsOf(first, bought, ({ codes }) => codes),
      firstWeekPopularOnly: hitsOf(first, bought, popular),
      firstWeekOwnHabit: hitsOf(first, bought, ownHabit(bought, goods, popular)),
      secondWeek: hitsOf(second, bought, ({ codes }) => codes),
      secondWeekWithoutClicks: hitsOf(secondTwin, bought, ({ codes }) => codes),
      secondWeekPopularOnly: hitsOf(second, bought, popular),
    },
    phases,
  }),
);
process.exit(0);
