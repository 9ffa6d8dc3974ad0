import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { ClickRecord } from "#clicks/click-record.ts";
import { OPT_OUT_LINK } from "#clicks/opt-out-link.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import { settleClicks } from "#clicks/settle-clicks.ts";
import { clickProjector } from "#clicks/unname-clicks.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { DAY_MS, HOUR_MS, manualClock, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import type { Store } from "#store/store.ts";

const ACCEPTED = 1_768_000_000_000;
const LINKS = 8;

const reader: Readonly<Record<string, string>> = {
  "user-agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-language": "en-GB",
  "sec-fetch-mode": "navigate",
};

const asked = (afterMs: number, more: Partial<ClickRecord> = {}): ClickRecord => ({
  at: ACCEPTED + afterMs,
  purpose: "click",
  messageNumber: 1,
  linkNo: 0,
  method: "GET",
  address: "192.0.2.7",
  headers: reader,
  ...more,
});

/** One link every few minutes, as a reader's browser: nothing is wrong with any of them alone. */
const slowScan: readonly ClickRecord[] = [
  ...Array.from({ length: 7 }, (_, linkNo) => asked(15 * MINUTE_MS + linkNo * 3 * MINUTE_MS, { linkNo })),
  asked(37 * MINUTE_MS, { linkNo: OPT_OUT_LINK, purpose: "unsubscribe" }),
];

/** A customer with two messages of eight links, the first one being handed over. `isAccepted` tells whether it was. */
async function lettersTo(store: Store, isAccepted = true) {
  const clock = manualClock(ACCEPTED);
  const secret = secretFrom(new Uint8Array(32).fill(4));
  const customers: CustomerDeps = {
    store,
    clock,
    secret,
    ids: idsFrom(clock, (size) => new Uint8Array(size)),
    defaultCountry: "GB",
    projectors: [affinityProjector(), clickProjector],
    mergers: [],
  };
  const links = JSON.stringify(Array.from({ length: LINKS }, (_, no) => no + 1));
  await store.write([
    sql`insert into links (id, destination, kind, product_code, category, created_at) select value,
      'https://shop.example/' || value, 'product', 'P' || value, 'garden', 0 from json_each(${links})`,
    sql`insert into customers (id, code, is_tracked, created_at, updated_at) values (1, 'ada', 1, 0, 0)`,
    sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at,
      accepted_at, links) values (1, 1, 1, '2026-01-10', 'email', ${isAccepted ? "accepted" : "attempting"}, 0, 0,
      ${isAccepted ? ACCEPTED : null}, ${links})`,
    sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at,
      accepted_at, links) values (2, 1, 1, '2026-01-11', 'email', 'accepted', 0, 0, ${ACCEPTED}, ${links})`,
  ]);
  const project = (records: readonly ClickRecord[], first = 0) =>
    projectClicks(
      { store, secret },
      records.map((record, no) => ({ key: `journal:${first + no}`, record })),
    );
  /** As the clockwork does: each click is projected and settled in its own time. */
  const live = async (records: readonly ClickRecord[]) => {
    for (const [no, record] of records.entries()) {
      await project([record], no);
      clock.set(record.at + 11 * SECOND_MS);
      await settleClicks(customers);
    }
  };
  const wait = async (ms: number) => {
    clock.advance(ms);
    await settleClicks(customers);
  };
  return { store, clock, customers, project, live, wait };
}

const verdicts = (store: Store) => store.read(sql`select link_no as link, verdict from clicks order by at`);
const responders = (store: Store) =>
  store.read(sql`select message_id as id, customer_id as customer, category, at from events order by at`);
const scores = (store: Store) =>
  store.read<{ scaled: number }>(sql`select customer_id as customer, category, scaled from affinities`);

/** All that verdicts led to, byte for byte. */
async function outcome(store: Store): Promise<string> {
  const judged = await store.read(
    sql`select journal_key, around, verdict, verdict_version from clicks order by at, id`,
  );
  return JSON.stringify([judged, await responders(store), await scores(store)]);
}

export function reviewContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`verdicts on ${name} that are looked at again`, () => {
    it("a scan that goes a link every few minutes counts at first, and within the hour no more", async () => {
      const { store, live, wait } = await lettersTo(await makeStore());
      await live(slowScan);
      expect((await responders(store)).length).toBeGreaterThan(3);
      await wait(HOUR_MS);
      expect(
        new Set((await store.read<{ verdict: string }>(sql`select verdict from clicks`)).map((one) => one.verdict)),
      ).toEqual(new Set(["unsure"]));
      expect(await responders(store)).toEqual([]);
      expect(await scores(store)).toEqual([{ customer: 1, category: "garden", scaled: 0 }]);
    });

    it("what is taken back leaves the scores as if it had never been, and everything else in them", async () => {
      const honest = asked(5 * HOUR_MS, { messageNumber: 2 });
      const alone = await lettersTo(await makeStore());
      await alone.live([honest]);
      const [expected] = await scores(alone.store);
      const both = await lettersTo(await makeStore());
      await both.live([...slowScan, honest]);
      await both.wait(DAY_MS);
      const [actual] = await scores(both.store);
      expect((actual?.scaled ?? 0) / (expected?.scaled ?? 1)).toBeCloseTo(1, 9);
      expect(await responders(both.store)).toHaveLength(1);
    });

    it("a segment is asked again about a customer whose click is taken back", async () => {
      const { store, live, wait } = await lettersTo(await makeStore());
      await live(slowScan);
      await store.write([
        sql`insert into segments (id, code, title, source, is_timed, member_count, built_version, built_at, created_at, updated_at)
          values (1, 'clickers', 'Clickers', 'did("click") >= 1', 1, 1, 1, 0, 0, 0)`,
      ]);
      await wait(HOUR_MS);
      expect(await store.read(sql`select customer_id as customer from segment_queue`)).toEqual([{ customer: 1 }]);
    });

    it("an acceptance that is told late makes a reader of who seemed to be too early", async () => {
      const { store, live, wait } = await lettersTo(await makeStore(), false);
      await live([asked(20 * MINUTE_MS)]);
      expect(await verdicts(store)).toEqual([{ link: 0, verdict: "machine" }]);
      await store.write([sql`update messages set state = 'accepted', accepted_at = ${ACCEPTED} where id = 1`]);
      await wait(HOUR_MS);
      expect(await verdicts(store)).toEqual([{ link: 0, verdict: "person" }]);
      expect(await responders(store)).toHaveLength(1);
    });

    it("a click whose forerunner turns out to be a machine's begins the act itself", async () => {
      const { store, live, wait, project } = await lettersTo(await makeStore());
      const bare = { "user-agent": reader["user-agent"] ?? "", accept: "text/html" };
      const look = asked(5 * HOUR_MS, { headers: bare, address: "198.51.100.1" });
      await live([look]);
      expect(await responders(store)).toMatchObject([{ at: look.at }]);
      await project([asked(5 * HOUR_MS + 3 * SECOND_MS)], 1);
      await wait(11 * SECOND_MS);
      expect(await responders(store)).toMatchObject([{ at: look.at }]);
      await wait(HOUR_MS);
      expect(await responders(store)).toMatchObject([{ at: look.at + 3 * SECOND_MS }]);
    });

    it("running them again rebuilds scores and lists of responders byte for byte", async () => {
      const { store, live, wait } = await lettersTo(await makeStore());
      await live([
        ...slowScan,
        asked(5 * HOUR_MS, { messageNumber: 2 }),
        asked(6 * HOUR_MS, { messageNumber: 2, linkNo: 3 }),
      ]);
      await wait(DAY_MS);
      const once = await outcome(store);
      await store.write([sql`update click_reviews set verdict_version = 0`]);
      await wait(0);
      expect(await outcome(store)).toBe(once);
      await store.write([sql`delete from click_reviews`]);
      await wait(0);
      expect(await outcome(store)).toBe(once);
      expect(JSON.parse(once)[1]).toHaveLength(2);
    });

    it("newer rules judge every kept click again, and give what they would have given from the start", async () => {
      const { store, live, wait } = await lettersTo(await makeStore());
      await live([...slowScan, asked(5 * HOUR_MS, { messageNumber: 2 })]);
      await wait(DAY_MS);
      const once = await outcome(store);
      // As if older rules had taken everybody for a machine.
      await store.write([
        sql`update clicks set verdict = 'machine', verdict_version = 0`,
        sql`delete from events`,
        sql`delete from affinities`,
        sql`update click_reviews set verdict_version = 0`,
      ]);
      await wait(0);
      const [clicksThen, respondersThen, scoresThen] = JSON.parse(once);
      const [clicksNow, respondersNow, scoresNow] = JSON.parse(await outcome(store));
      expect([clicksNow, respondersNow]).toEqual([clicksThen, respondersThen]);
      expect(scoresNow[0].scaled / scoresThen[0].scaled).toBeCloseTo(1, 9);
    });

    it("a journal that is read a day behind time leads to the same verdicts and responders", async () => {
      const records = [
        ...slowScan,
        asked(5 * HOUR_MS, { messageNumber: 2 }),
        asked(5 * HOUR_MS + 400, { messageNumber: 2 }),
      ];
      const inTime = await lettersTo(await makeStore());
      await inTime.live(records);
      await inTime.wait(2 * DAY_MS);
      const expected = [await verdicts(inTime.store), await responders(inTime.store)];
      const behind = await lettersTo(await makeStore());
      await behind.project(records);
      await behind.wait(2 * DAY_MS);
      expect([await verdicts(behind.store), await responders(behind.store)]).toEqual(expected);
    });

    it("a crash before the verdicts are written changes nothing of what comes of them", async () => {
      const { store, live, wait, customers, clock } = await lettersTo(await makeStore());
      await live(slowScan);
      clock.advance(HOUR_MS);
      const frail: Store = {
        ...store,
        write: (statements) =>
          statements.some((one) => JSON.stringify(one).includes("click_reviews"))
            ? Promise.reject(new Error("Killed."))
            : store.write(statements),
      };
      await expect(settleClicks({ ...customers, store: frail })).rejects.toThrow("Killed.");
      await wait(0);
      expect(await responders(store)).toEqual([]);
      expect(await scores(store)).toEqual([{ customer: 1, category: "garden", scaled: 0 }]);
    });

    it("clicks that lost their name keep their verdict", async () => {
      const { store, live, wait } = await lettersTo(await makeStore());
      await live(slowScan);
      await wait(HOUR_MS);
      await store.write([
        sql`update clicks set message_id = 0, customer_id = 0, network = '', browser = '', around = null`,
      ]);
      const before = await verdicts(store);
      await wait(DAY_MS);
      expect(await verdicts(store)).toEqual(before);
    });
  });
}
