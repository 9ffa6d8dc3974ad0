import { expect, it } from "vitest";
import { createKey } from "#access/create-key.ts";
import { scopeNames } from "#access/scopes.ts";
import { BLANK_NOW, blankStation } from "#entry/docs/blank-station.ts";
import { readMail } from "#entry/demo/read-mail.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { plantForms } from "#entry/plant-forms.ts";
import { seedTemplates } from "#entry/seed-templates.ts";
import { tick } from "#entry/tick.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { freshStore } from "../worlds/fresh-store.ts";

const ORIGIN = "https://news.vendor.example";
const logged: string[] = [];

/** A station as its first start leaves it: the schema, the house's templates, one owner's key, and nothing else. */
async function firstStart() {
  const store = await freshStore();
  const log = (event: string) => void logged.push(event);
  const { station, clock, mailbox } = await blankStation({ store, publicUrl: ORIGIN, log });
  expect(await seedTemplates(station.customers, readTemplates("templates"))).toBe(4);
  expect(await seedTemplates(station.customers, readTemplates("templates")), "they are seeded once").toBe(0);
  const forms = { ...station.customers, canConfirm: async () => false };
  expect([await plantForms(forms), await plantForms(forms)], "forms to begin with are planted once").toEqual([3, 0]);
  const actor = { kind: "system", id: "start", scopes: scopeNames } as const;
  const made = await createKey({ deps: station.customers, actor, input: { name: "owner", scopes: scopeNames } });
  const authorization = `Bearer ${made.ok ? made.value.key : ""}`;
  const call = async (line: string, body?: unknown) => {
    const [method = "", path = ""] = line.split(" ");
    const answer = await station.app.request(`${ORIGIN}${path}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    expect([line, answer.ok ? "" : text]).toEqual([line, ""]);
    return text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>);
  };
  return { station, clock, mailbox, call };
}

const product = (code: string, category: string) => ({
  code,
  category,
  priceMinor: 2_900,
  currency: "EUR",
  imageUrl: `https://shop.example/pictures/${code}.jpg`,
  linkUrl: `https://shop.example/products/${code}`,
  copy: [{ locale: "en", title: `A good ${category}`, body: "Made to be mended." }],
});

const sender = {
  vendor: {
    name: "The Shop",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "1 Simulated Lane, Nowhere",
    colour: "#2e5d4b",
  },
  fromName: "The Shop",
  fromAddress: "hello@shop.example",
  domain: "news.shop.example",
};

const newsletter = {
  title: "Daily picks",
  topic: "picks",
  templateName: "weekly-picks",
  slots: [{ name: "picks", size: 2 }],
  defaultPace: { kind: "days", every: 1 },
  defaultMinute: 9 * 60,
};

it("from an empty database to a mail whose link leads to the product, through the API alone", async () => {
  const { station, clock, mailbox, call } = await firstStart();
  expect(
    (await station.app.request(`${ORIGIN}/products`)).status,
    "pages stand before anybody has said who speaks",
  ).toBe(200);

  await call("PUT /v1/settings/hosts", { hosts: ["shop.example"] });
  const products = [product("SPADE", "spade"), product("RAKE", "rake"), product("KNIFE", "knife")];
  await call("PUT /v1/product-sets", { products });
  await call("PUT /v1/rules/no-knives", { kind: "exclude", when: 'product.category == "knife"' });
  await call("PUT /v1/newsletters/daily-picks", newsletter);
  await call("POST /v1/identify", {
    type: "identify",
    messageId: "m-1",
    timestamp: new Date(BLANK_NOW).toISOString(),
    userId: "c-1",
    traits: {
      firstName: "Ada",
      email: "ada@people.example",
      consent: { purpose: "receive", channel: "email", topic: "picks", state: "granted", wording: "Yes, please." },
    },
  });
  await call("PUT /v1/customers/c-1/preferences", {
    newsletters: [{ code: "daily-picks", isOn: true, pace: { kind: "days", every: 1 }, minute: 18 * 60 }],
    zone: "Europe/London",
    source: "call-centre",
    wording: "Yes, please.",
  });

  // Her hour comes the next day, and nobody speaks yet: what is due waits and is not lost.
  clock.advance(9 * HOUR_MS);
  await tick(station.tickDeps);
  clock.advance(DAY_MS);
  expect(await tick(station.tickDeps)).toMatchObject({ sent: 0, skipped: 0, missed: 0 });
  // It is told once, however many turns find it so.
  await tick(station.tickDeps);
  expect(logged.filter((event) => event === "sender_missing")).toEqual(["sender_missing"]);
  expect(await call("GET /health")).toMatchObject({ status: "ok", oldestDueMs: 0, missing: ["sender"] });
  expect(mailbox.count()).toBe(0);

  await call("PUT /v1/settings/sender", sender);
  clock.advance(HOUR_MS);
  expect(await tick(station.tickDeps)).toMatchObject({ sent: 1 });
  expect(await call("GET /health")).not.toHaveProperty("missing");
  const [mail, ...more] = mailbox.list().map(readMail);
  expect([mail?.to, more.length]).toEqual(["ada@people.example", 0]);

  const jumps = mail?.links.filter(({ url }) => /\/[jc]\//.test(url)) ?? [];
  const places = new Set<string>();
  for (const { url } of jumps) {
    const answer = await station.app.request(url, { headers: { "user-agent": "Mozilla/5.0" } });
    expect(answer.status).toBe(302);
    places.add(answer.headers.get("location") ?? "");
  }
  const led = [...places].filter((place) => place.includes("/products/")).sort();
  expect(led).toEqual(["https://shop.example/products/RAKE", "https://shop.example/products/SPADE"]);

  clock.advance(DAY_MS);
  await tick(station.tickDeps);
  expect(mailbox.count(), "and the next one a day later").toBe(2);
});

it("an older database gets the templates that it lacks, and what the vendor published under a name stays", async () => {
  const store = await freshStore();
  const { station } = await blankStation({ store, publicUrl: ORIGIN });
  const templates = readTemplates("templates");
  const older = templates.filter(({ name }) => name !== "confirm-subscription");
  expect(await seedTemplates(station.customers, older)).toBe(templates.length - 1);
  await store.write([{ sql: "update template_versions set source = 'hers' where name = 'birthday'", params: [] }]);
  expect(await seedTemplates(station.customers, templates)).toBe(1);
  const rows = await store.read<{ name: string; versions: number; isHers: number }>({
    sql: "select name, count(*) as versions, max(source = 'hers') as isHers from template_versions group by name order by name",
    params: [],
  });
  expect(rows.map(({ name, versions, isHers }) => [name, versions, isHers])).toEqual([
    ["birthday", 1, 1],
    ["confirm-subscription", 1, 0],
    ["service-notice", 1, 0],
    ["weekly-picks", 1, 0],
  ]);
});

it("forms to begin with stand shut until the vendor opens them; one that could not be confirmed is a draft", async () => {
  const store = await freshStore();
  const { station } = await blankStation({ store, publicUrl: ORIGIN });
  await plantForms({ ...station.customers, canConfirm: async () => false });
  const rows = await store.read({
    sql: "select code, state from forms union all select code, 'draft' from form_drafts order by code",
    params: [],
  });
  expect(rows.map((row) => [row["code"], row["state"]])).toEqual([
    ["how-was-it", "off"],
    ["news-by-mail", "draft"],
    ["register-product", "off"],
  ]);
  expect((await station.app.request(`${ORIGIN}/forms/how-was-it`)).status).toBe(404);
});
