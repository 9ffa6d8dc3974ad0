import { createImport } from "#customers/import/run/create-import.ts";
import { LONE_PACE } from "#customers/import/run/import-deps.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import { type MappingInput, mappingSchema } from "#customers/import/mapping/mapping.ts";
import type { Ring } from "#entry/compose-ring.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";
import { isoOf } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { type Random, randomInt, seededRandom } from "#kernel/random.ts";
import type { DemoPerson } from "./people.ts";

const actor = { kind: "system", id: "demo" } as const;
const ACTIVE_DAYS = 90;

type File = { readonly mapping: MappingInput; readonly head: string; readonly lines: readonly string[] };

/**
 * Loyalty accounts of every second customer, cards of every sixth, some of them held jointly, and a few households: from files,
 * as a vendor's systems would send them. Its chance is its own, so that nothing else of the simulation depends on it.
 */
export async function fillAccounts(ring: Ring, seed: number, people: readonly DemoPerson[]): Promise<void> {
  const random = seededRandom(seed + 1);
  const now = ring.customers.clock.now();
  const held = people.flatMap((person, index) =>
    accountsOf(random, { person, partner: people[index + 1], index, now }),
  );
  for (const file of [
    {
      mapping: accountMapping,
      head: "account,customer,role,kind,product,opened,four,limit",
      lines: held.flatMap(linesOf),
    },
    {
      mapping: activityMapping,
      head: "account,id,at,kind,minor,points,merchant",
      lines: held.flatMap((account) => activitiesOf(random, account, now)),
    },
    { mapping: householdMapping, head: "household,customer", lines: householdLines(people) },
  ]) {
    await take(ring, file);
  }
}

async function take(ring: Ring, { mapping, head, lines }: File): Promise<void> {
  const deps = importDepsOf(ring.customers);
  const input = { mapping: mappingSchema.parse(mapping), fileName: `${mapping.name}.csv`, isDryRun: false };
  const { id } = await createImport({ deps, actor, input: { ...input, bytesTotal: undefined } });
  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${head}\n${lines.join("\n")}\n`);
  }
  const done = await runImport({ deps, importId: id, source: source(), pace: LONE_PACE });
  if (!done.ok || done.value.state !== "done" || done.value.totals.rejected > 0) {
    throw new Error(`The demo's own file ${mapping.name} was not taken: ${JSON.stringify(done)}`);
  }
}

const accountMapping: MappingInput = {
  name: "demo-accounts",
  into: "accounts",
  source: "core-banking",
  unknownCustomers: "reject",
  fields: {
    account: "account",
    customer: "customer",
    role: "role",
    kind: "kind",
    product: "product",
    currency: { column: "kind", values: { card: "GBP" }, otherwise: "empty" },
    openedOn: "opened",
    lastFour: "four",
    "bands.credit_limit": "limit",
  },
};

const activityMapping: MappingInput = {
  name: "demo-activities",
  into: "account-activities",
  source: "core-banking",
  currency: "GBP",
  fields: {
    account: "account",
    activityId: "id",
    at: "at",
    kind: "kind",
    amount: { column: "minor", minor: true },
    points: "points",
    merchantCategory: "merchant",
  },
};

const householdMapping: MappingInput = {
  name: "demo-households",
  into: "households",
  source: "crm",
  unknownCustomers: "reject",
  fields: { household: "household", customer: "customer" },
};

type Account = {
  readonly code: string;
  readonly kind: "card" | "loyalty";
  readonly product: string;
  readonly openedOn: string;
  readonly lastFour: string;
  readonly limit: string;
  readonly holders: readonly string[];
};

type Holding = {
  readonly person: DemoPerson;
  /** Holds a card with her where there is one. */
  readonly partner: DemoPerson | undefined;
  readonly index: number;
  readonly now: number;
};

const LIMITS = ["under 1000", "1000-2500", "2500-5000"];

function accountsOf(random: Random, { person, partner, index, now }: Holding): readonly Account[] {
  const opened = () => isoOf(now - (200 + randomInt(random, 1_500)) * DAY_MS).slice(0, 10);
  const loyalty = (): Account => ({
    code: `L-${person.code}`,
    kind: "loyalty",
    product: "green-points",
    openedOn: opened(),
    lastFour: "",
    limit: "",
    holders: [person.code],
  });
  const card = (): Account => ({
    code: `K-${person.code}`,
    kind: "card",
    product: "fernhill-card",
    openedOn: opened(),
    lastFour: String(randomInt(random, 10_000)).padStart(4, "0"),
    limit: LIMITS[randomInt(random, LIMITS.length)] ?? "",
    holders: livesWith(index) && partner !== undefined ? [person.code, partner.code] : [person.code],
  });
  return [...(index % 2 === 0 ? [loyalty()] : []), ...(index % 6 === 0 ? [card()] : [])];
}

/** Every twelfth customer and the one after her share a home. */
function livesWith(index: number): boolean {
  return index % 12 === 0;
}

function linesOf({ code, kind, product, openedOn, lastFour, limit, holders }: Account): readonly string[] {
  return holders.map((holder, index) =>
    [code, holder, index === 0 ? "primary" : "joint", kind, product, openedOn, lastFour, limit].join(","),
  );
}

const MERCHANTS = ["5261", "5411", "5719", "5942"];

function activitiesOf(random: Random, { code, kind }: Account, now: number): readonly string[] {
  const lines: string[] = [];
  const post = (day: number, what: string, values: readonly [minor: string, points: string, merchant: string]) => {
    const at = isoOf(now - Math.round((day + random.next()) * DAY_MS));
    lines.push([code, `${code}-${lines.length}`, at, what, ...values].join(","));
  };
  for (let day = ACTIVE_DAYS - 1; day > 0; day -= 8 + randomInt(random, 30)) {
    if (kind === "loyalty") post(day, "points_earned", ["", String(10 + randomInt(random, 90)), ""]);
    else post(day, "purchase", [String(300 + randomInt(random, 9_000)), "", MERCHANTS[randomInt(random, 4)] ?? ""]);
  }
  if (kind === "card") post(3, "payment", [String(2_000 + randomInt(random, 9_000)), "", ""]);
  return lines;
}

function householdLines(people: readonly DemoPerson[]): readonly string[] {
  return people.flatMap((person, index) => {
    const partner = people[index + 1];
    const home = `H-${person.code}`;
    return livesWith(index) && partner !== undefined ? [`${home},${person.code}`, `${home},${partner.code}`] : [];
  });
}
