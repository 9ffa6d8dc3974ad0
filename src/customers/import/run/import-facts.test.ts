import { describe, expect, it } from "vitest";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { IMPORT_NOW } from "#tests/worlds/import-over.ts";
import { importWorld } from "#tests/worlds/import-world.ts";

const world = () => importWorld();

const journal: MappingInput = {
  name: "pos-journal",
  into: "purchases",
  source: "point-of-sale",
  currency: "EUR",
  form: { delimiter: ";", decimal: ",", date: "DD.MM.YYYY HH:mm", zone: "Europe/Berlin" },
  fields: {
    customer: "card",
    orderId: { columns: ["store", "till", "receipt"], join: "-" },
    at: "time",
    productCode: "article",
    category: { column: "group", values: { "10": "garden", "20": "kitchen" } },
    quantity: "qty",
    amount: "sum",
  },
};
const HEAD = "card;store;till;receipt;time;article;group;qty;sum\n";
const orders = "select order_key, total_minor, at from purchases order by order_key";
const lines =
  "select order_key, line_no, product_code, category, quantity_milli, amount_minor from purchase_lines order by order_key, line_no";
const scores = "select category, round(scaled, 9) as scaled from affinities order by category";

describe("a journal of a till", () => {
  it("is orders with lines, at the shop's own time, and interest as of that time", async () => {
    const { take, rows } = await world();
    const done = await take(
      journal,
      `${HEAD}C1;S1;1;7;01.07.2026 14:30;SPADE;10;1;12,50\nC1;S1;1;7;01.07.2026 14:30;PAN;20;2,5;30,00\nC2;S1;1;8;01.01.2026 14:30;PAN;20;1;12,00-\n`,
    );
    expect(done.totals).toMatchObject({ created: 3, rejected: 0 });
    expect(await rows(orders)).toEqual([
      { order_key: "point-of-sale:S1-1-7", total_minor: 4250, at: Date.UTC(2026, 6, 1, 12, 30) },
      { order_key: "point-of-sale:S1-1-8", total_minor: -1200, at: Date.UTC(2026, 0, 1, 13, 30) },
    ]);
    expect((await rows(lines))[1]).toMatchObject({ category: "kitchen", quantity_milli: 2500, amount_minor: 3000 });
    expect((await rows("select name, at from events order by id"))[0]).toEqual({
      name: "Order Completed",
      at: Date.UTC(2026, 6, 1, 12, 30),
    });
    expect((await rows("select count(*) as n from affinities"))[0]).toEqual({ n: 3 });
  });

  it("told again is the same; corrected it replaces, keeps its history and moves the interest with it", async () => {
    const { take, rows } = await world();
    const first = `${HEAD}C1;S1;1;7;01.07.2026 14:30;SPADE;10;1;12,50\nC1;S1;1;7;01.07.2026 14:30;PAN;20;1;9,00\n`;
    await take(journal, first);
    const before = await rows(scores);
    expect((await take(journal, first)).totals).toMatchObject({ created: 0, changed: 0, same: 2 });
    const corrected = `${HEAD}C1;S1;1;7;01.07.2026 14:30;SPADE;10;1;12,50\n`;
    expect((await take(journal, corrected)).totals).toMatchObject({ changed: 1, same: 0 });
    expect(await rows(orders)).toMatchObject([{ total_minor: 1250 }]);
    expect(await rows(lines)).toMatchObject([{ line_no: 1, product_code: "SPADE" }]);
    expect((await rows("select name from events order by id")).map(({ name }) => name)).toEqual([
      "Order Completed (replaced)",
      "Order Completed",
    ]);
    const after = await rows(scores);
    expect(after.find(({ category }) => category === "kitchen")?.["scaled"]).toBe(0);
    expect(after.find(({ category }) => category === "garden")).toEqual(
      before.find(({ category }) => category === "garden"),
    );
    await take(journal, first);
    expect(await rows(scores)).toEqual(before);
  });

  it("whose rows of one order do not stand together is still one order, whatever the chunks", async () => {
    const scattered = `${HEAD}C1;S1;1;7;01.07.2026 14:30;A;10;1;1,00\nC1;S1;1;8;01.07.2026 14:30;B;10;1;2,00\nC2;S1;1;9;01.07.2026 14:30;D;10;1;2,00\nC1;S1;1;7;01.07.2026 14:30;C;20;1;4,00\n`;
    const seen = [];
    for (const perPiece of [1, 2, 50]) {
      const { take, rows } = await world();
      const done = await take(journal, scattered, { pace: { perPiece, piecesPerBatch: 1 } });
      expect(done.totals).toMatchObject({ created: 4 });
      seen.push([
        await rows(orders),
        await rows(lines),
        await rows("select name from events where name like 'Order%' order by message_id"),
      ]);
    }
    expect(seen[0]?.[0]).toMatchObject([{ total_minor: 500 }, { total_minor: 200 }, { total_minor: 200 }]);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it("refuses lines about nobody known where the mapping says so, and exponents, with column and reason", async () => {
    const { take, rows } = await world();
    const done = await take(
      { ...journal, unknownCustomers: "reject" },
      `${HEAD}C1;S1;1;7;01.07.2026 14:30;SPADE;10;1;12,50\nC1;S1;1;8;01.07.2026 14:30;1,2E+13;10;1;1.250,00\n`,
    );
    expect(done.totals).toMatchObject({ rejected: 2 });
    expect(Object.keys(done.reasons).sort()).toEqual([
      "article: This number has an exponent: a spreadsheet has shortened it, and its digits are lost.",
      "customer: Nobody is known by this name.",
      'sum: This is no number with "," before its decimals and no thousands mark.',
    ]);
    expect(await rows("select * from customers")).toEqual([]);
  });
});

describe("other facts in files", () => {
  it("are returns with turned signs, under the key that the web shop's door gives them", async () => {
    const { take, rows } = await world();
    const returns: MappingInput = {
      name: "returns",
      into: "returns",
      source: "e-commerce",
      currency: "GBP",
      fields: { customer: "c", orderId: "o", returnId: "r", at: "t", productCode: "p", quantity: "q", price: "price" },
    };
    await take(returns, "c,o,r,t,p,q,price\nC1,O1,R1,2026-02-03T10:00:00Z,SPADE,2,3.99\n");
    expect(await rows(orders)).toMatchObject([{ order_key: "e-commerce:O1:refund:R1", total_minor: -798 }]);
    expect(await rows("select name from events")).toEqual([{ name: "Order Refunded" }]);
  });

  it("are orders of JSON with their lines in a list", async () => {
    const { take, rows } = await world();
    const shop: MappingInput = {
      name: "shop-orders",
      into: "purchases",
      source: "e-commerce",
      form: { kind: "ndjson" },
      lines: { each: "items" },
      fields: {
        customer: "buyer.id",
        orderId: "number",
        at: "placed",
        currency: "currency",
        total: "total",
        productCode: "sku",
        quantity: "n",
        price: "unit",
      },
    };
    const order = {
      buyer: { id: "C1" },
      number: 17,
      placed: "2026-03-01T10:00:00+01:00",
      currency: "EUR",
      total: 25.5,
      items: [
        { sku: "A", n: 2, unit: 10 },
        { sku: "B", n: 1, unit: 4 },
      ],
    };
    const done = await take(
      shop,
      `${JSON.stringify(order)}\n${JSON.stringify({ ...order, number: 18, items: "none" })}\n`,
    );
    expect(done.totals).toMatchObject({ created: 1, rejected: 1 });
    expect(await rows(orders)).toMatchObject([
      { order_key: "e-commerce:17", total_minor: 2550, at: Date.UTC(2026, 2, 1, 9) },
    ]);
    expect(await rows(lines)).toMatchObject([{ amount_minor: 2000 }, { amount_minor: 400 }]);
  });

  it("are registrations, answers in rows or in columns, notes sealed, events with properties, and demographics", async () => {
    const { take, rows, store } = await world();
    const common = { customer: "c", at: "t" };
    await take(
      {
        name: "cards",
        into: "registrations",
        source: "registration",
        fields: {
          ...common,
          registrationId: "n",
          productCode: "p",
          serial: "s",
          boughtOn: { column: "b", date: "M/D/YYYY" },
        },
      },
      "c,t,n,p,s,b\nC1,2026-01-02,7,MIXER,SN1,12/31/2025\n",
    );
    expect(await rows("select product_code, serial, bought_on from registrations")).toEqual([
      { product_code: "MIXER", serial: "SN1", bought_on: "2025-12-31" },
    ]);
    await take(
      {
        name: "wide",
        into: "survey-answers",
        source: "survey",
        fields: {
          ...common,
          responseId: "r",
          survey: { constant: "spring" },
          "answers.garden": "g",
          "answers.pets": "p",
        },
      },
      "c,t,r,g,p\nC1,2026-01-02,r1,yes,2\n",
    );
    const long: MappingInput = {
      name: "long",
      into: "survey-answers",
      source: "survey",
      fields: { ...common, responseId: "r", survey: { constant: "autumn" }, question: "q", answer: "a" },
    };
    await take(long, "c,t,r,q,a\nC1,2026-01-02,r1,garden,no\nC1,2026-01-02,r1,pets,3\n");
    expect(await rows("select survey, question, answer from survey_answers order by id")).toEqual([
      { survey: "spring", question: "garden", answer: "yes" },
      { survey: "spring", question: "pets", answer: "2" },
      { survey: "autumn", question: "garden", answer: "no" },
      { survey: "autumn", question: "pets", answer: "3" },
    ]);
    expect((await take(long, "c,t,r,q,a\nC1,2026-01-02,r1,garden,no\n")).totals).toMatchObject({ changed: 1 });
    expect((await rows("select count(*) as n from survey_answers"))[0]).toEqual({ n: 3 });
    const notes: MappingInput = {
      name: "notes",
      into: "contact-notes",
      source: "call-centre",
      fields: { ...common, noteId: "n", note: "w" },
    };
    await take(notes, "c,t,n,w\nC1,2026-01-02,1,She asked for Zebra-4711\n");
    expect((await take(notes, "c,t,n,w\nC1,2026-01-02,1,She asked for Zebra-4711\n")).totals).toMatchObject({
      same: 1,
    });
    await take(
      {
        name: "tv",
        into: "events",
        source: "digital-tv",
        fields: {
          ...common,
          eventId: "e",
          name: { constant: "Programme Watched" },
          category: "k",
          "properties.minutes": { column: "m", as: "number" },
        },
      },
      "c,t,e,k,m\nC1,2026-01-02T20:15:00Z,1,garden,42\n",
    );
    expect(await rows("select properties from events where name = 'Programme Watched'")).toEqual([
      { properties: '{"minutes":42}' },
    ]);
    const people: MappingInput = {
      name: "demo",
      into: "demographics",
      source: "bureau",
      fields: { ...common, "facts.household": "h", "facts.income": "i" },
    };
    await take(people, "c,t,h,i\nC1,2026-01-02,4,50K+\n");
    expect(
      (await take(people, "c,t,h,i\nC1,2026-01-02,4,50K+\nC1,2026-02-02,5,50K+\nC1,2025-02-02,1,\n")).totals,
    ).toMatchObject({ same: 2, changed: 1 });
    expect(await rows("select name, value from demographic_facts order by name")).toEqual([
      { name: "household", value: "5" },
      { name: "income", value: "50K+" },
    ]);
    const everything = JSON.stringify(await store.read({ sql: "select * from events, imports", params: [] }));
    expect(everything).not.toContain("Zebra");
  });

  it("know their customer by an address as well, and an order of somebody else's is a correction", async () => {
    const { take, rows } = await world();
    await take(
      { name: "people", into: "customers", fields: { code: "id", email: "mail" } },
      "id,mail\nA,a@x.example\nB,b@x.example\n",
    );
    const byMail: MappingInput = {
      ...journal,
      form: {},
      fields: { customerEmail: "mail", orderId: "o", at: "t", productCode: "p", amount: "s" },
    };
    await take(byMail, "mail,o,t,p,s\nA@x.example,1,2026-01-02,SPADE,1.00\n");
    expect((await take(byMail, "mail,o,t,p,s\nb@x.example,1,2026-01-02,SPADE,1.00\n")).totals).toMatchObject({
      changed: 1,
    });
    expect(await rows("select code from purchases join customers on customers.id = customer_id")).toEqual([
      { code: "B" },
    ]);
    expect(IMPORT_NOW).toBeGreaterThan(0);
  });
});
