import { DAY_MS, HOUR_MS, type ManualClock, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { type Random, randomInt, seededRandom, unitOf } from "#kernel/random.ts";
import type { Mailbox, ReceivedEmail } from "#channels/memory/mailbox.ts";
import { ingestItems } from "#customers/ingest/ingest-items.ts";
import { tick } from "#entry/tick.ts";
import type { Jumpstation } from "#entry/compose.ts";
import { poisson, purchaseItem } from "./history.ts";
import type { DemoWorld } from "./fill-store.ts";
import type { DemoPerson } from "./people.ts";
import { readMail, type ReadMail } from "./read-mail.ts";

export type SimulateInput = {
  readonly station: Jumpstation;
  readonly clock: ManualClock;
  readonly mailbox: Mailbox;
  readonly world: DemoWorld;
  readonly seed: number;
  readonly until: number;
  /** false for the twin: everything is the same, but nobody follows a link. */
  readonly hasClicks: boolean;
  /** Brings journaled clicks into the database. */
  readonly drainJournal: () => Promise<void>;
  readonly onFirstMessage?: () => void;
};

export type SimulationReport = {
  readonly planned: number;
  readonly sent: number;
  readonly doubles: number;
  readonly clicks: number;
  readonly machineClicks: number;
};

const STEP_MS = 30 * MINUTE_MS;
const SCANNER = "Mozilla/5.0 (compatible; LinkCheck/1.0)";

type Visit = {
  readonly at: number;
  readonly url: string;
  readonly agent: string;
  readonly address: string;
  readonly isMachine: boolean;
};

/** Lives through simulated days: the clockwork ticks, mail arrives, people and scanners follow links, people buy. */
export async function simulate(input: SimulateInput): Promise<SimulationReport> {
  const { station, clock, mailbox, world } = input;
  const byAddress = new Map(world.people.map((person) => [person.email, person]));
  const random = seededRandom(input.seed ^ 0x5eed);
  const seen = new Map<string, number>();
  const arrived: ReadMail[] = [];
  const stop = mailbox.subscribe((received: ReceivedEmail) => {
    if (arrived.length === 0 && seen.size === 0) input.onFirstMessage?.();
    arrived.push(readMail(received));
  });
  let visits: Visit[] = [];
  const totals = { planned: 0, sent: 0, clicks: 0, machineClicks: 0 };
  while (clock.now() < input.until) {
    const report = await tick(station.tickDeps);
    totals.planned += report.planned;
    totals.sent += report.sent;
    for (const mail of arrived.splice(0)) {
      const key = `${mail.to} ${mail.programme} ${mail.occurrence}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      const person = byAddress.get(mail.to);
      if (input.hasClicks && person !== undefined) visits.push(...visitsOf(person, mail, { world, now: clock.now() }));
    }
    const now = clock.now();
    const due = visits.filter((visit) => visit.at <= now + STEP_MS).sort((a, b) => a.at - b.at);
    visits = visits.filter((visit) => visit.at > now + STEP_MS);
    for (const visit of due) {
      clock.set(Math.max(clock.now(), visit.at));
      await follow(station, visit);
      if (visit.isMachine) totals.machineClicks += 1;
      else totals.clicks += 1;
    }
    await input.drainJournal();
    await station.settle();
    await station.refreshSegments();
    await buy(input, random, now);
    clock.set(now + STEP_MS);
  }
  await tick(station.tickDeps);
  stop();
  const doubles = [...seen.values()].reduce((sum, times) => sum + times - 1, 0);
  return { ...totals, doubles };
}

/** What happens with a mail, decided by the person's truth and her mail's own bytes. */
function visitsOf(
  person: DemoPerson,
  mail: ReadMail,
  about: { readonly world: DemoWorld; readonly now: number },
): Visit[] {
  const jumps = mail.links.filter(({ url }) => /\/[jc]\//.test(url));
  const address = `198.51.${randomOf(person, "net") % 100}.${randomOf(person, "host") % 250}`;
  const scanned = person.truth.isBehindScanner
    ? jumps.map(({ url }, index) => ({
        at: about.now + SECOND_MS + index * 150,
        url,
        agent: SCANNER,
        address: "203.0.113.9",
        isMachine: true,
      }))
    : [];
  const chance = (what: string) => unitOf(person.code, mail.programme, mail.occurrence, what);
  if (chance("reads") > person.truth.readsMail || person.truth.hasLeft) return scanned;
  const readAt = about.now + MINUTE_MS + Math.floor(chance("when") * 8 * HOUR_MS);
  const followed = jumps.filter(({ words }) => {
    const product = about.world.products.find(({ title }) => title === words);
    return product !== undefined && chance(product.code) < 1.5 * (person.truth.tastes[product.category] ?? 0);
  });
  return [
    ...scanned,
    ...followed.slice(0, 2).map(({ url }, index) => ({
      at: readAt + index * 20 * SECOND_MS,
      url,
      agent: person.truth.agent,
      address,
      isMachine: false,
    })),
  ];
}

function randomOf(person: DemoPerson, what: string): number {
  return Math.floor(unitOf(person.code, what) * 65_536);
}

async function follow(station: Jumpstation, visit: Visit): Promise<void> {
  const browser = visit.isMachine
    ? {}
    : {
        accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-language": "en",
        "sec-fetch-dest": "document",
        "sec-fetch-mode": "navigate",
        "sec-fetch-site": "none",
      };
  await station.app.request(visit.url, {
    headers: { "user-agent": visit.agent, "x-demo-address": visit.address, ...browser },
  });
}

/** Purchases go on whether or not anybody clicks: what differs from the twin comes from clicks alone. */
async function buy({ station, world }: SimulateInput, random: Random, now: number): Promise<void> {
  const items = world.people.flatMap((person) => {
    const rate = person.truth.hasLeft ? 0 : (person.truth.purchasesPerDay * STEP_MS) / DAY_MS;
    return Array.from({ length: poisson(random, rate) }, () =>
      purchaseItem({ random, person, products: world.products, at: now + randomInt(random, STEP_MS) }),
    );
  });
  if (items.length === 0) return;
  await ingestItems(station.customers, {
    items,
    sentAt: undefined,
    pointerOf: (index) => `/${index}`,
    sender: "demo",
    isTrusted: true,
  });
}
