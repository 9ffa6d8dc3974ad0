import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { putSetting } from "#catalogue/settings.ts";
import type { ClickRecord, JournaledClick } from "#clicks/click-record.ts";
import { destinationGuard } from "#clicks/destination-guard.ts";
import { type FollowDeps, followLink, type LinkRequest } from "#clicks/follow-link.ts";
import { linkShelf } from "#clicks/link-statements.ts";
import { patientJournal } from "#clicks/patient-journal.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import { linkResolver } from "#clicks/resolve-links.ts";
import { settleClicks } from "#clicks/settle-clicks.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordConsent } from "#customers/record-consent.ts";
import { recordFacts } from "#customers/record-facts.ts";
import { recordPurchase } from "#customers/record-purchase.ts";
import { unseal } from "#customers/seal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Timer } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import type { ContentSource } from "#messages/message.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { clickProjector } from "#clicks/unname-clicks.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import type { Store } from "#store/store.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  plainContent,
  START,
  startPlannerAt,
} from "#tests/worlds/message-world.ts";
import { signToken, tokenDayOf, tokenKeys, type TokenPurpose } from "#tracking/token.ts";

const EIGHT = START + 8 * HOUR_MS;
const SPADE = {
  url: "https://shop.example/spade?utm=a&b=%C3%BC",
  kind: "product",
  productCode: "SPADE",
  category: "garden",
} as const;
const ABOUT = { url: "https://shop.example/about", kind: "page", productCode: "", category: "" } as const;
const HOME = "https://shop.example/";
const targets = [SPADE, ABOUT];

const hurried: Timer = {
  after: (_delayMs, work) => {
    work();
    return () => undefined;
  },
};

/** A phone as people carry it. */
const person: Readonly<Record<string, string>> = {
  "user-agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 Version/15.0 Mobile/15E148 Safari/604.1",
  "accept-language": "en",
};
const machine: Readonly<Record<string, string>> = { "user-agent": "curl/8.5.0" };

function memoryJournal() {
  const records: ClickRecord[] = [];
  return {
    records,
    append: async (record: ClickRecord) => {
      records.push(record);
    },
    /** As a journal hands them on: each under its name, which stays the same. */
    written: (): JournaledClick[] => records.map((record, index) => ({ key: `journal:${index}`, record })),
  };
}

/** A message to ada with two links, accepted at eight o'clock; half an hour has passed since. */
async function sentWorld(store: Store) {
  const shelf = linkShelf(store, { now: () => EIGHT });
  const content: ContentSource = {
    prepare: async (messages) => {
      const linkIds = await shelf(targets);
      const prepared = await plainContent.prepare(messages);
      return new Map([...prepared].map(([id, result]) => [id, result.ok ? ok({ ...result.value, linkIds }) : result]));
    },
  };
  const deps = await messageWorld({ store, content });
  const { clock, secret } = deps;
  await store.write([putSetting("hosts", ["shop.example"], 0)]);
  await addNewsletter(store, "news");
  await startPlannerAt(store, START);
  const ada = await addCustomer(store, "ada", { newsletters: ["news"] });
  clock.set(EIGHT);
  await planMessages(store, EIGHT, { planAheadMs: 0, graceMs: DAY_MS });
  await sendDue(deps, { name: "w", nextTurn: () => 1 }, 10);
  clock.advance(30 * MINUTE_MS);
  const customers: CustomerDeps = {
    store,
    clock,
    secret,
    ids: idsFrom(clock, (size) => new Uint8Array(size)),
    defaultCountry: "GB",
    projectors: [affinityProjector(), clickProjector],
    mergers: [],
  };
  const [message] = await store.read<{ id: number }>(sql`select id from messages where state = 'accepted'`);
  return { ...deps, customers, ada, messageNumber: message?.id ?? 0 };
}

export function redirectContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async () => {
    const sent = await sentWorld(await makeStore());
    const { store, clock, secret, messageNumber } = sent;
    const keys = tokenKeys({ active: { id: 0, key: secret.keyFor("link/0") } });
    const journal = memoryJournal();
    const counted: string[] = [];
    const deps: FollowDeps = {
      clock,
      timer: { after: () => () => undefined },
      tokens: keys,
      links: linksOver(store),
      journal,
      homeUrl: HOME,
      count: (what) => counted.push(what),
    };
    function linksOver(database: Store) {
      return linkResolver({
        store: database,
        maxMessages: 10,
        maxLinks: 10,
        isAllowed: destinationGuard(database, clock),
      });
    }
    const token = (link: number, purpose: TokenPurpose = "click", number = messageNumber) =>
      signToken(keys, purpose, { messageNumber: number, link, day: tokenDayOf(clock.now()) + 30 });
    const follow = (
      text: string,
      more: Partial<FollowDeps & Omit<LinkRequest, "header">> & { headers?: typeof person } = {},
    ) => {
      const { headers = person, purpose = "click", method = "GET", address = "192.0.2.7", ...changed } = more;
      return followLink(
        { ...deps, ...changed },
        { token: text, purpose, method, address, header: (header) => headers[header] },
      );
    };
    const project = () => projectClicks({ store, secret }, journal.written());
    return { ...sent, follow, token, journal, counted, linksOver, project };
  };
  const away = <T>(): Promise<T> => Promise.reject(new Error("The database is away."));

  describe(`jumpstations on ${name}: where they lead`, () => {
    it("each link of a message leads to its own destination, and the click is kept before the answer", async () => {
      const { follow, token, journal, messageNumber, counted } = await world();
      expect(await follow(token(0))).toEqual({ kind: "redirect", url: SPADE.url });
      expect(await follow(token(1))).toEqual({ kind: "redirect", url: ABOUT.url });
      expect(journal.records.map(({ messageNumber, linkNo, address }) => [messageNumber, linkNo, address])).toEqual([
        [messageNumber, 0, "192.0.2.7"],
        [messageNumber, 1, "192.0.2.7"],
      ]);
      expect(counted).toEqual([]);
    });

    it("many readers at once are looked up together, each to her own page", async () => {
      const { follow, token } = await world();
      const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => follow(token(index % 3))));
      for (const [index, answer] of answers.entries()) {
        const target = targets[index % 3];
        expect(answer).toEqual(
          target === undefined ? { kind: "refused", isExpired: false } : { kind: "redirect", url: target.url },
        );
      }
    });

    it("a link that is the same for everybody names no person, and is no good at the other door", async () => {
      const { follow, token, journal, store } = await world();
      const [link] = await store.read<{ id: number }>(sql`select id from links where product_code = 'SPADE'`);
      const campaign = token(0, "campaign", link?.id);
      expect(await follow(campaign, { purpose: "campaign" })).toEqual({ kind: "redirect", url: SPADE.url });
      expect(await follow(campaign)).toEqual({ kind: "refused", isExpired: false });
      expect(await follow(token(0), { purpose: "campaign" })).toEqual({ kind: "refused", isExpired: false });
      expect(journal.records).toHaveLength(1);
    });

    it("a forged, cut or made-up token is refused like an unknown link, and an expired one by that name", async () => {
      const { follow, token, journal, clock } = await world();
      const good = token(0);
      const flipped = `${good.slice(0, 20)}${good[20] === "A" ? "B" : "A"}${good.slice(21)}`;
      for (const text of [flipped, good.slice(0, 34), `${good}A`, "", "x".repeat(35), "💥".repeat(20)]) {
        expect(await follow(text)).toEqual({ kind: "refused", isExpired: false });
      }
      expect(journal.records).toEqual([]);
      expect(await follow(token(9))).toEqual({ kind: "refused", isExpired: false });
      expect(await follow(token(0, "click", 4_711))).toEqual({ kind: "refused", isExpired: false });
      clock.advance(32 * DAY_MS);
      expect(await follow(good)).toEqual({ kind: "refused", isExpired: true });
    });

    it("a destination whose host the vendor gave up is led to no more", async () => {
      const { follow, token, store, clock } = await world();
      expect(await follow(token(0))).toEqual({ kind: "redirect", url: SPADE.url });
      await store.write([putSetting("hosts", ["elsewhere.example"], 1)]);
      clock.advance(6 * SECOND_MS);
      // The list that was known a moment ago still answers, and is asked for beside.
      await follow(token(0));
      await expect.poll(() => follow(token(0))).toEqual({ kind: "refused", isExpired: false });
    });
  });

  describe(`jumpstations on ${name}: when something is away`, () => {
    it("a reader arrives although the journal fails or is slow, and it is counted", async () => {
      const { follow, token, counted } = await world();
      expect(await follow(token(0), { journal: { append: () => away() } })).toEqual({
        kind: "redirect",
        url: SPADE.url,
      });
      const never = { append: () => new Promise<void>(() => undefined) };
      const slow = patientJournal(never, hurried, () => counted.push("journal_slow"));
      expect(await follow(token(0), { journal: slow })).toEqual({ kind: "redirect", url: SPADE.url });
      expect(counted).toEqual(["journal_failed", "journal_slow"]);
    });

    it("without the database a good link leads home and its click is kept, a forged one is refused as ever", async () => {
      const { follow, token, store, linksOver, journal, counted } = await world();
      const links = linksOver({ ...store, read: () => away() });
      expect(await follow(token(0), { links })).toEqual({ kind: "redirect", url: HOME });
      expect(await follow("x".repeat(35), { links })).toEqual({ kind: "refused", isExpired: false });
      expect(journal.records).toHaveLength(1);
      expect(counted).toEqual(["lookup_failed", "refused"]);
    });
  });

  describe(`jumpstations on ${name}: when something is slow`, () => {
    it("a database that does not answer keeps no reader waiting: she is led home and her click is kept", async () => {
      const { follow, token, store, linksOver, journal, counted } = await world();
      const links = linksOver({ ...store, read: () => new Promise(() => undefined) });
      expect(await follow(token(0), { links, timer: hurried })).toEqual({ kind: "redirect", url: HOME });
      expect(journal.records).toHaveLength(1);
      expect(counted).toEqual(["lookup_slow"]);
    });
  });

  describe(`clicks on ${name}`, () => {
    it("a click whose network the runtime did not tell gets its number from a list; one that has it keeps it", async () => {
      const { follow, token, journal, store, secret } = await world();
      await follow(token(0));
      await follow(token(1), { address: "198.51.100.1" });
      await follow(token(1));
      const [first, second, third] = journal.written();
      if (first === undefined || second === undefined || third === undefined) throw new Error("Three were followed.");
      const told = { ...third, record: { ...third.record, asn: 64_501 } };
      const networkOf = (address: string) => (address === "192.0.2.7" ? 8075 : undefined);
      await projectClicks({ store, secret, networkOf }, [first, second, told]);
      const found = await store.read<{ asn: number | null }>(
        sql`select s.body ->> '$.asn' as asn from clicks c join click_signals s on s.id = c.signals_id order by c.id`,
      );
      expect(found.map(({ asn }) => asn)).toEqual([8075, null, 64_501]);
    });

    it("a person's many clicks on one link within ten seconds are one act; on another link or later, another", async () => {
      const { follow, token, project, store, customers, clock } = await world();
      const clicksOf = async (links: readonly number[]) => {
        for (const link of links) {
          await follow(token(link));
          clock.advance(500);
        }
        await project();
      };
      await clicksOf([0, 0, 0, 0, 1, 0]);
      clock.advance(8.5 * SECOND_MS);
      // The first of these were settled in an earlier batch.
      expect((await settleClicks(customers)).people).toBe(1);
      clock.advance(2 * SECOND_MS);
      expect((await settleClicks(customers)).people).toBe(1);
      await clicksOf([0]);
      clock.advance(11 * SECOND_MS);
      expect((await settleClicks(customers)).people).toBe(1);
      expect(await store.read(sql`select product_code as product from events order by at`)).toEqual([
        { product: "SPADE" },
        { product: null },
        { product: "SPADE" },
      ]);
    });

    it("a click is one row however often it is projected, and becomes behaviour once", async () => {
      const { follow, token, project, store, customers, clock, ada } = await world();
      await follow(token(0));
      await Promise.all([project(), project()]);
      await project();
      const clicks =
        await store.read(sql`select k.link_no as linkNo, k.customer_id as customer, l.product_code as product,
        k.verdict, k.settled_at as settledAt from clicks k join links l on l.id = k.link_id`);
      expect(clicks).toEqual([{ linkNo: 0, customer: ada, product: "SPADE", verdict: "person", settledAt: null }]);
      clock.advance(11 * SECOND_MS);
      expect(await settleClicks(customers)).toEqual({ settled: 1, people: 1 });
      expect(await settleClicks(customers)).toEqual({ settled: 0, people: 0 });
      expect(
        await store.read(sql`select customer_id as customer, kind, category, product_code as product, at from events`),
      ).toEqual([{ customer: ada, kind: "click", category: "garden", product: "SPADE", at: EIGHT + 30 * MINUTE_MS }]);
      expect(await store.read(sql`select category from affinities where scaled > 0`)).toEqual([{ category: "garden" }]);
    });

    it("a machine's clicks stay rows and are never scored: a program's, a preview's, a scanner's", async () => {
      const { follow, token, project, store, customers, clock } = await world();
      await follow(token(0), { headers: machine });
      await follow(token(0), { headers: { ...person, "sec-purpose": "prefetch" } });
      await follow(token(0), { method: "HEAD" });
      await project();
      clock.advance(11 * SECOND_MS);
      expect(await settleClicks(customers)).toEqual({ settled: 3, people: 0 });
      expect(await store.read(sql`select verdict, count(*) as n from clicks group by 1`)).toEqual([
        { verdict: "machine", n: 3 },
      ]);
      expect(await store.read(sql`select id from events`)).toEqual([]);
      expect(await store.read(sql`select category from affinities`)).toEqual([]);
    });

    it("what a customer clicks who is not to be tracked is counted under nobody's behaviour", async () => {
      const { follow, token, project, store, customers, clock } = await world();
      await store.write([sql`update customers set is_tracked = 0`]);
      await follow(token(0));
      await project();
      clock.advance(11 * SECOND_MS);
      expect(await settleClicks(customers)).toEqual({ settled: 1, people: 0 });
      expect(await store.read(sql`select id from events`)).toEqual([]);
    });

    it("a click after she withdrew consent is counted for the link and kept under nobody, without its origin", async () => {
      const { follow, token, project, store } = await world();
      await store.write([sql`update customers set is_tracked = 0`]);
      await follow(token(0));
      await project();
      expect(
        await store.read(sql`select k.message_id as message, k.customer_id as customer, k.network, k.origin_id as origin,
          k.origin_no as no, l.product_code as product from clicks k join links l on l.id = k.link_id`),
      ).toEqual([{ message: 0, customer: 0, network: "", origin: null, no: null, product: "SPADE" }]);
    });

    it("with the withdrawal her earlier clicks lose her name, and her affinities what came of them", async () => {
      const { follow, token, project, store, customers, clock } = await world();
      const consent = (state: "granted" | "withdrawn") =>
        recordConsent({
          deps: customers,
          code: "ada",
          input: { purpose: "track", channel: "", topic: "", state, wording: "Yes.", at: clock.now(), source: "test" },
        });
      await consent("granted");
      await recordPurchase({
        deps: customers,
        code: "ada",
        input: {
          orderId: "O1",
          currency: "GBP",
          lines: [{ productCode: "PAN", category: "kitchen", quantityMilli: 1_000, amountMinor: 500 }],
        },
      });
      const kitchen = sql`select scaled from affinities where category = 'kitchen'`;
      const [bought] = await store.read<{ scaled: number }>(kitchen);
      await follow(token(0));
      await project();
      clock.advance(11 * SECOND_MS);
      expect(await settleClicks(customers)).toEqual({ settled: 1, people: 1 });
      const categories = sql`select category from affinities order by category`;
      expect(await store.read(categories)).toEqual([{ category: "garden" }, { category: "kitchen" }]);
      await consent("withdrawn");
      expect(await store.read(categories)).toEqual([{ category: "kitchen" }]);
      const [rebuilt] = await store.read<{ scaled: number }>(kitchen);
      expect((rebuilt?.scaled ?? 0) / (bought?.scaled ?? 1)).toBeCloseTo(1, 9);
      expect(
        await store.read(
          sql`select customer_id as customer, message_id as message, network, origin_id as origin from clicks`,
        ),
      ).toEqual([{ customer: 0, message: 0, network: "", origin: null }]);
    });

    it("a page view of a customer who is not tracked is no interest of hers; an answer that she gives is", async () => {
      const { store, customers, clock, ada } = await world();
      await store.write([sql`update customers set is_tracked = 0`]);
      const fact = { customer: ada, at: clock.now(), source: "web", channel: "", productCode: null, properties: {} };
      const view = { ...fact, kind: "track", name: "Product Viewed", category: "garden" } as const;
      const answers = [{ survey: "s", question: "q", answer: "a", category: "kitchen" }];
      await recordFacts(customers, {
        by: "id",
        facts: [
          { ...view, messageId: "v1" },
          { ...view, messageId: "s1", name: "Survey Answered", category: null, answers },
        ],
      });
      const categories = sql`select category from affinities order by category`;
      expect(await store.read(categories)).toEqual([{ category: "kitchen" }]);
      await store.write([sql`update customers set is_tracked = 1`]);
      await recordFacts(customers, { by: "id", facts: [{ ...view, messageId: "v2" }] });
      expect(await store.read(categories)).toEqual([{ category: "garden" }, { category: "kitchen" }]);
    });

    it("a journal that is read again in other batches keeps each click's own origin", async () => {
      const { follow, token, journal, store, secret } = await world();
      for (const address of ["198.51.100.1", "198.51.100.2", "198.51.100.3"]) await follow(token(0), { address });
      const [first, second, third] = journal.written();
      if (first === undefined || second === undefined || third === undefined) throw new Error("Clicks are missing.");
      await projectClicks({ store, secret }, [first]);
      await projectClicks({ store, secret }, [first, second, third]);
      await projectClicks({ store, secret }, [second, third]);
      const rows = await store.read<{ key: string; sealed: string; no: number; batch: string }>(
        sql`select k.journal_key as key, o.sealed, k.origin_no as no, o.batch_key as batch from clicks k
          join click_origins o on o.id = k.origin_id order by k.journal_key`,
      );
      const addresses = rows.map(({ sealed, no, batch }) => {
        const place = { table: "click_origins", key: batch, column: "sealed" };
        const origins = JSON.parse(unseal(secret, place, Buffer.from(sealed, "base64")) ?? "[]") as string[][];
        return origins[no]?.[0];
      });
      expect(addresses).toEqual(["198.51.100.1", "198.51.100.2", "198.51.100.3"]);
    });

    it("neither address nor agent stands in the database in the clear", async () => {
      const { follow, token, project, store } = await world();
      await follow(token(0), { address: "198.51.100.77" });
      await project();
      const rows = JSON.stringify(await store.read(sql`select * from clicks`));
      expect(rows).not.toMatch(/198\.51\.100|iPhone/);
    });

    it("seven hundred clicks of one moment are projected and settled, each once, and are one act", async () => {
      const { follow, token, journal, project, store, customers, clock } = await world();
      await follow(token(0));
      const [record] = journal.records;
      if (record === undefined) throw new Error("There is no click.");
      // From as many networks, so that nothing but their number is unusual.
      for (let index = 1; index < 700; index += 1) {
        journal.records.push({ ...record, at: record.at + index, address: `10.${index >> 8}.${index & 255}.1` });
      }
      await project();
      clock.advance(11 * SECOND_MS);
      expect(await settleClicks(customers)).toEqual({ settled: 700, people: 1 });
      expect(await store.read(sql`select count(*) as n from clicks where verdict = 'person'`)).toEqual([{ n: 700 }]);
      expect(await store.read(sql`select count(*) as n from events`)).toEqual([{ n: 1 }]);
    });
  });
}
