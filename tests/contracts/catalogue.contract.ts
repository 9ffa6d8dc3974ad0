import { describe, expect, it } from "vitest";
import { findProductSet, findQuery, listProductSets, listQuery } from "#catalogue/products/list-product-sets.ts";
import { adjustStock } from "#catalogue/products/adjust-stock.ts";
import { productSetWithCode } from "#catalogue/products/product-set.ts";
import { putProductSets } from "#catalogue/products/put-product-sets.ts";
import { withdrawProductSet } from "#catalogue/products/withdraw-product-set.ts";
import { wordsQuery } from "#catalogue/load-catalogue.ts";
import { openCatalogue } from "#catalogue/open-catalogue.ts";
import { openShelf } from "#catalogue/open-shelf.ts";
import { putVendorRule } from "#catalogue/rules/put-vendor-rule.ts";
import { switchOffRule } from "#catalogue/rules/switch-off-rule.ts";
import { vendorRuleBody } from "#catalogue/rules/vendor-rule-row.ts";
import { putSetting } from "#catalogue/settings.ts";
import { findNewestTemplateId, listTemplateVersions, newestQuery } from "#catalogue/templates/find-template.ts";
import { openTemplates } from "#catalogue/templates/open-templates.ts";
import { publishTemplate } from "#catalogue/templates/publish-template.ts";
import { putVocabulary } from "#catalogue/put-vocabulary.ts";
import type { SelectionInput } from "#content/selection.ts";
import { manualClock, SECOND_MS } from "#kernel/clock.ts";
import type { TemplateSource } from "#templates/template-source.ts";
import { type Statement, type Store, toQuery } from "#store/store.ts";

const actor = { kind: "key", id: "key_1", scopes: ["catalogue:write"] } as const;
const startAt = Date.UTC(2026, 4, 20, 9);

async function catalogueWorld(makeStore: () => Promise<Store>) {
  const store = await makeStore();
  const clock = manualClock(startAt);
  const deps = { store, clock };
  await store.write([putSetting("hosts", ["shop.example"], startAt)]);
  const call = <Input>(input: Input) => ({ deps, actor, input });
  return {
    ...deps,
    deps,
    put: (...products: readonly object[]) =>
      putProductSets(call({ products: products.map((product) => productSet(product)), pointer: "/products" })),
    adjust: (code: string, change: { by: number } | { to: number | null }) => adjustStock(call({ code, change })),
    withdraw: (code: string) => withdrawProductSet(call({ code })),
    rule: (name: string, rule: object) => putVendorRule(call({ name, rule: vendorRuleBody.parse(rule) })),
    switchOff: (name: string) => switchOffRule(call({ name })),
    publish: (source: TemplateSource) => publishTemplate(call(source)),
    audit: () =>
      store.read<{ action: string; subject_id: string; actor_id: string }>({
        sql: "select action, subject_id, actor_id from audit_log order by id",
        params: [],
      }),
  };
}

function productSet(given: object) {
  return productSetWithCode.parse({
    code: "SPADE",
    category: "garden",
    priceMinor: 2_450,
    currency: "EUR",
    imageUrl: "https://shop.example/spade.jpg",
    linkUrl: "https://shop.example/spade",
    copy: [{ locale: "en", title: "Spade", body: "Digs." }],
    ...given,
  });
}

const nobody: SelectionInput = {
  customer: { attributes: {}, events: [], boughtIds: [] },
  scores: { affinityByCategory: {} },
  nowMs: startAt,
  date: "2026-05-20",
  channel: "email",
  locale: "en",
  occurrence: "weekly 2026-05-20",
  seed: 7,
};

const slots = [{ name: "picks", size: 5 }];

type World = Awaited<ReturnType<typeof catalogueWorld>>;

function chooser(world: World) {
  const shelf = openShelf(openCatalogue(world.deps));
  return async () => {
    world.clock.advance(SECOND_MS);
    const { selector } = await shelf(slots);
    return selector.select(nobody).slots.flatMap((slot) => slot.items.map((item) => item.code));
  };
}

async function planOf(store: Store, statement: Statement): Promise<string> {
  const { sql, params } = toQuery(statement);
  const rows = await store.read<{ detail: string }>({ sql: `explain query plan ${sql}`, params });
  return rows.map((row) => row.detail).join("\n");
}

/** What the catalogue promises on every database. */
export function catalogueContract(name: string, makeStore: () => Promise<Store>): void {
  offerContract(name, makeStore);
  describe(`the catalogue on ${name}: templates`, () => {
    templateContract(makeStore);
  });
}

/** The same without templates, for a place where the MJML compiler can't be loaded. */
export function offerContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`the catalogue on ${name}`, () => {
    productContract(makeStore);
    ruleContract(makeStore);
  });
}

function productContract(makeStore: () => Promise<Store>): void {
  it("a product set comes back as it was put, and a second put replaces it with its words", async () => {
    const world = await catalogueWorld(makeStore);
    const words = [
      { locale: "de", title: "Spaten", body: "Gräbt. 🌱" },
      { locale: "en", channel: "sms", title: "Spade", body: "" },
    ];
    expect((await world.put({ stock: 3, tags: ["steel"], copy: words, validUntil: "2027-01-01T00:00:00Z" })).ok).toBe(
      true,
    );
    const first = await findProductSet(world.store, "SPADE");
    expect(first).toMatchObject({ stock: 3, tags: ["steel"], validUntil: "2027-01-01T00:00:00.000Z", state: "live" });
    expect(first?.copy.map(({ locale, channel, body }) => [locale, channel, body])).toEqual([
      ["de", "", "Gräbt. 🌱"],
      ["en", "sms", ""],
    ]);
    world.clock.advance(1_000);
    await world.put({ priceMinor: 1_999 });
    const second = await findProductSet(world.store, "SPADE");
    expect(second).toMatchObject({ priceMinor: 1_999, stock: null, tags: [], validUntil: null });
    expect(second?.copy.map((copy) => copy.title)).toEqual(["Spade"]);
    expect(second?.launchedAt).toBe(first?.launchedAt);
  });

  it("five hundred product sets are put at once, each with its audit row, and come back in pages", async () => {
    const world = await catalogueWorld(makeStore);
    const codes = Array.from({ length: 500 }, (_, index) => `P-${String(index).padStart(3, "0")}`);
    expect((await world.put(...codes.map((code) => ({ code })))).ok).toBe(true);
    expect(await world.audit()).toHaveLength(500);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listProductSets(world.store, { cursor, limit: 200 });
      seen.push(...page.items.map((item) => item.code));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(codes);
  });

  it("one faulty product set refuses the whole list, and each fault has its place", async () => {
    const world = await catalogueWorld(makeStore);
    const refused = await world.put(
      { code: "A" },
      { code: "B", linkUrl: "https://elsewhere.example/" },
      { code: "A", attributes: { weight: 3 } },
    );
    expect(!refused.ok && refused.error.faults?.map((fault) => fault.pointer)).toEqual([
      "/products/1/linkUrl",
      "/products/2/attributes/weight",
      "/products/2/code",
    ]);
    expect((await listProductSets(world.store, { limit: 10 })).items).toEqual([]);
    expect(await world.audit()).toEqual([]);
  });

  it("stock that is not there cannot be taken, and nothing tells of a change that did not happen", async () => {
    const world = await catalogueWorld(makeStore);
    await world.put({ stock: 2 });
    expect(await world.adjust("SPADE", { by: -2 })).toEqual({ ok: true, value: 0 });
    const refused = await world.adjust("SPADE", { by: -1 });
    expect(!refused.ok && [refused.error.code, refused.error.detail]).toEqual(["conflict", "Only 0 are left."]);
    expect(await world.adjust("SPADE", { to: null })).toEqual({ ok: true, value: null });
    const unlimited = await world.adjust("SPADE", { by: 1 });
    expect(!unlimited.ok && unlimited.error.code).toBe("conflict");
    const unknown = await world.adjust("NONE", { by: 1 });
    expect(!unknown.ok && unknown.error.code).toBe("not_found");
    const actions = (await world.audit()).map((row) => row.action);
    expect(actions).toEqual(["put-product-set", "adjust-stock", "adjust-stock"]);
  });

  it("what sold out, was withdrawn or put a moment ago counts with the next selection", async () => {
    const world = await catalogueWorld(makeStore);
    await world.put({ code: "A", stock: 1 }, { code: "B" });
    const choose = chooser(world);
    expect((await choose()).sort()).toEqual(["A", "B"]);
    await world.adjust("A", { by: -1 });
    expect(await choose()).toEqual(["B"]);
    await world.put({ code: "C" });
    await world.withdraw("B");
    expect(await choose()).toEqual(["C"]);
    await world.adjust("A", { to: 5 });
    expect((await choose()).sort()).toEqual(["A", "C"]);
  });

  it("a product set that is withdrawn twice is told of once, and an unknown one is not found", async () => {
    const world = await catalogueWorld(makeStore);
    await world.put({});
    expect((await world.withdraw("SPADE")).ok).toBe(true);
    expect((await world.withdraw("SPADE")).ok).toBe(true);
    expect((await world.withdraw("NONE")).ok).toBe(false);
    expect((await world.audit()).map((row) => row.action)).toEqual(["put-product-set", "withdraw-product-set"]);
    expect((await findProductSet(world.store, "SPADE"))?.state).toBe("withdrawn");
  });

  it("the hot queries find their rows by an index", async () => {
    const world = await catalogueWorld(makeStore);
    for (const query of [
      listQuery({ after: "A", limit: 50 }),
      findQuery("SPADE"),
      wordsQuery([1, 2]),
      newestQuery("weekly-picks"),
    ]) {
      const plan = await planOf(world.store, query);
      // json_each and the one-row subquery are scanned; no table is.
      expect(plan.replaceAll(/SCAN (item|json_each)\b.*/g, "")).not.toContain("SCAN");
      expect(plan).toContain("USING");
    }
  });
}

function ruleContract(makeStore: () => Promise<Store>): void {
  it("a rule takes effect with the next selection, and so does switching it off", async () => {
    const world = await catalogueWorld(makeStore);
    await world.put({ code: "A" }, { code: "B", category: "rain" });
    const choose = chooser(world);
    expect((await choose()).sort()).toEqual(["A", "B"]);
    const put = await world.rule("no-rain", { kind: "exclude", when: 'product.category == "rain"' });
    expect(put.ok && put.value.version).toBe(1);
    expect(await choose()).toEqual(["A"]);
    await world.switchOff("no-rain");
    expect((await choose()).sort()).toEqual(["A", "B"]);
    const again = await world.rule("no-rain", { kind: "pin", when: 'product.code == "B"', position: 1 });
    expect(again.ok && again.value.version).toBe(3);
    expect(await choose()).toEqual(["B", "A"]);
  });

  it("a rule for another programme's slots does not count here", async () => {
    const world = await catalogueWorld(makeStore);
    await world.put({ code: "A" });
    await world.rule("elsewhere", { kind: "exclude", when: "true", slots: ["hero"] });
    expect(await chooser(world)()).toEqual(["A"]);
  });

  it("a source that is not understood is refused with line and column, and nothing is kept", async () => {
    const world = await catalogueWorld(makeStore);
    const refused = await world.rule("faulty", {
      kind: "exclude",
      when: 'product.category == "rain" &&\n  product.prise > 3',
    });
    expect(!refused.ok && refused.error.code).toBe("invalid_content");
    expect(!refused.ok && refused.error.faults?.[0]?.pointer).toBe("/when");
    expect(!refused.ok && refused.error.faults?.[0]?.message).toMatch(/^Line 2, column \d+: .*price/);
    expect(await world.audit()).toEqual([]);
  });

  it("a vocabulary that a live rule needs cannot be taken away", async () => {
    const world = await catalogueWorld(makeStore);
    const declare = (product: Record<string, "int">) =>
      putVocabulary({ deps: world.deps, actor, input: { product, context: {} } });
    expect((await declare({ grams: "int" })).ok).toBe(true);
    await world.put({ code: "A", attributes: { grams: 900 } }, { code: "B", attributes: { grams: 90 } });
    await world.rule("light", { kind: "eligible", when: "product.grams < 500" });
    expect(await chooser(world)()).toEqual(["B"]);
    const refused = await declare({});
    expect(!refused.ok && refused.error.detail).toContain("light");
    await world.switchOff("light");
    expect((await declare({})).ok).toBe(true);
  });
}

const plainTemplate: TemplateSource = {
  name: "weekly-picks",
  kind: "service",
  mjml: `<mjml><mj-body><mj-section><mj-column><mj-text><h1>{{ t.subject }}</h1><p>{{ vendor.postalAddress }}</p></mj-text></mj-column></mj-section></mj-body></mjml>`,
  sms: "{{ t.subject }}",
  push: { title: "{{ t.subject }}", body: "{{ t.preheader }}" },
  strings: { en: { subject: "Your picks", preheader: "Six things" } },
  example: {
    vendor: {
      name: "Simulated Garden Store",
      websiteUrl: "https://shop.example/",
      logoUrl: "https://shop.example/logo.png",
      postalAddress: "1 Garden Lane, Springfield",
      palette: { accent: "#2e5d4b", onAccent: "#ffffff", accentDark: "#8fc4ae", onAccentDark: "#1c1a17" },
    },
    customer: { locale: "en" },
    slots: {},
    preferencesUrl: "https://shop.example/p",
    unsubscribeUrl: "https://shop.example/u",
    viewUrl: "https://shop.example/v",
    occurrenceDate: "20 May",
  },
};

function templateContract(makeStore: () => Promise<Store>): void {
  it("each publishing is a new version; the newest is found, and an older one stays for its messages", async () => {
    const world = await catalogueWorld(makeStore);
    const [first, second] = [await world.publish(plainTemplate), await world.publish(plainTemplate)];
    if (!first.ok || !second.ok) throw new Error(JSON.stringify([first, second]));
    expect([first.value.version, second.value.version]).toEqual([1, 2]);
    expect(await findNewestTemplateId(world.store, "weekly-picks")).toBe(second.value.id);
    const templates = openTemplates(world.store);
    expect((await templates.newest("weekly-picks"))?.id).toBe(second.value.id);
    expect((await templates.byId(first.value.id))?.name).toBe("weekly-picks");
    expect(await templates.newest("unknown")).toBeUndefined();
    const versions = await listTemplateVersions(world.store, { name: "weekly-picks", limit: 1 });
    expect(versions.items.map((item) => item.version)).toEqual([2]);
    const rest = await listTemplateVersions(world.store, {
      name: "weekly-picks",
      limit: 1,
      cursor: versions.nextCursor,
    });
    expect(rest.items.map((item) => item.version)).toEqual([1]);
  });

  it("a template that leads to a host that is not allowed is refused: its readers would find nothing there", async () => {
    const world = await catalogueWorld(makeStore);
    const leading = (...hosts: string[]) => {
      const links = hosts.map((host) => `<a href="https://${host}/sale">${host}</a>`).join(" ");
      const link = `<mj-section><mj-column><mj-text font-size="16px">${links}</mj-text></mj-column></mj-section>`;
      return { ...plainTemplate, mjml: plainTemplate.mjml.replace("</mj-body>", `${link}</mj-body>`) };
    };
    const refused = await world.publish(leading("shop.example", "www.shop.example"));
    const message = "https://www.shop.example/sale: This host is not one of the allowed hosts.";
    expect(refused).toMatchObject({ ok: false, error: { faults: [{ pointer: "/mjml", message }] } });
    expect((await world.publish(leading("shop.example"))).ok).toBe(true);
  });

  it("a template that loses a tag or names what is not there is refused with the place", async () => {
    const world = await catalogueWorld(makeStore);
    const refused = await world.publish({ ...plainTemplate, sms: "{{ customer.shoeSize }}" });
    expect(!refused.ok && refused.error.faults?.map((fault) => fault.pointer)).toContain("/sms");
    expect(await findNewestTemplateId(world.store, "weekly-picks")).toBeUndefined();
    expect(await world.audit()).toEqual([]);
  });
}
