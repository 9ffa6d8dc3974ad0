import { describe, expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { putForm } from "#customers/forms/put-form.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

const ORIGIN = "https://console.shop.example";
const CALLS = "/console/calls";
const actor = { kind: "operator", id: "op" } as const;

/** An agent at her screen, and Ada on the telephone. */
async function opened() {
  const world = await consoleWorld(ORIGIN);
  const { deps } = world;
  const input = { name: "tier", type: "string", label: "Tier", visibleTo: ["agent"] } as const;
  await declareAttribute({ deps, actor, input: { ...input, visibleTo: [...input.visibleTo] } });
  await declareAttribute({
    deps,
    actor,
    input: { name: "income", type: "string", label: "Income", visibleTo: ["operator"] },
  });
  await putCustomer({
    deps,
    actor,
    code: "grace",
    input: {
      firstName: "Grace",
      lastName: "Hopper",
      email: "grace@people.example",
      phone: "+4930901820",
      locale: "de",
      birthOn: "1979-12-09",
      attributes: { tier: "gold", income: "high" },
    },
  });
  for (const code of ["news-by-mail", "how-was-it"]) {
    const definition = seedForms[code];
    if (definition !== undefined)
      await putForm({ deps: deps.forms, actor, code, input: { state: "live", definition } });
  }
  const cookie = await world.cookieOf("agent");
  const get = (path: string) => getPage(world, path, cookie);
  const send = async (path: string, fields: Record<string, string | readonly string[]>) => {
    const answer = await postForm(world, path, { cookie, fields });
    return { status: answer.status, location: answer.headers.get("location") ?? "", text: await answer.text() };
  };
  const begin = async (reference = "cti-7") =>
    (await send(CALLS, { act: "begin", customer: "grace", reference })).location;
  const rows = (sql: string) => world.store.read<Record<string, unknown>>({ sql, params: [] });
  return { world, get, send, begin, rows };
}

const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";

describe("an agent's screen", () => {
  it("finds the caller by what she says, shows her masked, and begins the call by a button", async () => {
    const { send, get, rows } = await opened();
    const found = await send(CALLS, { act: "look-up", by: "phone", value: "030 901820", reference: "cti-7" });
    expect([found.status, found.location]).toEqual([200, ""]);
    expect(found.text).toContain("Grace Hopper");
    expect(found.text).toContain("g•••@people.example");
    expect(found.text).not.toContain("grace@people.example");
    expect(found.text).toContain('name="reference" value="cti-7"');
    const nobody = await send(CALLS, { act: "look-up", by: "name", value: "Hoppenstedt", reference: "" });
    expect(nobody.text).toContain("Nobody fits");
    expect((await send(CALLS, { act: "look-up", by: "name", value: "", reference: "" })).status).toBe(422);
    const begun = await send(CALLS, { act: "begin", customer: "grace", reference: "cti-7" });
    expect(begun.location).toMatch(/^\/console\/calls\/call_/);
    expect((await get(CALLS)).text).toContain(`href="${begun.location}"`);
    expect(
      await rows("select action from audit_log where actor_id <> 'op' and action like '%call%' order by id"),
    ).toEqual(["look-up-caller", "look-up-caller", "start-call"].map((action) => ({ action })));
  });

  it("shows what is released to agents, and neither whole address nor birthday nor any other attribute", async () => {
    const { get, begin } = await opened();
    const { text } = await get(await begin());
    for (const word of ["Grace Hopper", "gold", "g•••@people.example", "•••820"]) expect(text).toContain(word);
    expect(text).not.toMatch(/high|1979|grace@people|901820/);
  });

  it("keeps a note with its disposition; a faulty one comes back as it was typed", async () => {
    const { world, get, send, begin } = await opened();
    await world.store.write([
      {
        sql: "insert into reference_codes (vocabulary, code, meaning, updated_at) values ('call-dispositions', '12', 'wants-catalogue', 0)",
        params: [],
      },
    ]);
    const path = await begin();
    const refused = await send(path, { act: "note", note: "", disposition: "12", category: "garden" });
    expect([refused.status, refused.text.includes('value="garden"')]).toEqual([422, true]);
    const kept = await send(path, { act: "note", note: "Wants the catalogue.", disposition: "12", category: "" });
    expect(kept.location).toBe(`${path}?done=note`);
    const { text } = await get(kept.location);
    expect(text).toContain("The note is kept.");
    expect(text).toMatch(/wants-catalogue[\s\S]*Wants the catalogue\./);
  });

  it("reads a form out in the caller's language, step by step, and what she agrees to is proven by agent and call", async () => {
    const { get, send, begin, rows } = await opened();
    const path = `${await begin()}/forms/news-by-mail`;
    const page = await get(path);
    expect(page.text).toContain("Ja, senden Sie mir Neues per E-Mail.");
    expect(page.text).toContain("word for word");
    const frame = { token: hidden(page.text, "token"), version: "1", step: "1", act: "next" };
    const refused = await send(path, { ...frame, "a.first_name": "Gracia" });
    expect([refused.status, refused.text.includes('value="Gracia"')]).toEqual([422, true]);
    const kept = await send(path, { ...frame, "a.news": "yes" });
    expect(kept.location).toMatch(/\?done=form$/);
    await send(path, { ...frame, "a.news": "yes" });
    const [consent, ...more] = await rows("select wording, proof from consents where source = 'call-centre'");
    expect(more).toEqual([]);
    const [agent] = await rows("select id from user where role = 'agent'");
    expect(JSON.parse(String(consent?.["proof"]))).toMatchObject({
      through: "telephone",
      call: "cti-7",
      agent: agent?.["id"],
    });
    const survey = path.replace("news-by-mail", "how-was-it");
    const first = await get(survey);
    const second = await send(survey, { ...frame, token: hidden(first.text, "token"), "a.recommend": "3" });
    expect(second.text).toContain("Was hat gefehlt?");
  });

  it("changes what she hears in the words that are read out, and ends all of it at once", async () => {
    const { get, send, begin, rows } = await opened();
    const path = await begin();
    expect((await get(`${path}/preferences`)).text).toContain("Senden Sie mir");
    const fields = { pauseFrom: "", pauseUntil: "", quietFrom: "", quietUntil: "", capCount: "", capDays: "none" };
    const place = { zone: "UTC", language: "de" };
    const faulty = await send(`${path}/preferences`, { ...fields, ...place, pauseUntil: "1.1.", on: ["weekly"] });
    expect([faulty.status, faulty.text.includes('value="1.1."')]).toEqual([422, true]);
    expect(faulty.text).toContain('href="#field-pauseUntil"');
    const half = await send(`${path}/preferences`, { ...fields, ...place, quietFrom: "22:00", capDays: "7", on: [] });
    expect(half.text).toMatch(/href="#field-quietUntil">[^<]*<\/a>: Give both times/);
    expect(half.text).toMatch(/id="field-quietUntil-error">Give both times/);
    expect(half.text).toMatch(/href="#field-capCount">[^<]*<\/a>: Write a number from 1 to 100/);
    const strange = await send(`${path}/preferences`, { ...fields, ...place, on: ["nothing"] });
    expect(strange.text).toMatch(/href="#field-on">Newsletters<\/a>: Choose one of these/);
    const kept = await send(`${path}/preferences`, { ...fields, ...place, on: ["weekly"] });
    expect(kept.location).toBe(`${path}?done=preferences`);
    const [consent] = await rows(
      "select state, wording, source, proof from consents where topic = 'weekly' order by id desc",
    );
    expect(consent).toMatchObject({ state: "granted", source: "call-centre" });
    expect(JSON.parse(String(consent?.["proof"]))).toMatchObject({ through: "telephone", call: "cti-7" });
    expect((await get(`${path}/opt-out`)).text).toContain("Yes, she said so");
    expect((await send(`${path}/opt-out`, {})).location).toBe(`${path}?done=opt-out`);
    expect(
      await rows("select state from subscriptions s join customers c on c.id = s.customer_id where c.code = 'grace'"),
    ).toEqual([{ state: "off" }]);
    expect((await get(path)).text).toMatch(/Weekly picks[\s\S]{0,200}off/);
  });

  it("a call is nobody else's, and shows nothing once it is over", async () => {
    const { world, get, send, begin } = await opened();
    const path = await begin();
    const other = await world.cookieOf("agent");
    expect((await getPage(world, path, other)).status).toBe(404);
    expect((await send(path, { act: "end" })).location).toBe(CALLS);
    for (const rest of ["", "/preferences", "/opt-out", "/forms/how-was-it"]) {
      const ended = await get(`${path}${rest}`);
      expect([ended.status, ended.text.includes("This call is over")]).toEqual([409, true]);
    }
  });

  it("is all that an agent has: the sign-in leads to it, and no other page opens or is offered", async () => {
    const { get } = await opened();
    const front = await get("/console");
    expect([front.status, front.headers.get("location")]).toEqual([303, CALLS]);
    expect((await get("/console/customers/grace")).status).toBe(403);
    expect((await get(CALLS)).text).not.toContain("/console/customers");
    expect((await get("/console/password")).status).toBe(200);
  });
});
