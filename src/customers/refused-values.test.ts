import { getCountries } from "libphonenumber-js";
import { describe, expect, it } from "vitest";
import { checkDefinition } from "#customers/forms/check-definition.ts";
import { formBody } from "#customers/forms/form-definition.ts";
import { readAnswers } from "#customers/forms/read-answers.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { mappingSchema } from "#customers/import/mapping/mapping.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { ingestWorld } from "../../tests/contracts/ingest-world.ts";
import { isScopeName } from "./consent-scope.ts";
import { isBirthDate, isCountry, isPersonName } from "./person-values.ts";

const world = async () => ingestWorld(await freshStore());
const unnamed = ["*", "weekly*", "Weekly", "weekly picks", "%", " ", "-weekly", "wéekly", "a".repeat(49)];
const withdrawal = { purpose: "receive", channel: "email", state: "withdrawn" } as const;
const pointersOf = (body: Record<string, unknown>) =>
  (body["errors"] as ReadonlyArray<{ pointer: string }>).map(({ pointer }) => pointer);

describe("a withdrawal that would mean nothing is refused", () => {
  it("by the API, for a topic or channel that no programme can have; empty is every one", async () => {
    const { call, rows } = await world();
    await call("PUT", "/v1/customers/C1", {});
    for (const topic of unnamed) {
      const { status, body } = await call("POST", "/v1/customers/C1/consents", { ...withdrawal, topic });
      expect([topic, status, pointersOf(body)]).toEqual([topic, 422, ["/topic"]]);
    }
    expect((await call("POST", "/v1/customers/C1/consents", { ...withdrawal, channel: "*" })).status).toBe(422);
    expect(await rows("select topic from consents")).toEqual([]);
    for (const topic of ["", "weekly-picks"])
      expect((await call("POST", "/v1/customers/C1/consents", { ...withdrawal, topic })).status).toBe(200);
    expect(await rows("select topic from consents order by id")).toEqual([{ topic: "" }, { topic: "weekly-picks" }]);
  });

  it("by the ingest doors, with the item's place", async () => {
    const { batch, rows } = await world();
    const { rejected } = await batch(
      ...unnamed.map((topic) => ({ type: "identify", userId: "C1", traits: { consent: { ...withdrawal, topic } } })),
    );
    expect(rejected.map(({ faults }) => faults.map(({ pointer }) => pointer))).toEqual(
      unnamed.map((_, index) => [`/batch/${index}/traits/consent/topic`]),
    );
    expect(await rows("select topic from consents")).toEqual([]);
  });

  it("by mappings of imports and by forms, where the topic stands", () => {
    for (const topic of unnamed) {
      expect(isScopeName(topic)).toBe(false);
      const consent = { purpose: "receive", topic, state: "state", at: "at", wording: "wording" };
      const mapping = { name: "people", into: "customers", fields: { code: "id" }, consents: [consent] };
      expect(mappingSchema.safeParse(mapping).error?.issues.map(({ path }) => path.join("/"))).toEqual([
        "consents/0/topic",
      ]);
      const field = { name: "news", kind: "consent", label: { en: "Yes" }, consent: { ...withdrawal, topic } };
      const form = { locale: "en", title: { en: "News" }, thanks: { en: "Thanks" }, fields: [field] };
      const places = formBody.safeParse(form).error?.issues.map(({ path }) => path.join("/"));
      expect(places).toContain("fields/0/consent/topic");
    }
  });
});

const turned = "Ada\u202egnp.exe";
const impossible = [
  ["birthOn", "2026-11-24"],
  ["birthOn", "1700-01-01"],
  ["country", "ZZ"],
  ["firstName", turned],
  ["lastName", "\u2066Ada"],
] as const;

describe("what no person can have is refused at every door with its place", () => {
  it("by the API", async () => {
    const { call } = await world();
    for (const [field, value] of impossible) {
      const { status, body } = await call("PUT", "/v1/customers/C1", { [field]: value });
      expect([field, status, pointersOf(body)]).toEqual([field, 422, [`/${field}`]]);
    }
    const right = { birthOn: "2026-11-22", country: "XK", firstName: "Zoë\u200d", lastName: "بدر" };
    expect((await call("PUT", "/v1/customers/C1", right)).status).toBe(200);
    const bought = { registrationId: "r1", productCode: "lamp", boughtOn: "2030-01-01" };
    const { status, body } = await call("POST", "/v1/customers/C1/registrations", bought);
    expect([status, pointersOf(body)]).toEqual([422, ["/boughtOn"]]);
  });

  it("by the ingest doors", async () => {
    const { batch } = await world();
    const traits = impossible.map(([field, value]) => ({ [field === "birthOn" ? "birthday" : field]: value }));
    const registered = { event: "Product Registered", properties: { product_id: "lamp", bought_on: "2030-01-01" } };
    const { rejected } = await batch(...traits.map((each) => ({ type: "identify", userId: "C1", traits: each })), {
      type: "track",
      userId: "C1",
      ...registered,
    });
    expect(rejected.map(({ faults }) => faults[0]?.pointer)).toEqual([
      ...traits.map((each, index) => `/batch/${index}/traits/${Object.keys(each)[0]}`),
      `/batch/${traits.length}/properties/bought_on`,
    ]);
  });

  it("by imports, each record with its column", async () => {
    const { take, rows } = await importWorld();
    const columns = ["birthOn", "country", "firstName", "lastName"];
    const lines = impossible.map(([field, value], index) =>
      [`C${index}`, ...columns.map((column) => (column === field ? value : ""))].join(","),
    );
    const fields = Object.fromEntries(["code", ...columns].map((name) => [name, name]));
    const file = [["code", ...columns].join(","), ...lines, "C9,1979-05-17,GB,Ada,Lovelace"].join("\n");
    const done = await take({ name: "people", into: "customers", fields }, file);
    expect(done.totals).toMatchObject({ created: 1, rejected: impossible.length });
    expect(await rows("select code from customers")).toEqual([{ code: "C9" }]);
  });

  it("by forms, the seeded registration among them", async () => {
    const { deps } = await world();
    const form = Object.values(seedForms).find(({ fields }) =>
      fields.some(({ target }) => target?.to === "registration" && target.part === "boughtOn"),
    );
    if (form === undefined) throw new Error("No form registers a product.");
    expect(checkDefinition(form, new Map())).toEqual([]);
    const said = { product: "lamp", bought_on: "2030-01-01", first_name: turned };
    const read = await readAnswers(deps, form, said);
    const faults = read.ok ? [] : (read.error.faults ?? []);
    expect(faults.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(["/answers/bought_on", "/answers/first_name"]),
    );
    const [first] = form.fields;
    if (first === undefined) throw new Error("The form asks nothing.");
    const born = { ...first, name: "born", kind: "date", target: { to: "identity", part: "birthOn" } } as const;
    for (const date of ["1700-01-01", "2026-11-24"])
      expect((await readAnswers(deps, { ...form, fields: [born] }, { born: date })).ok).toBe(false);
    expect((await readAnswers(deps, { ...form, fields: [born] }, { born: "1979-05-17" })).ok).toBe(true);
  });

  it("and what lives at the edges is not: today where it is latest, 1880, every country that has a telephone", () => {
    const now = Date.UTC(2026, 10, 22, 12);
    expect([isBirthDate("1880-01-01", now), isBirthDate("1879-12-31", now)]).toEqual([true, false]);
    expect([isBirthDate("2026-11-23", now), isBirthDate("2026-11-24", now)]).toEqual([true, false]);
    expect(getCountries().filter((country) => !isCountry(country))).toEqual([]);
    expect(["AQ", "ZZ", "EU", "UN", "gb", ""].map(isCountry)).toEqual([true, false, false, false, false, false]);
    expect(isPersonName("O’Neill-Müller \u200f\u0645")).toBe(true);
  });
});
