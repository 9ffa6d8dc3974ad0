import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { setFormState } from "#customers/forms/set-form-state.ts";
import { submitFormOperation } from "#customers/forms/api/submit-form.ts";
import { countAnswers } from "#customers/forms/count-answers.ts";
import type { ReceivesMail } from "#customers/forms/mail-flags.ts";
import { mountForms } from "#customers/forms/pages/mount-forms.ts";
import { ok } from "#kernel/result.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { forgetConfirmations } from "#customers/forms/confirm/forget-confirmations.ts";
import { formBody, type FormDefinition } from "#customers/forms/form-definition.ts";
import { signOwnLink } from "#customers/forms/form-token.ts";
import { registerDevice, revokeDevice } from "#customers/forms/kiosk/devices.ts";
import { putForm } from "#customers/forms/put-form.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { hasConsent } from "#messages/consent.ts";
import type { Store } from "#store/store.ts";
import { type FormWorld, formWorld, tokenIn } from "#tests/worlds/form-world.ts";

const actor = { kind: "operator", id: "op" } as const;
const signUpForm = (): FormDefinition => formBody.parse(seedForms["news-by-mail"]);
const SIGN_UP = { email: "Ada@people.example", first_name: "Ada", news: "yes" };

/** The door for the vendor's own servers. */
function formsApi({ deps }: FormWorld) {
  const app = new Hono();
  mountOperations(app, {
    operations: [submitFormOperation(deps)],
    authorize: async () => ok({ kind: "key", id: "k1", scopes: ["ingest:trusted"] }),
    timer: deps.timer,
  });
  return {
    send: async (code: string, body: unknown) => {
      const answer = await app.request(`https://x.example/v1/forms/${code}/responses`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
    },
  };
}

/** What hosted forms promise on every database. */
export function formsContract(name: string, makeStore: () => Promise<Store>): void {
  const made = async () => {
    const world = await formWorld(await makeStore());
    for (const [code, definition] of Object.entries(seedForms)) await world.put(code, definition);
    return world;
  };
  const rows = (world: FormWorld, text: string) => world.store.read<Record<string, unknown>>({ sql: text, params: [] });
  const mayReceive = async (world: FormWorld) =>
    (
      await world.store.read<{ code: string }>(
        sql`select code from customers c where ${hasConsent({ customerId: "c.id", channel: "'email'", topic: "'weekly'" })}`,
      )
    ).map(({ code }) => code);
  const pathOf = (url = "") => new URL(url).pathname;

  describe(`hosted forms on ${name}`, () => {
    it("a registration becomes a fact of a record of its own, in one batch, however often it is sent", async () => {
      const world = await made();
      const page = await world.get("/forms/register-product");
      expect(page.text).toContain("Step 1 of 2");
      world.clock.advance(30_000);
      const token = ["token", tokenIn(page.text)] as const;
      const first = [
        ["a.product", "LAMP-1"],
        ["a.bought_on", "2026-11-01"],
        ["a.proof", "R 42"],
      ] as const;
      const second = await world.post("/forms/register-product", [token, ["step", "1"], ...first]);
      expect(second.text).toContain("Step 2 of 2");
      expect(second.text).toContain('name="a.product" value="LAMP-1"');
      const all = [token, ["step", "2"], ...first, ["a.email", "ada@people.example"]] as const;
      for (const answer of [
        await world.post("/forms/register-product", all),
        await world.post("/forms/register-product", all),
      ]) {
        expect([answer.status, answer.text.includes("Your product is registered.")]).toEqual([200, true]);
      }
      expect(await rows(world, "select product_code, bought_on, source, channel from registrations")).toEqual([
        { product_code: "LAMP-1", bought_on: "2026-11-01", source: "registration", channel: "web" },
      ]);
      expect(await rows(world, "select question, answer from survey_answers")).toEqual([
        { question: "proof", answer: "R 42" },
      ]);
      expect(await rows(world, "select count(*) as n from form_submissions")).toEqual([{ n: 1 }]);
      expect(await rows(world, "select name from events")).toEqual([{ name: "Product Registered" }]);
    });

    it("what is asked follows the answers, step by step, and nothing is lost on the way back or by a fault", async () => {
      const world = await made();
      const page = await world.get("/forms/how-was-it?ref=till-7", { "accept-language": "de" });
      expect(page.text).toContain("Wie war es?");
      const token = ["token", tokenIn(page.text)] as const;
      const ref = ["a.ref", "till-7"] as const;
      expect(page.text).toContain('name="a.ref" value="till-7"');
      const wrong = await world.post("/forms/how-was-it", [token, ["step", "1"], ref, ["a.recommend", "11"]]);
      expect([wrong.status, wrong.text.includes("#field-a.recommend")]).toEqual([422, true]);
      const unhappy = await world.post("/forms/how-was-it", [token, ["step", "1"], ref, ["a.recommend", "3"]]);
      expect(unhappy.text).toContain("What was missing?");
      const happy = await world.post("/forms/how-was-it", [token, ["step", "1"], ref, ["a.recommend", "10"]]);
      expect(happy.text).not.toContain("What was missing?");
      const told = [
        ["a.recommend", "3"],
        ["a.missing", "A <b>lamp</b>"],
      ] as const;
      const back = await world.post("/forms/how-was-it", [token, ["step", "3"], ref, ...told, ["act", "back"]]);
      expect(back.text).toContain("A &lt;b&gt;lamp&lt;/b&gt;");
      world.clock.advance(60_000);
      await world.post("/forms/how-was-it", [
        token,
        ["step", "3"],
        ref,
        ...told,
        ["a.likes", "new"],
        ["a.likes", "care"],
      ]);
      expect(await rows(world, "select question, answer from survey_answers order by id")).toEqual([
        { question: "recommend", answer: "3" },
        { question: "missing", answer: "A <b>lamp</b>" },
        { question: "likes", answer: "new,care" },
      ]);
      expect(
        await rows(world, "select properties ->> 'ref' as ref, properties ->> 'form' as form from events"),
      ).toEqual([{ ref: "till-7", form: "how-was-it" }]);
    });

    it("by her own link the answers are hers; her page shows nothing of her, and what is known is not replaced", async () => {
      const world = await made();
      await declareAttribute({
        deps: world.deps,
        actor,
        input: { name: "garden", type: "bool", label: "Has a garden", visibleTo: ["operator"] },
      });
      await putCustomer({
        deps: world.deps,
        actor,
        code: "ada",
        input: { firstName: "Ada", email: "ada@people.example" },
      });
      const words = (en: string) => ({ en });
      await world.put(
        "garden",
        formBody.parse({
          locale: "en",
          title: words("Your garden"),
          thanks: words("Thanks"),
          fields: [
            {
              name: "garden",
              kind: "choice",
              label: words("Do you have one?"),
              options: [
                { value: "true", label: words("Yes") },
                { value: "false", label: words("No") },
              ],
              target: { to: "attribute", name: "garden" },
            },
            { name: "first", kind: "short_text", label: words("Name"), target: { to: "identity", part: "firstName" } },
          ],
        }),
      );
      const you = signOwnLink(world.deps.secret, { code: "garden", customerId: 1, at: world.clock.now() });
      expect((await world.get(`/forms/garden?you=${you}`)).text).not.toMatch(/ada/i);
      expect((await world.fill(`/forms/garden?you=${you}`, { garden: "true", first: "Eve" })).status).toBe(200);
      expect(
        await rows(
          world,
          "select c.code, c.first_name, a.a_garden from customers c left join customer_attributes a on a.customer_id = c.id",
        ),
      ).toEqual([{ code: "ada", first_name: "Ada", a_garden: 1 }]);
      await world.fill(`/forms/garden?you=${you.slice(0, -1)}x`, { garden: "false" });
      expect(await rows(world, "select a_garden from customer_attributes order by 1")).toEqual([
        { a_garden: 0 },
        { a_garden: 1 },
      ]);
    });

    it("machines are turned back by the field that nobody sees and by time, and a person loses nothing by it", async () => {
      const world = await made();
      const page = await world.get("/forms/how-was-it");
      const sent = [
        ["token", tokenIn(page.text)],
        ["step", "10"],
        ["a.recommend", "9"],
      ] as const;
      const quick = await world.post("/forms/how-was-it", sent);
      expect([quick.status, quick.text.includes("very quick"), quick.text.includes('value="9"')]).toEqual([
        422,
        true,
        true,
      ]);
      world.clock.advance(10_000);
      const trapped = await world.post("/forms/how-was-it", [...sent, ["website", "http://spam.example"]]);
      expect([trapped.status, trapped.text.includes("spam.example")]).toEqual([422, false]);
      const forged = await world.post("/forms/how-was-it", [
        ["token", `${tokenIn(page.text)}x`],
        ["step", "10"],
        ["a.recommend", "9"],
      ]);
      expect(forged.status).toBe(422);
      const strange = await world.post("/forms/register-product", [
        ...sent,
        ["a.product", "LAMP"],
        ["a.bought_on", "2026-01-01"],
      ]);
      expect(strange.status).toBe(422);
      expect(await rows(world, "select count(*) as n from form_submissions")).toEqual([{ n: 0 }]);
      expect((await world.post("/forms/how-was-it", sent)).status).toBe(200);
      for (let n = 0; n < 60; n += 1) await world.fill("/forms/how-was-it", { recommend: "5" });
      expect((await world.fill("/forms/how-was-it", { recommend: "5" })).status).toBe(429);
      expect(await rows(world, "select count(*) as n from form_submissions")).toEqual([{ n: 60 }]);
      world.from = "198.51.100.4";
      expect((await world.fill("/forms/how-was-it", { recommend: "5" })).status).toBe(200);
    });

    it("a form that was published anew is answered in the version that was read", async () => {
      const world = await made();
      const page = await world.get("/forms/news-by-mail");
      const changed = {
        ...signUpForm(),
        confirmDays: 3,
      };
      await world.put("news-by-mail", changed);
      await world.put("news-by-mail", changed);
      expect(await rows(world, "select version from forms where code = 'news-by-mail'")).toEqual([{ version: 2 }]);
      world.clock.advance(10_000);
      await world.post("/forms/news-by-mail", [
        ["token", tokenIn(page.text)],
        ["a.email", "ada@people.example"],
        ["a.news", "yes"],
      ]);
      expect(await rows(world, "select version from form_confirmations")).toEqual([{ version: 1 }]);
    });

    it("an address at a domain that no mail reaches is a hint, and refuses nobody; nor does a resolver that breaks", async () => {
      const plain = await made();
      const flagsOf = async (receivesMail: ReceivesMail) => {
        const deps = { ...plain.deps, receivesMail };
        const app = new Hono();
        mountForms(app, deps);
        const page = await (await app.request("https://x.example/forms/register-product")).text();
        plain.clock.advance(5_000);
        const body = new URLSearchParams({
          token: tokenIn(page),
          step: "2",
          "a.product": "P",
          "a.bought_on": "2026-01-01",
        });
        body.append("a.email", "ada@gmial.example");
        const headers = { "content-type": "application/x-www-form-urlencoded" };
        const path = "https://x.example/forms/register-product";
        const sent = await app.request(path, { method: "POST", headers, body: body.toString() });
        const [row] = await rows(plain, "select flags from form_submissions order by rowid desc limit 1");
        return [sent.status, row?.["flags"]];
      };
      expect(await flagsOf(async () => false)).toEqual([200, '["no_mail_domain"]']);
      expect(await flagsOf(async () => true)).toEqual([200, "[]"]);
      expect(await flagsOf(async () => undefined)).toEqual([200, "[]"]);
    });

    it("what was picked from closed lists is counted, answer by answer; what was written is not", async () => {
      const world = await made();
      await world.fill("/forms/how-was-it", { recommend: "9", likes: ["new", "care"] });
      await world.fill("/forms/how-was-it?ref=till-7", { recommend: "9", ref: "till-7", likes: "care" });
      await world.fill("/forms/how-was-it", { recommend: "2", missing: "A lamp" });
      expect(await countAnswers(world.store, "how-was-it")).toEqual({
        of: 3,
        counts: [
          { field: "likes", value: "care", count: 2 },
          { field: "likes", value: "new", count: 1 },
          { field: "recommend", value: "9", count: 2 },
          { field: "recommend", value: "2", count: 1 },
          { field: "ref", value: "till-7", count: 1 },
        ],
      });
      expect(JSON.stringify(await rows(world, "select picked from form_submissions"))).not.toContain("lamp");
    });

    it("a server of the vendor's sends answers too, once each, and is told whether the address has to confirm", async () => {
      const world = await made();
      const { send } = formsApi(world);
      const answers = { email: "ada@people.example", news: "yes", first_name: "Ada" };
      const said = { responseId: "r1", version: 1, locale: "en", answers };
      const required = { outcome: "waiting", isConfirmationRequired: true };
      expect(await send("news-by-mail", said)).toEqual([200, required]);
      expect(await send("news-by-mail", said)).toEqual([200, required]);
      expect(world.mails).toHaveLength(1);
      expect(await rows(world, "select count(*) as n from customers")).toEqual([{ n: 0 }]);
      const free = { responseId: "r2", version: 1, locale: "en", answers: { recommend: "8", likes: ["new"] } };
      for (let n = 0; n < 100; n += 1) {
        expect(await send("how-was-it", { ...free, responseId: `r${n % 70}` })).toEqual([
          200,
          { outcome: "recorded", isConfirmationRequired: false },
        ]);
      }
      expect(await rows(world, "select channel, count(*) as n from form_submissions group by 1")).toEqual([
        { channel: "api", n: 70 },
      ]);
      const [status, refused] = await send("how-was-it", {
        ...free,
        answers: { recommend: "11", missing: "x", other: "y" },
      });
      expect([status, (refused["errors"] as Array<{ pointer: string }>).map(({ pointer }) => pointer)]).toEqual([
        422,
        ["/answers/missing", "/answers/other", "/answers/recommend"],
      ]);
      expect((await send("how-was-it", { ...free, version: 9 }))[0]).toBe(404);
    });

    it("only the vendor's pages may frame a form, and only where that is asked for", async () => {
      const world = await made();
      const policyOf = async (path: string) => (await world.get(path)).headers.get("content-security-policy");
      expect(await policyOf("/forms/how-was-it?embed=1")).toContain("frame-ancestors https://shop.example;");
      expect(await policyOf("/forms/how-was-it")).toContain("frame-ancestors 'none'");
    });
  });

  describe(`double opt-in on ${name}`, () => {
    it("nothing is known and nobody may be written to before the address confirmed; a scanner confirms nothing", async () => {
      const world = await made();
      const answer = await world.fill("/forms/news-by-mail", SIGN_UP);
      expect([answer.status, answer.text.includes("look into your mailbox")]).toEqual([200, true]);
      expect(world.mails.map(({ address, days }) => [address, days])).toEqual([["ada@people.example", 7]]);
      const path = pathOf(world.mails[0]?.url);
      const page = await world.get(path);
      expect(page.text).toContain("Yes, send me news by e-mail.");
      expect(page.text).not.toMatch(/ada/i);
      expect(await rows(world, "select count(*) as n from customers")).toEqual([{ n: 0 }]);
      expect((await world.post(path, [])).text).toContain("Confirmed.");
      expect((await world.post(path, [])).text).toContain("Confirmed.");
      expect(await rows(world, "select email, first_name, locale from customers")).toEqual([
        { email: "ada@people.example", first_name: "Ada", locale: "en" },
      ]);
      const [consent] = await rows(world, "select state, wording, source, at, proof from consents");
      expect(consent).toMatchObject({
        state: "granted",
        wording: expect.stringContaining("in every mail"),
        source: "web",
      });
      expect(JSON.parse(String(consent?.["proof"]))).toMatchObject({
        form: "news-by-mail",
        version: 1,
        field: "news",
        confirmation: {
          requestedAt: world.clock.now(),
          confirmedAt: consent?.["at"],
          network: expect.stringMatching(/.+/),
        },
      });
      expect(await rows(world, "select verified_at is not null as isVerified from identities")).toEqual([
        { isVerified: 1 },
      ]);
      expect(await mayReceive(world)).toHaveLength(1);
    });

    it("an import, the API and a second form are no way around it", async () => {
      const world = await made();
      await world.fill("/forms/news-by-mail", SIGN_UP);
      await putCustomer({ deps: world.deps, actor, code: "ada", input: { email: "ada@people.example" } });
      await world.fill("/forms/register-product", {
        product: "LAMP-1",
        bought_on: "2026-01-01",
        email: SIGN_UP.email,
        news: "yes",
      });
      expect(await mayReceive(world)).toEqual([]);
      const { confirmDays: _, ...open } = signUpForm();
      const refused = await putForm({
        deps: world.deps,
        actor,
        code: "open",
        input: { state: "live", definition: open },
      });
      expect(refused).toMatchObject({
        ok: false,
        error: { code: "invalid_content", faults: [{ pointer: "/confirmDays" }] },
      });
      await world.post(pathOf(world.mails[0]?.url), []);
      expect(await mayReceive(world)).toEqual(["ada"]);
    });

    it("a form is no way to fill somebody's mailbox, and what nobody confirmed is thrown away", async () => {
      const world = await made();
      for (let n = 0; n < 8; n += 1) {
        world.from = `198.51.${n}.4`;
        world.clock.advance(2 * MINUTE_MS);
        expect((await world.fill("/forms/news-by-mail", SIGN_UP)).text).toContain("look into your mailbox");
      }
      expect(world.mails).toHaveLength(3);
      const resend =
        /name="token" value="([^"]+)"/.exec(
          (await world.fill("/forms/news-by-mail", { ...SIGN_UP, email: "ben@people.example" })).text,
        )?.[1] ?? "";
      for (let n = 0; n < 5; n += 1) {
        world.clock.advance(2 * MINUTE_MS);
        expect((await world.post("/forms/confirm/again", [["token", resend]])).text).toContain(
          "another mail is on its way",
        );
      }
      expect(world.mails.filter(({ address }) => address.startsWith("ben"))).toHaveLength(3);
      const path = pathOf(world.mails[0]?.url);
      expect((await world.post(`/forms/confirm/${resend}`, [])).status).toBe(410);
      world.clock.advance(7 * DAY_MS);
      expect((await world.post(path, [])).status).toBe(410);
      await forgetConfirmations(world.deps);
      expect(await rows(world, "select count(*) as n from form_confirmations")).toEqual([{ n: 0 }]);
      expect(await rows(world, "select count(*) as n from customers")).toEqual([{ n: 0 }]);
    });

    it("who asks learns nothing of who is a customer: the page is the same to the letter", async () => {
      const world = await made();
      await putCustomer({ deps: world.deps, actor, code: "ada", input: { email: "ada@people.example" } });
      const said = async (email: string) =>
        (await world.fill("/forms/news-by-mail", { ...SIGN_UP, email })).text.replaceAll(/value="[^"]*"/g, "");
      expect(await said("ada@people.example")).toBe(await said("nobody@people.example"));
    });
  });

  describe(`devices in shops on ${name}`, () => {
    it("answers that waited for the network are taken once under their own name, at their own time, and only from a device", async () => {
      const world = await made();
      const { token, id } = await registerDevice(world.deps, { actor, label: "Till 7" });
      const search = `?device=${token}`;
      const kept = await world.get(`/kiosk/how-was-it/offline${search}`);
      expect(kept.text).toContain("There is no network at the moment.");
      expect(kept.headers.get("content-security-policy")).toContain("script-src 'self'");
      const answeredAt = world.clock.now() + HOUR_MS;
      world.clock.advance(3 * HOUR_MS);
      const held = async (over: Readonly<Record<string, string>> = {}) => {
        const said = { token: tokenIn(kept.text), key: "0".repeat(32), at: String(answeredAt), "a.recommend": "8" };
        return (await world.post(`/kiosk/how-was-it/held${search}`, Object.entries({ ...said, ...over }))).status;
      };
      expect([await held(), await held(), await held({ key: "1".repeat(32) })]).toEqual([200, 200, 200]);
      expect(await rows(world, "select channel, at from form_submissions")).toEqual([
        { channel: "kiosk", at: answeredAt },
        { channel: "kiosk", at: answeredAt },
      ]);
      expect([
        await held({ key: "short" }),
        await held({ token: "forged" }),
        await held({ "a.recommend": "12" }),
        await held({ website: "http://spam.example" }),
      ]).toEqual([422, 422, 422, 422]);
      await held({ key: "2".repeat(32), at: "1" });
      const [oldest] = await rows(world, "select min(at) as at from form_submissions");
      expect(oldest).toEqual({ at: world.clock.now() - DAY_MS });
      expect(await rows(world, "select count(*) as n from form_submissions")).toEqual([{ n: 3 }]);
      expect((await world.post("/kiosk/how-was-it/held", [["token", "x"]])).status).toBe(404);
      world.clock.advance(7 * DAY_MS);
      expect(await held({ key: "3".repeat(32) })).toBe(422);
      await revokeDevice(world.deps, { actor, id });
      expect(await held({ key: "4".repeat(32) })).toBe(404);
    });

    it("a device whose form is switched off looks again by itself, and shows the form when it is on", async () => {
      const world = await made();
      const { token } = await registerDevice(world.deps, { actor, label: "Till 7" });
      const path = `/kiosk/how-was-it?device=${token}`;
      await setFormState(world.deps, { actor, code: "how-was-it", state: "off" });
      const resting = await world.get(path, { "accept-language": "de" });
      expect([resting.status, resting.headers.get("refresh")]).toEqual([404, `30; url=${path}`]);
      expect(resting.headers.get("content-type")).toContain("text/html");
      expect(resting.text).toContain("kommt hier von selbst zurück");
      const held = await world.post(`/kiosk/how-was-it/held?device=${token}`, [["token", "x"]]);
      expect([held.status, held.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
      const shut = await world.get("/forms/how-was-it");
      expect([shut.status, shut.headers.get("refresh")]).toEqual([404, null]);
      expect((await world.get(`${path}x`)).headers.get("refresh")).toBeNull();
      await setFormState(world.deps, { actor, code: "how-was-it", state: "live" });
      const back = await world.get(path);
      expect([back.status, back.headers.get("refresh")]).toEqual([200, `60; url=${path}`]);
    });

    it("a device shows forms until it is revoked, starts again by itself, and keeps no history", async () => {
      const world = await made();
      const { token, id } = await registerDevice(world.deps, { actor, label: "Till 7" });
      const path = `/kiosk/how-was-it?device=${token}`;
      const page = await world.get(path);
      expect(page.headers.get("refresh")).toBe(`60; url=${path}`);
      expect(page.headers.get("cache-control")).toContain("no-store");
      expect((await world.fill(path, { recommend: "8" })).status).toBe(200);
      expect(await rows(world, "select channel from form_submissions")).toEqual([{ channel: "kiosk" }]);
      expect((await world.get(`/kiosk/how-was-it?device=${token}x`)).status).toBe(404);
      expect((await world.get("/kiosk/how-was-it")).status).toBe(404);
      world.clock.advance(HOUR_MS);
      await revokeDevice(world.deps, { actor, id });
      expect((await world.get(path)).status).toBe(404);
      expect(
        (
          await world.post(path, [
            ["token", tokenIn(page.text)],
            ["a.recommend", "1"],
          ])
        ).status,
      ).toBe(404);
      expect((await rows(world, "select action from audit_log order by id desc limit 1"))[0]).toEqual({
        action: "revoke-device",
      });
    });
  });
}
