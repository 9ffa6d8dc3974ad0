import { describe, expect, it } from "vitest";
import { compileTest } from "#content/compile-rule.ts";
import { explainRule } from "#content/explain-rule.ts";
import { printRule } from "#content/print-rule.ts";
import type { RuleExpr } from "#content/rule-ast.ts";
import type { RuleScope } from "#content/rule-scope.ts";
import type { RuleVocabulary } from "#content/vocabulary.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import { type Random, randomInt, seededRandom } from "#kernel/random.ts";
import { AFFINITY_EPOCH_MS } from "#predict/affinity-epoch.ts";
import { loadRuleCustomer } from "#segments/load-customer.ts";
import { findDifference, matchingQuery } from "#segments/segment-query.ts";
import { checkSegmentRule, type SegmentRule } from "#segments/segment-rule.ts";
import type { Store } from "#store/store.ts";
import { heldAccounts } from "#tests/worlds/held-accounts.ts";
import { allKinds, dates, doubles, ints, kindsIn, makeRule, texts } from "./rule-program-maker.ts";

const DAY = 86_400_000;
/** Half past one in the night in which Europe's clocks go forward: three dates on earth. */
const now = Date.UTC(2026, 2, 29, 0, 30);
const zones = ["Europe/London", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata", "UTC"];
const PEOPLE = 40;

const fields = {
  s: "string",
  t: "string",
  i: "int",
  j: "int",
  d: "double",
  e: "double",
  b: "bool",
  on: "date",
  until: "date",
  l: "strings",
  m: "strings",
} as const;
const columnTypes = { string: "text", int: "integer", double: "real", bool: "integer", date: "text", strings: "text" };
const vocabulary: RuleVocabulary = {
  customer: fields,
  product: {},
  context: { date: "date" },
  subject: "customer",
  segments: new Map([
    ["odd", undefined],
    ["few", undefined],
  ]),
  scores: new Set(["hot"]),
};

function pick<T>(random: Random, from: readonly T[]): T {
  return from[randomInt(random, from.length)] as T;
}

/** JSON that keeps an int64 and a double as they are: SQLite reads the text of each. */
function tokenOf(type: string, random: Random): string {
  if (randomInt(random, 4) === 0) return "null";
  switch (type) {
    case "string":
      return JSON.stringify(pick(random, texts));
    case "int":
      return String(pick(random, ints));
    case "double":
      return String(pick(random, doubles));
    case "bool":
      return pick(random, ["1", "0"]);
    case "date":
      return JSON.stringify(pick(random, dates));
    default:
      return JSON.stringify(JSON.stringify([pick(random, texts), pick(random, texts)].slice(randomInt(random, 3))));
  }
}

/** People with every kind of value, missing ones, a past, affinities and segments. Number 1 to 3 have no attributes at all. */
async function populate(store: Store, random: Random): Promise<void> {
  const names = Object.keys(fields) as Array<keyof typeof fields>;
  await store.write(
    names.map((name) => ({
      sql: `alter table customer_attributes add column a_${name} ${columnTypes[fields[name]]}`,
      params: [],
    })),
  );
  for (let id = 1; id <= PEOPLE; id += 1) {
    await store.write([
      {
        sql: "insert into customers (id, code, zone, created_at, updated_at) values (?, ?, ?, 0, 0)",
        params: [id, `c${id}`, pick(random, zones)],
      },
      ...(id <= 3 ? [] : [attributeRow(id, names, random)]),
      ...Array.from({ length: randomInt(random, 5) }, (_, index) => eventRow(id, index, random)),
      ...Array.from({ length: randomInt(random, 3) }, (_, index) => purchaseRow(id, index, random)),
      ...["garden", "", "🌱"].slice(randomInt(random, 4)).map((category) => ({
        sql: "insert into affinities (customer_id, category, scaled) values (?, ?, ?)",
        params: [id, category, pick(random, [3, 0.7, 1e-9, 0]) * 2 ** ((now - AFFINITY_EPOCH_MS) / (30 * DAY))],
      })),
    ]);
  }
  await store.write([
    {
      sql: `insert into segments (id, code, title, source, is_timed, created_at, updated_at)
        values (1, 'odd', 'Odd', 'true', 0, 0, 0), (2, 'few', 'Few', 'true', 0, 0, 0)`,
      params: [],
    },
    {
      sql: `insert into segment_members (segment_id, customer_id, entered_at) select 1, id, 0 from customers where id % 2 = 1
        union all select 2, id, 0 from customers where id < 4`,
      params: [],
    },
    { sql: "alter table customer_scores add column s_hot real", params: [] },
    { sql: "alter table customer_scores add column u_hot integer", params: [] },
    {
      sql: `insert into predictions (code, title, task, subject, settings, has_column, created_at, updated_at)
        values ('hot', 'Hot', 'activity', 'customer', '{}', 1, 0, 0)`,
      params: [],
    },
    // Some have none, and of some its time is over.
    {
      sql: `insert into customer_scores (customer_id, s_hot, u_hot)
        select id, (id % 7) / 6.0, ${now} + (id % 4) - 1 from customers where id % 3 > 0`,
      params: [],
    },
    ...heldAccounts({ people: PEOPLE, now, texts, random }),
  ]);
}

function attributeRow(id: number, names: readonly (keyof typeof fields)[], random: Random) {
  const values = names.map((name) => tokenOf(fields[name], random));
  return {
    sql: `insert into customer_attributes (customer_id, updated_at, ${names.map((name) => `a_${name}`).join(", ")})
      select ?, 0, ${names.map((_, index) => `item.value ->> ${index}`).join(", ")} from json_each(?) as item`,
    params: [id, `[[${values.join(",")}]]`],
  };
}

const ages = [-1, 0, 0.5, 1, 2, 2.0000001, 29, 30, 31, 500];

function eventRow(id: number, index: number, random: Random) {
  const properties = {
    ...pick(random, [{}, { kind: "garden" }, { kind: pick(random, texts) }, { kind: 7 }, { category: "garden" }]),
    ...pick(random, [{}, { size: 1 }, { size: 19.99 }, { size: pick(random, doubles) }, { size: "1" }, { size: null }]),
    ...pick(random, [
      {},
      { flag: true },
      { flag: false },
      { flag: 1 },
      { on: pick(random, dates) },
      { [`odd"name`]: 1 },
    ]),
  };
  return {
    sql: `insert into events (message_id, customer_id, kind, name, category, product_code, properties, at, received_at, source)
      values (?, ?, 'track', ?, ?, ?, ?, ?, 0, 'test')`,
    params: [
      `m${id}-${index}`,
      id,
      pick(random, ["purchase", "click", "click"]),
      pick(random, [null, "garden", "tools"]),
      pick(random, [null, "P1"]),
      JSON.stringify(properties),
      now - Math.round(pick(random, ages) * DAY),
    ],
  };
}

function purchaseRow(id: number, index: number, random: Random) {
  return {
    sql: `insert into purchase_lines (order_key, line_no, customer_id, at, product_code, category, quantity_milli, amount_minor)
      values (?, 1, ?, ?, ?, ?, ?, 100)`,
    params: [
      `o${id}-${index}`,
      id,
      now - Math.round(pick(random, ages) * DAY),
      pick(random, ["P1", "P2"]),
      pick(random, [null, "garden"]),
      pick(random, [1000, -1000]),
    ],
  };
}

async function scopesOf(store: Store): Promise<ReadonlyMap<number, RuleScope>> {
  const people = await store.read<{ id: number; zone: string }>({ sql: "select id, zone from customers", params: [] });
  const scopes = new Map<number, RuleScope>();
  for (const { id, zone } of people) {
    scopes.set(id, {
      customer: await loadRuleCustomer(store, { customerId: id, fields, now }),
      context: {
        slot: "",
        channel: "",
        locale: "en",
        date: wallClockIn(zone, now).date,
        nowMs: now,
        attributes: {},
      },
      product: { id: 0, code: "", category: "", priceMinor: 0, currency: "", tags: [], attributes: {} },
    });
  }
  return scopes;
}

const LEAST = 100;

/** Of some random rules the one with most of what was seen least. */
function nextRule(random: Random, seen: ReadonlyMap<string, number>): SegmentRule {
  const rules = Array.from({ length: 16 }, () => understood(random));
  const worthOf = ({ expr }: SegmentRule) => [...kindsIn(expr)].filter((kind) => (seen.get(kind) ?? 0) < LEAST).length;
  const worths = rules.map(worthOf);
  return rules[worths.indexOf(Math.max(...worths))]!;
}

function understood(random: Random): SegmentRule {
  for (;;) {
    const rule = checkSegmentRule(makeRule(random), vocabulary);
    if (rule.ok) return rule.value;
    const words = rule.error.map(({ message }) => message).join(" ");
    expect(words).toMatch(/nested more|than 600 parts|at most 4000|too many parts/);
  }
}

const AT_ONCE = 8;

function inOrder(ids: readonly number[]): readonly number[] {
  return [...ids].sort((left, right) => left - right);
}

function heldFor(expr: RuleExpr, scopes: ReadonlyMap<number, RuleScope>): readonly number[] {
  const test = compileTest(expr);
  return [...scopes].flatMap(([id, scope]) => (test(scope) ? [id] : []));
}

/** An operator put around itself again and again. */
const nestings: ReadonlyArray<
  readonly [around: (text: string) => string, inner: string, close: (text: string) => string]
> = [
  [(text) => `!(${text})`, "customer.b", (text) => text],
  [(text) => `(customer.b && (${text} || customer.i > 1))`, "customer.b", (text) => text],
  [(text) => `(${text} + 1)`, "customer.i", (text) => `${text} > 3`],
  [(text) => `(1 + ${text})`, "customer.i", (text) => `3 < ${text}`],
  [(text) => `(-${text})`, "customer.i", (text) => `${text} > 3`],
  [(text) => `(${text} * 1.5)`, "customer.d", (text) => `${text} > 3.0`],
  [(text) => `double(int(${text}))`, "customer.d", (text) => `${text} > 3.0`],
  [(text) => `(${text} + "x")`, "customer.s", (text) => `${text}.endsWith("xx")`],
  [(text) => `${text}.lowerAscii()`, "customer.s", (text) => `${text} == "garden"`],
  [(text) => `(${text} + 1)`, "customer.on", (text) => `${text} > context.date`],
  [(text) => `(customer.b ? ${text} : customer.j)`, "customer.i", (text) => `${text} > 3`],
  [(text) => `(customer.b ? customer.j : ${text})`, "customer.i", (text) => `${text} > 3`],
  [(text) => `(${text} ? customer.b : true)`, "customer.b", (text) => text],
  [(text) => `size(${text} > 3 ? "a" : "bc")`, "customer.i", (text) => `${text} == 2`],
  [(text) => `did("click", {size: ${text}})`, "customer.i", (text) => `${text} == 0`],
  [(text) => `(${text} in [1, customer.j] ? 1 : 2)`, "customer.i", (text) => `${text} == 2`],
];

/** As long as rules may be: a chain, a list, and many conditions on events. */
const longRules = [
  Array.from({ length: 110 }, (_, index) => `customer.i == ${index}`).join(" || "),
  Array.from({ length: 90 }, (_, index) => `customer.s != ${JSON.stringify(`t${index}`)}`).join(" && "),
  `customer.i in [${Array.from({ length: 190 }, (_, index) => String(index)).join(", ")}]`,
  `customer.d in [${Array.from({ length: 120 }, (_, index) => `${index}.1`).join(", ")}]`,
  Array.from({ length: 40 }, (_, index) => `did("click", {size: ${index}.5}, ${index + 1}) >= 1`).join(" || "),
  Array.from({ length: 40 }, (_, index) => `daysSince("purchase", {category: "c${index}"}) > 3`).join(" || "),
];

/** What the two back ends of rules promise each other on every database. */
export function segmentRulesContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`rules on ${name}`, () => {
    it(`closure and SQL give the same customers, for ${LEAST} rules and more of every kind of node`, async () => {
      const store = await makeStore();
      const random = seededRandom(20_261_122);
      await populate(store, random);
      const scopes = await scopesOf(store);
      const seen = new Map(allKinds.map((kind) => [kind, 0]));
      const ids = [...scopes.keys()];
      let asked = 0;
      let telling = 0;
      while (Math.min(...seen.values()) < LEAST) {
        const rules = Array.from({ length: AT_ONCE }, () => {
          const rule = nextRule(random, seen);
          for (const kind of kindsIn(rule.expr)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
          return rule;
        });
        asked += AT_ONCE;
        await Promise.all(
          rules.map(async (rule, index) => {
            const among = index % 2 === 0 ? { after: 0, upTo: PEOPLE } : { ids };
            const { entered } = await findDifference(store, { rule, among, now }, 0);
            const expected = heldFor(rule.expr, scopes);
            if (expected.length > 0 && expected.length < ids.length) telling += 1;
            expect([rule.source, ...inOrder(entered)]).toEqual([rule.source, ...expected]);
          }),
        );
      }
      expect([...seen].filter(([, count]) => count < LEAST)).toEqual([]);
      expect(telling / asked, "rules that hold for some and not for all").toBeGreaterThan(0.5);
      expect([...seen.keys()].filter((kind) => !allKinds.includes(kind))).toEqual([]);
    }, 120_000);

    it("a rule that is printed means what it meant, and its explanation comes to its answer", async () => {
      const store = await makeStore();
      const random = seededRandom(7);
      await populate(store, random);
      const scopes = await scopesOf(store);
      for (let asked = 0; asked < 500; asked += 1) {
        const { expr, source } = understood(random);
        const again = checkSegmentRule(printRule(expr), vocabulary);
        if (!again.ok) throw new Error(`${source} is printed as ${printRule(expr)}`);
        const expected = heldFor(expr, scopes);
        expect([source, ...heldFor(again.value.expr, scopes)]).toEqual([source, ...expected]);
        const explained = [...scopes].flatMap(([id, scope]) => (explainRule(expr, scope).holds ? [id] : []));
        expect([source, ...explained]).toEqual([source, ...expected]);
      }
    }, 60_000);

    it("what the language understands is answered or refused when it is saved, however deep and long it is", async () => {
      const store = await makeStore();
      await populate(store, seededRandom(3));
      const scopes = await scopesOf(store);
      const ids = [...scopes.keys()];
      let answered = 0;
      let refused = 0;
      const words = new Set<string>();
      for (const [around, inner, close] of nestings) {
        for (const depth of [4, 8, 12, 16, 20, 24, 30]) {
          const source = close(Array.from({ length: depth }).reduce<string>((text) => around(text), inner));
          const rule = checkSegmentRule(source, vocabulary);
          if (!rule.ok) {
            refused += 1;
            words.add(rule.error[0]?.message ?? "");
            continue;
          }
          answered += 1;
          const { entered } = await findDifference(store, { rule: rule.value, among: { ids }, now }, 0);
          expect([source, ...inOrder(entered)]).toEqual([source, ...heldFor(rule.value.expr, scopes)]);
        }
      }
      for (const source of longRules) {
        const rule = checkSegmentRule(source, vocabulary);
        if (!rule.ok) throw new Error(rule.error[0]?.message);
        const { entered } = await findDifference(store, { rule: rule.value, among: { ids }, now }, 0);
        expect([source, ...inOrder(entered)]).toEqual([source, ...heldFor(rule.value.expr, scopes)]);
      }
      expect([answered > 40, refused > 20]).toEqual([true, true]);
      expect([...words].filter((word) => !/nested more|too many parts|than 600 parts/.test(word))).toEqual([]);
    }, 60_000);

    it("no value is ever part of a statement, and all of them are one parameter", async () => {
      const store = await makeStore();
      await populate(store, seededRandom(3));
      const queryOf = (text: string) => {
        const when = `customer.s == ${text} && customer.i > 5 && customer.t in [${text}, "b"] && affinity(${text}) > 0.25 &&
          did("click", {kind: ${text}, size: 19.99}, 30) >= 2 && customer.on < date("2026-01-01") && inSegment("odd")`;
        const rule = checkSegmentRule(when, vocabulary);
        if (!rule.ok) throw new Error(JSON.stringify(rule.error));
        return matchingQuery(store, { rule: rule.value, among: { after: 0, upTo: PEOPLE }, now });
      };
      const [plain, hostile] = [await queryOf(`"a"`), await queryOf(JSON.stringify(`'); drop table customers; --`))];
      expect(hostile.sql).toBe(plain.sql);
      expect(hostile.params).toHaveLength(1);
      await store.read(hostile);
      expect(await store.read({ sql: "select count(*) as n from customers", params: [] })).toMatchObject([
        { n: PEOPLE },
      ]);
    });

    it("asks by keys and indexes alone", async () => {
      const store = await makeStore();
      await populate(store, seededRandom(3));
      const planOf = async (when: string, among: Parameters<typeof matchingQuery>[1]["among"]) => {
        const rule = checkSegmentRule(when, vocabulary);
        if (!rule.ok) throw new Error(JSON.stringify(rule.error));
        const { sql, params } = await matchingQuery(store, { rule: rule.value, among, now });
        const rows = await store.read<{ detail: string }>({ sql: `explain query plan ${sql}`, params });
        return rows.map(({ detail }) => detail);
      };
      const when = `customer.i > 5 && affinity("garden") > 0.5 && did("click", {kind: "a"}, 30) >= 2 && daysSince("purchase") < 9 &&
        did("account activity", {account: "card"}, 30) >= 2 && daysSince("account opened", {account: "loan"}) > 90 &&
        inSegment("odd") && customer.l.exists(x, x == "a")`;
      const walk = await planOf(when, { after: 0, upTo: PEOPLE });
      expect(walk.filter((line) => /^SCAN (?!.*VIRTUAL TABLE)/.test(line))).toEqual([]);
      // Who has no attributes can't match: the walk goes over the narrow rows, and customers are looked up last.
      expect(walk[0]).toMatch(/^SEARCH a USING INTEGER PRIMARY KEY/);
      const used = [
        ["e", "events_by_customer (customer_id=? AND name=? AND at>? AND at<?)"],
        ["p", "COVERING INDEX purchase_lines_by_customer (customer_id=?"],
        ["h", "account_holders_by_customer (customer_id=?)"],
        ["ac", "INTEGER PRIMARY KEY (rowid=?)"],
        ["p", "COVERING INDEX account_activities_by_account (account_id=? AND at>? AND at<?)"],
        ["affinities", "(customer_id=? AND category=?)"],
        ["sm", "(segment_id=? AND customer_id=?)"],
        ["c", "INTEGER PRIMARY KEY (rowid=?)"],
      ] as const;
      const isUsed = ([table, index]: (typeof used)[number]) =>
        walk.some((line) => line.startsWith(`SEARCH ${table} `) && line.includes(index));
      expect([walk, used.filter((one) => !isUsed(one))]).toEqual([walk, []]);
      const anybody = await planOf("!(customer.i > 5)", { after: 0, upTo: PEOPLE });
      expect(anybody[0]).toMatch(/^SEARCH c USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/);
      const sample = await planOf(when, { ids: [1, 2, 3] });
      expect(sample.filter((line) => line.startsWith("SCAN ") && !/json_each|pick|VIRTUAL TABLE/.test(line))).toEqual(
        [],
      );
    });
  });
}
