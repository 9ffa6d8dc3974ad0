import { join } from "node:path";
import { configSchema } from "#entry/config.ts";
import { startNode } from "#entry/node/start-node.ts";
import { cpuClock, round } from "../kit/measure.ts";
import { categoriesOf, couponCategories, declareCodes } from "./journey-codes.ts";
import { type JourneyImport, journeyDoor, putMapping, takeBack, takeIn } from "./journey-door.ts";
import { exportedCustomers, exportedEvents, exportedPurchases } from "./journey-exports.ts";
import { fillProgramme, NEWSLETTER } from "./journey-programme.ts";
import { picksOf, rejectsOf, takeProducts } from "./journey-views.ts";
import { countSegment } from "./journey-segment.ts";
import { journeyFiles, purchaseTotalsOf, readSource } from "./journey-source.ts";
import { changedTables, stateByTable } from "./journey-state.ts";
import { moveClock } from "./moved-clock.ts";

/** Run by complete-journey.bench.ts in a process whose clock can be moved: journey-child.ts <data> <folder> */
const [data = "", folder = ""] = process.argv.slice(2);
const fileOf = (name: keyof typeof journeyFiles) => join(data, journeyFiles[name]);
const source = (name: keyof typeof journeyFiles) => readSource(data, name);

const phases: Record<string, { seconds: number; cpuSeconds: number }> = {};

async function phase<T>(name: string, work: () => Promise<T>): Promise<T> {
  const stop = cpuClock();
  const value = await work();
  const { cpuMs, wallMs } = stop();
  phases[name] = { seconds: round(wallMs / 1_000, 1), cpuSeconds: round(cpuMs / 1_000, 1) };
  console.error(`${name}: ${JSON.stringify(phases[name])}`);
  return value;
}

/** New Year after the data's year, noon in New York. */
moveClock(Date.UTC(2018, 0, 1, 17));
const running = await startNode({
  config: configSchema.parse({
    PORT: "0",
    PUBLIC_URL: "https://go.journey.example",
    HOME_URL: "https://shop.journey.example/",
    ROOT_KEY: Buffer.alloc(32, 13).toString("base64url"),
    DATABASE_URL: `file:${join(folder, "journey.db")}`,
    JOURNAL_FOLDER: join(folder, "journal"),
    DEFAULT_COUNTRY: "US",
  }),
  log: () => undefined,
  onLost: (cause) => {
    throw new Error("The station lost its database.", { cause });
  },
});
const { store } = running.station.customers;
const door = await journeyDoor(running);
await phase("programme", () => fillProgramme(door));
const mappings = ["households", "members", "demographics", "purchases", "campaigns", "redemptions"];
for (const name of mappings) await putMapping(door, `journey-${name}`);

const products = await phase("products", () => takeProducts(door, fileOf("products")));
const categories = categoriesOf(source("products"));
await phase("reference codes", async () => {
  await declareCodes(door, "product-categories", [...categories]);
  await declareCodes(door, "coupon-categories", couponCategories(source("coupons"), categories));
  const campaigns = source("descriptions");
  const column = (name: string) => campaigns.map((row) => [row["campaign_id"] ?? "", row[name] ?? ""] as const);
  await declareCodes(door, "campaign-starts", column("start_date"));
  await declareCodes(door, "campaign-types", column("campaign_type"));
});

const imports: Record<string, JourneyImport> = {};
async function take(mapping: string, file: keyof typeof journeyFiles): Promise<JourneyImport> {
  const done = await phase(mapping, () => takeIn(door, mapping, fileOf(file)));
  imports[mapping] = done;
  return done;
}

await take("journey-households", "households");
await take("journey-members", "households");
await take("journey-demographics", "households");

const before = await stateByTable(store);
const first = await take("journey-purchases", "purchases");
const taken = await stateByTable(store);
await phase("undo of the purchases", () => takeBack(door, first));
const undone = await stateByTable(store);

const purchases = await take("journey-purchases", "purchases");
await take("journey-campaigns", "campaigns");
await take("journey-redemptions", "redemptions");
const rejects = await rejectsOf(door, purchases);
const { waiting } = await door.get<{ waiting: Record<string, number> }>("/v1/reference-codes/product-categories");
const released = await phase("codes for what waits", () =>
  declareCodes(
    door,
    "product-categories",
    Object.keys(waiting).map((code) => [code, "NOT IN THE CATALOGUE"]),
  ),
);
const once = await stateByTable(store);
const again = await phase("the same file again", () => takeIn(door, "journey-purchases", fileOf("purchases")));
const twice = await stateByTable(store);

const expected = purchaseTotalsOf(source("purchases"));
const [exported, events, customers] = await phase("exports", async () => [
  await exportedPurchases(door),
  await exportedEvents(door),
  await exportedCustomers(door),
]);
const segment = await phase("segment", () =>
  countSegment(door, customers, () => new Promise((resolve) => setTimeout(resolve, 500))),
);
const busiest = [...expected.centsByHousehold].sort(([, left], [, right]) => right - left).slice(0, 5);
const picks = await phase("selection", () =>
  picksOf(
    door,
    NEWSLETTER,
    busiest.map(([code]) => code),
  ),
);
await running.stop();

const households = new Set(
  (["households", "purchases", "campaigns", "redemptions"] as const).flatMap((name) =>
    source(name).map((row) => row["household_id"] ?? ""),
  ),
);
const totalsOf = ({ lines, orders, cents, quantity, centsByHousehold }: typeof exported) => ({
  lines,
  orders,
  amount: (cents / 100).toFixed(2),
  quantity,
  households: centsByHousehold.size,
});
console.log(
  JSON.stringify({
    products,
    imports: Object.fromEntries(
      Object.entries(imports).map(([name, { read, totals, reasons }]) => [name, { read, ...told(totals), reasons }]),
    ),
    rejects,
    waiting,
    released,
    again: { ...told(again.totals), tablesChanged: changedTables(once, twice) },
    source: { ...totalsOf(expected), shortenedInLines: expected.shortened },
    exported: totalsOf(exported),
    areAmountsEqual: isSame(expected.centsByHousehold, exported.centsByHousehold),
    households: { inTheFiles: households.size, exported: customers.size, areEqual: isSame(households, customers) },
    events: {
      campaignsInTheFile: source("campaigns").length,
      campaigns: countOf(events.get("Campaign Sent")),
      redemptionsInTheFile: source("redemptions").length,
      redemptions: countOf(events.get("Coupon Redeemed")),
    },
    undo: {
      tablesThatTheImportChanged: changedTables(before, taken),
      tablesThatTheUndoLeftChanged: changedTables(before, undone),
    },
    segment,
    picks,
    phases,
  }),
);
process.exit(0);

/** Totals that are not nothing. */
function told(totals: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(totals).filter(([, count]) => count !== 0));
}

function countOf(counts: ReadonlyMap<string, number> | undefined): number {
  return [...(counts?.values() ?? [])].reduce((sum, count) => sum + count, 0);
}

function isSame<Key, Value>(left: ReadonlyMap<Key, Value> | ReadonlySet<Key>, right: typeof left): boolean {
  const valueOf = (of: typeof left, key: Key) => (of instanceof Map ? (of as Map<Key, Value>).get(key) : of.has(key));
  return left.size === right.size && [...left.keys()].every((key) => valueOf(left, key) === valueOf(right, key));
}
