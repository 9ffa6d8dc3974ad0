import { describe, expect, it } from "vitest";
import { formBody } from "#customers/forms/form-definition.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { mergeCalls } from "#calls/personal-data.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { hasConsent } from "#messages/consent.ts";
import type { Store } from "#store/store.ts";
import { sql } from "drizzle-orm";
import { type CallWorld, callWorld } from "#tests/worlds/call-world.ts";

const operator = { kind: "operator", id: "op" } as const;

/** What the call centre's door promises on every database. */
export function callsContract(name: string, makeStore: () => Promise<Store>): void {
  const made = async () => callWorld(await makeStore());
  const lookUp = async (world: CallWorld, by: string, value: string) => {
    const { status, json } = await world.call("POST /v1/calls/look-up", { by, value });
    const found = json["candidates"] as ReadonlyArray<{ code: string }> | undefined;
    return status === 200 ? found?.map(({ code }) => code).sort() : status;
  };
  const mayReceive = async ({ store }: CallWorld) =>
    (
      await store.read<{ code: string }>(
        sql`select code from customers c where ${hasConsent({ customerId: "c.id", channel: "'email'", topic: "'weekly'" })}`,
      )
    ).map(({ code }) => code);

  describe(`callers on ${name}`, () => {
    it("are found by code, whole address, whole number or the beginning of the name, in whatever case and order", async () => {
      const world = await made();
      const found = await Promise.all(
        (
          [
            ["code", "ada"],
            ["code", "nobody"],
            ["email", " ADA@people.example"],
            ["email", "ada@people"],
            ["phone", "030 901820"],
            ["name", "love"],
            ["name", "ada LOVE"],
            ["name", "Lovelace, a"],
            ["name", "lovelace ada"],
            ["name", "ö"],
            ["name", "öb"],
            ["name", "Öberg å"],
            ["name", "%"],
          ] as const
        ).map(([by, value]) => lookUp(world, by, value)),
      );
      expect(found).toEqual([
        ["ada"],
        [],
        ["ada"],
        [],
        ["ada", "adam"],
        ["ada", "adam"],
        ["ada", "adam"],
        ["ada"],
        ["ada"],
        [],
        ["asa"],
        ["asa"],
        [],
      ]);
    });

    it("each look-up stands in the audit log with whom it found, and without a word of what was typed", async () => {
      const world = await made();
      await lookUp(world, "email", "ada@people.example");
      await lookUp(world, "name", "Lovel");
      const rows = await world.rows(
        "select action, actor_kind, actor_id, subject_id, detail from audit_log where action = 'look-up-caller' order by id",
      );
      expect(rows.map((row) => [row["actor_id"], row["subject_id"], row["detail"]])).toEqual([
        ["k1", "email", '{"found":["ada"]}'],
        ["k1", "name", '{"found":["ada"]}'],
      ]);
      expect(JSON.stringify(rows)).not.toMatch(/Lovel|people/);
    });

    it("are shown masked before the call, ten at most, and whoever copies the list is stopped", async () => {
      const world = await made();
      for (let n = 0; n < 12; n += 1) {
        await world.store.write([
          {
            sql: "insert into customers (code, last_name, created_at, updated_at) values (?, 'Smith', 0, 0)",
            params: [`smith${n}`],
          },
        ]);
      }
      const { json } = await world.call("POST /v1/calls/look-up", { by: "name", value: "smith" });
      expect([(json["candidates"] as unknown[]).length, json["isCut"]]).toEqual([10, true]);
      const ada = await world.call("POST /v1/calls/look-up", { by: "code", value: "ada" });
      expect(ada.json["candidates"]).toEqual([
        { code: "ada", name: "Ada Lovelace", email: "a•••@people.example", phone: "•••820" },
      ]);
      world.actor = { kind: "operator", id: "agent-1", scopes: ["calls:handle"] };
      for (let n = 0; n < 120; n += 1) await lookUp(world, "code", "nobody");
      expect(await lookUp(world, "code", "ada")).toBe(429);
      world.forms.clock.advance(HOUR_MS + 1);
      expect(await lookUp(world, "code", "ada")).toEqual(["ada"]);
    });
  });

  describe(`a call on ${name}`, () => {
    it("shows what is released to agents and nothing else, to whoever started it, until it ends", async () => {
      const world = await made();
      const id = await world.start("ada", "cti-1");
      expect(await world.start("ada", "cti-1")).toBe(id);
      const { json } = await world.call(`GET /v1/calls/${id}`);
      expect(json["facts"]).toEqual({
        customer: "ada",
        firstName: "Ada",
        lastName: "Lovelace",
        locale: "de",
        email: "a•••@people.example",
        phone: "•••820",
        attributes: [{ name: "tier", label: "tier", value: "gold" }],
        notes: [],
      });
      world.actor = { kind: "operator", id: "somebody-else", scopes: ["calls:handle"] };
      expect((await world.call(`GET /v1/calls/${id}`)).status).toBe(404);
      world.actor = { kind: "key", id: "k2", scopes: ["calls:handle"] };
      expect((await world.call(`POST /v1/calls/${id}/end`)).status).toBe(200);
      for (const line of [`GET /v1/calls/${id}`, `GET /v1/calls/${id}/preferences`]) {
        expect((await world.call(line)).status).toBe(409);
      }
      expect((await world.call(`POST /v1/calls/${id}/opt-out`, { wording: "x" })).status).toBe(409);
      const old = await world.start("adam");
      world.forms.clock.advance(5 * HOUR_MS);
      expect((await world.call(`GET /v1/calls/${old}`)).status).toBe(409);
    });

    it("a note is sealed and told once; how it ended is a word of the vendor's vocabulary", async () => {
      const world = await made();
      const id = await world.start("ada");
      await world.store.write([
        {
          sql: "insert into reference_codes (vocabulary, code, meaning, updated_at) values (?, '12', 'wants-catalogue', 0)",
          params: ["call-dispositions"],
        },
      ]);
      const note = { noteId: "n1", note: "Asked when the mowers come.", disposition: "12", category: "garden" };
      expect((await world.call(`POST /v1/calls/${id}/notes`, note)).json).toEqual({ isNew: true });
      expect((await world.call(`POST /v1/calls/${id}/notes`, note)).json).toEqual({ isNew: false });
      const unknown = await world.call(`POST /v1/calls/${id}/notes`, { ...note, noteId: "n2", disposition: "99" });
      expect([unknown.status, JSON.stringify(unknown.json)]).toEqual([422, expect.stringContaining("/disposition")]);
      const { json } = await world.call(`GET /v1/calls/${id}`);
      expect((json["facts"] as { notes: unknown })["notes"]).toEqual([
        {
          at: world.forms.clock.now(),
          disposition: "wants-catalogue",
          category: "garden",
          note: "Asked when the mowers come.",
        },
      ]);
      expect(JSON.stringify(await world.rows("select * from events"))).not.toContain("mowers");
      expect(await world.rows("select count(*) as n from audit_log where action = 'note-call'")).toEqual([{ n: 2 }]);
    });

    it("a form is filled in for her: answers are hers, consent is proven by agent and call, in the language read out", async () => {
      const world = await made();
      await world.forms.put("news-by-mail", formBody.parse(seedForms["news-by-mail"]));
      const id = await world.start("ada", "cti-9");
      const form = await world.call(`GET /v1/calls/${id}/forms/news-by-mail`);
      const fields = (form.json["definition"] as { fields: Array<{ name: string; isRequired: boolean }> }).fields;
      expect(fields.find(({ name: field }) => field === "email")?.isRequired).toBe(false);
      const said = { responseId: "r1", version: 1, locale: "de", answers: { news: "yes" } };
      for (let turn = 0; turn < 2; turn += 1) {
        const answer = await world.call(`POST /v1/calls/${id}/forms/news-by-mail`, said);
        expect([answer.status, answer.json]).toEqual([200, { outcome: "recorded", isConfirmationRequired: false }]);
      }
      expect(world.forms.mails).toEqual([]);
      expect(await mayReceive(world)).toEqual(["ada"]);
      const consents = await world.rows("select wording, proof from consents");
      expect(consents).toHaveLength(1);
      expect(consents[0]?.["wording"]).toContain("in jeder E-Mail beenden");
      expect(JSON.parse(String(consents[0]?.["proof"]))).toMatchObject({
        through: "telephone",
        agent: "agent-7",
        call: "cti-9",
        form: "news-by-mail",
        version: 1,
        locale: "de",
      });
      expect(await world.rows("select channel, picked from form_submissions")).toEqual([
        { channel: "call-centre", picked: '{"news":["yes"]}' },
      ]);
    });

    it("an address that she names for the first time is asked by mail; confirmed, it is the caller's", async () => {
      const world = await made();
      await world.forms.put("news-by-mail", formBody.parse(seedForms["news-by-mail"]));
      const id = await world.start("adam");
      const path = `POST /v1/calls/${id}/forms/news-by-mail`;
      const said = { responseId: "r1", version: 1, locale: "en", answers: { news: "yes" } };
      const missing = await world.call(path, said);
      expect([missing.status, JSON.stringify(missing.json)]).toEqual([422, expect.stringContaining("/answers/email")]);
      const answers = { news: "yes", email: "adam@people.example" };
      const answer = await world.call(path, { ...said, answers });
      expect(answer.json).toEqual({ outcome: "waiting", isConfirmationRequired: true });
      expect(await mayReceive(world)).toEqual([]);
      await world.forms.post(new URL(world.forms.mails[0]?.url ?? "").pathname, []);
      expect(await mayReceive(world)).toEqual(["adam"]);
      expect(await world.rows("select email from customers where code = 'adam'")).toEqual([
        { email: "adam@people.example" },
      ]);
    });

    it("opting out ends consent, suppresses every address, and can be said twice", async () => {
      const world = await made();
      await world.forms.put("news-by-mail", formBody.parse(seedForms["news-by-mail"]));
      const id = await world.start("ada", "cti-2");
      const said = { responseId: "r1", version: 1, locale: "de", answers: { news: "yes" } };
      await world.call(`POST /v1/calls/${id}/forms/news-by-mail`, said);
      world.forms.clock.advance(1_000);
      for (let turn = 0; turn < 2; turn += 1) {
        const out = await world.call(`POST /v1/calls/${id}/opt-out`, { wording: "No more, please." });
        expect(out.json).toEqual({ isOptedOut: true });
      }
      expect(await mayReceive(world)).toEqual([]);
      expect(await world.rows("select channel, scope, reason, source from suppressions order by channel")).toEqual(
        ["email", "sms", "voice"].map((channel) => ({
          channel,
          scope: "",
          reason: "unsubscribed",
          source: "call-centre",
        })),
      );
      expect(await world.rows("select count(*) as n from consents where state = 'withdrawn'")).toEqual([{ n: 1 }]);
      const [consent] = await world.rows("select proof from consents where state = 'withdrawn'");
      expect(JSON.parse(String(consent?.["proof"]))).toMatchObject({ agent: "agent-7", call: "cti-2" });
    });

    it("goes on with the survivor where its customer turns out to be another, and is over where she is erased", async () => {
      const world = await made();
      const id = await world.start("adam", "cti-3");
      const { deps } = world.forms;
      await mergeCustomers({
        deps: { ...deps, mergers: [mergeCalls] },
        actor: operator,
        input: { from: "adam", into: "ada" },
      });
      const { json } = await world.call(`GET /v1/calls/${id}`);
      expect(json["customer"]).toBe("ada");
      await world.store.write([{ sql: "update customers set erased_at = 1 where code = 'ada'", params: [] }]);
      expect((await world.call(`GET /v1/calls/${id}`)).status).toBe(404);
    });
  });
}
