import { beforeEach, describe, expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import type { ProfileStatement } from "#customers/facts/profile-statements.ts";
import { recordFacts } from "#customers/record-facts.ts";
import { dataHeld } from "#me/site/data-held.ts";
import { listNotes } from "#me/site/notes.ts";
import { findSite, sitePath } from "#me/site/site-address.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { mailText, newestCode, type OwnWorld, ownWorld } from "#tests/worlds/own-world.ts";
import { NOW, ORIGIN, signedIn } from "#tests/worlds/reader-world.ts";

const ADA = "ada@people.example";

/** What her own site promises, whatever database is below it. */
export function ownSiteContract(name: string, makeStore: () => Promise<Store>): void {
  let world: OwnWorld;
  const begin = async () => {
    world = await ownWorld(await makeStore());
  };
  const rows = (sql: string) => world.store.read({ sql, params: [] });

  describe(`the door of a customer's own site on ${name}`, () => {
    beforeEach(begin);

    it("opens by a fresh code that is mailed to her address, and by nothing else", async () => {
      const browser = world.browser();
      expect((await browser.get("/me")).location).toBe("/me/enter");
      expect((await browser.post("/me/enter", { address: " Ada@People.example " })).location).toBe("/me/code");
      await world.deliver();
      expect(world.mailbox.list()[0]?.envelope.to).toBe(ADA);
      const entered = await browser.post("/me/code", { code: newestCode(world.mailbox) });
      expect([entered.status, entered.location]).toEqual([303, "/me"]);
      expect(entered.headers.getSetCookie()[0]).toMatch(
        /^__Host-me=[\w-]{32}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure$/,
      );
      const page = await browser.get("/me");
      expect(page.status).toBe(200);
      expect(page.text).toContain("Hello, ada");
      expect(page.headers.get("cache-control")).toContain("no-store");
    });

    it("answers the same to an address that nobody here has, sends nothing, and keeps the same row", async () => {
      const [known, stranger] = [world.browser(), world.browser()];
      const answers = [
        await known.post("/me/enter", { address: ADA }),
        await stranger.post("/me/enter", { address: "nobody@people.example" }),
      ];
      const shape = ({ status, location, text, headers }: (typeof answers)[number]) => [
        status,
        location,
        text,
        headers.getSetCookie().map((line) => line.replace(/=[\w-]{32}/, "")),
      ];
      expect(shape(answers[0] as never)).toEqual(shape(answers[1] as never));
      const before = await rows("select kind, customer_id, state, tries, address from own_requests");
      expect(before[0]).toEqual(before[1]);
      await world.deliver();
      expect(world.mailbox.count()).toBe(1);
      const wrong = [
        await known.post("/me/code", { code: "0000 0000" }),
        await stranger.post("/me/code", { code: "1" }),
      ];
      expect(wrong[0]?.text).toBe(wrong[1]?.text);
      expect(wrong.map(({ status }) => status)).toEqual([422, 422]);
    });

    it("keeps neither code nor cookie nor address in the clear", async () => {
      const browser = world.browser();
      await browser.post("/me/enter", { address: ADA });
      await world.deliver();
      const code = newestCode(world.mailbox).replace(" ", "");
      const kept = JSON.stringify([await rows("select * from own_requests"), await rows("select * from own_codes")]);
      for (const secret of [code, ADA, ...browser.cookies.values()]) expect(kept).not.toContain(secret);
    });

    it("a code is good once, in the browser that asked, for ten minutes and five tries", async () => {
      const browser = world.browser();
      const ask = async () => {
        await browser.post("/me/enter", { address: ADA });
        await world.deliver();
        return newestCode(world.mailbox);
      };
      const first = await ask();
      expect((await world.browser().post("/me/code", { code: first })).status).toBe(422);
      expect((await browser.post("/me/code", { code: first })).status).toBe(303);
      expect((await browser.post("/me/code", { code: first })).status).toBe(422);
      const late = await ask();
      world.clock.advance(10 * MINUTE_MS);
      expect((await browser.post("/me/code", { code: late })).status).toBe(422);
      world.clock.advance(HOUR_MS);
      const tried = await ask();
      const wrong = tried.startsWith("1") ? "2222 2222" : "1111 1111";
      for (let turn = 0; turn < 5; turn += 1) await browser.post("/me/code", { code: wrong });
      expect((await browser.post("/me/code", { code: tried })).status).toBe(422);
    });

    it("a thousand tries at the same time are five", async () => {
      const browser = world.browser();
      await browser.post("/me/enter", { address: ADA });
      await world.deliver();
      await Promise.all(Array.from({ length: 50 }, () => browser.post("/me/code", { code: "0000 0001" })));
      expect(await rows("select tries from own_requests")).toEqual([{ tries: 5 }]);
    });

    it("strangers who ask for her code and guess at it lock nobody out of her own page, and her mails stay bounded", async () => {
      let from = "";
      world = await ownWorld(await makeStore(), {
        readRequest: ({ req }) => ({ header: (name) => req.header(name), address: from }),
      });
      const locations = new Set<string>();
      const guess = async (turns: number) => {
        const stranger = world.browser();
        for (let turn = 0; turn < turns; turn += 1) {
          locations.add((await stranger.post("/me/enter", { address: ADA })).location);
          await world.deliver();
          for (let tries = 0; tries < 6; tries += 1) await stranger.post("/me/code", { code: "0000 0001" });
        }
      };
      for (let quarter = 0; quarter < 4; quarter += 1) {
        from = "198.51.100.9";
        await guess(8);
        world.clock.advance(15 * MINUTE_MS);
      }
      expect(world.mailbox.count()).toBe(10);
      from = "203.0.113.4";
      await world.enter(ADA);
      for (let network = 0; network < 6; network += 1) {
        from = `198.18.${network}.1`;
        await guess(4);
      }
      expect(world.mailbox.count()).toBe(10 + 15);
      expect(locations).toEqual(new Set(["/me/code"]));
      world.clock.advance(16 * MINUTE_MS);
      from = "203.0.113.4";
      await world.enter(ADA);
    });

    it("a network gets an address three codes in a quarter of an hour, and the answer does not change", async () => {
      const locations: string[] = [];
      for (let turn = 0; turn < 8; turn += 1) {
        locations.push((await world.browser().post("/me/enter", { address: ADA })).location);
        await world.deliver();
      }
      expect(new Set(locations)).toEqual(new Set(["/me/code"]));
      expect(world.mailbox.count()).toBe(3);
      world.clock.advance(16 * MINUTE_MS);
      await world.browser().post("/me/enter", { address: ADA });
      await world.deliver();
      expect(world.mailbox.count()).toBe(4);
    });

    it("one network is heard sixty times an hour, and rows of strangers do not grow without an end", async () => {
      for (let turn = 0; turn < 70; turn += 1) {
        await world.browser().post("/me/enter", { address: `nobody${turn}@people.example` });
      }
      expect(await rows("select count(*) as n from own_requests")).toEqual([{ n: 60 }]);
    });

    it("people who share an address get a code each, which opens the page of the one it names", async () => {
      await world.store.write([
        {
          sql: "update customers set email_hash = (select email_hash from customers where code = 'ada'), email = ? where code = 'ben'",
          params: [ADA],
        },
      ]);
      const browser = world.browser();
      await browser.post("/me/enter", { address: ADA });
      await world.deliver();
      expect(mailText(world.mailbox.list()[0])).toMatch(/ada: \d{4} \d{4}[\s\S]*ben: \d{4} \d{4}/);
      await browser.post("/me/code", { code: newestCode(world.mailbox, 1) });
      expect((await browser.get("/me")).text).toContain("Guten Tag, ben");
    });

    it("a link in a message opens preferences and not this; her site's address opens the door alone, until it is revoked", async () => {
      const { cookie } = await signedIn(world);
      const closed = await world.app.request(`${ORIGIN}/me/data`, { headers: { cookie } });
      expect([closed.status, closed.headers.get("location")]).toEqual([303, "/me/enter"]);
      const path = sitePath(world.deps.secret, await findSite(world.store, 1));
      const door = await world.browser().get(path);
      expect(door.text).toContain("a•••@people.example");
      expect(door.text).not.toContain(ADA);
      const browser = world.browser();
      await browser.post(path, {});
      await world.deliver();
      await browser.post("/me/code", { code: newestCode(world.mailbox) });
      await browser.get("/me");
      await browser.post("/me/site", {});
      expect((await world.browser().get(path)).text).not.toContain("a•••@people.example");
      expect((await world.browser().get(`${path}x`)).text).not.toContain("people.example");
    });

    it("the site came to be with her record, and ends with it", async () => {
      await world.store.write([
        { sql: "insert into customers (code, created_at, updated_at) values ('new', ?, 0)", params: [NOW] },
      ]);
      const made = "select made_at from own_sites where customer_id = (select max(id) from customers)";
      expect(await rows(made)).toEqual([{ made_at: NOW }]);
      await world.store.write([{ sql: "delete from customers where code = 'new'", params: [] }]);
      expect(await rows("select count(*) as n from own_sites")).toEqual([{ n: 2 }]);
    });

    it("a session ends after an hour, when she leaves, and everywhere when she says so", async () => {
      const [one, other] = [await world.enter(ADA), await world.enter(ADA)];
      await one.get("/me");
      await one.post("/me/leave", {});
      expect((await one.get("/me")).location).toBe("/me/enter");
      expect((await other.get("/me")).status).toBe(200);
      const third = await world.enter(ADA);
      await third.get("/me");
      await third.post("/me/leave", { everywhere: "yes" });
      expect((await other.get("/me")).location).toBe("/me/enter");
      world.clock.advance(20 * MINUTE_MS);
      const last = await world.enter(ADA);
      world.clock.advance(HOUR_MS);
      expect((await last.get("/me")).location).toBe("/me/enter");
    });

    it("no other site sends a form for her", async () => {
      const browser = await world.enter(ADA);
      await browser.get("/me/notes");
      const note = { kind: "wish", text: "x" };
      expect((await browser.post("/me/notes", note, { origin: "https://evil.example" })).status).toBe(403);
      expect((await browser.post("/me/notes", note, { "sec-fetch-site": "cross-site" })).status).toBe(403);
      expect((await browser.post("/me/notes", { ...note, form: "guess" })).status).toBe(400);
      expect(
        (await world.browser().post("/me/enter", { address: ADA }, { origin: "https://evil.example" })).status,
      ).toBe(403);
      expect(await listNotes({ reads: world.store, secret: world.deps.secret }, 1, "customer")).toEqual([]);
    });
  });

  describe(`what is hers on ${name}`, () => {
    beforeEach(begin);

    it("a wish is sealed, hers alone until she shares it, and hers to change and to delete", async () => {
      const [browser, ben] = [await world.enter(ADA), await world.enter("ben@people.example")];
      const look = (viewer: "customer" | "operator") =>
        listNotes({ reads: world.store, secret: world.deps.secret }, 1, viewer);
      await browser.get("/me/notes");
      await browser.post("/me/notes", { kind: "wish", text: "A <b>red</b> begonia" });
      expect((await browser.get("/me/notes")).text).toContain("A &lt;b&gt;red&lt;/b&gt; begonia");
      const kept = JSON.stringify(await rows("select hex(body) as body from own_notes"));
      expect(kept).not.toContain(Buffer.from("begonia").toString("hex").toUpperCase());
      expect(await look("operator")).toEqual([]);
      const [{ id } = { id: "" }] = await look("customer");
      await ben.get("/me/notes");
      await ben.post("/me/notes", { id, act: "delete" });
      await ben.post("/me/notes", { id, kind: "note", text: "Ben was here" });
      expect(await look("customer")).toMatchObject([{ text: "A <b>red</b> begonia", isShared: false }]);
      await browser.post("/me/notes", { id, kind: "note", text: "Two of them", share: "yes" });
      expect(await look("operator")).toMatchObject([{ kind: "note", text: "Two of them" }]);
      await browser.post("/me/notes", { id, act: "delete" });
      expect(await look("customer")).toEqual([]);
    });

    it("there is room for 200 notes of 2,000 characters, and no more", async () => {
      const browser = await world.enter(ADA);
      await browser.get("/me/notes");
      expect((await browser.post("/me/notes", { kind: "note", text: "🌷".repeat(2_000) })).status).toBe(303);
      expect((await browser.post("/me/notes", { kind: "note", text: "x".repeat(2_001) })).status).toBe(422);
      expect((await browser.post("/me/notes", { kind: "note", text: " " })).status).toBe(422);
      await world.store.write([
        {
          sql: `insert into own_notes (id, customer_id, kind, body, created_at, updated_at)
            select 'n' || value, 1, 'note', x'00', 0, 0 from json_each(?)`,
          params: [JSON.stringify(Array.from({ length: 199 }, (_, index) => index))],
        },
      ]);
      expect((await browser.post("/me/notes", { kind: "note", text: "one more" })).status).toBe(422);
    });

    it("a message of hers opens as it was sent, and nobody else's does", async () => {
      const browser = await world.enter(ADA);
      await world.store.write([{ sql: "update messages set reserved_at = 1 where state = 'accepted'", params: [] }]);
      const list = await browser.get("/me/messages");
      expect(list.text).toContain("Weekly picks");
      expect((await browser.get("/me/messages/2")).status).toBe(404);
      expect((await browser.get("/me/messages/x")).status).toBe(404);
    });

    it("what is held is shown with its source, as far as the vendor released it", async () => {
      await world.store.write([
        {
          sql: "insert into demographic_facts (customer_id, name, value, at, received_at, source) values (1, 'household', '<3 cats>', ?, 0, 'survey')",
          params: [NOW],
        },
        {
          sql: "insert into contact_notes (fact_key, customer_id, disposition, note, at, received_at, source) values ('x', 1, 'angry caller', x'00', 0, 0, 'call-centre')",
          params: [],
        },
      ]);
      const browser = await world.enter(ADA);
      const page = await browser.get("/me/data");
      expect(page.text).toContain("&lt;3 cats&gt;");
      expect(page.text).toContain("From a survey, 22 November 2026");
      expect(page.text).not.toContain("angry caller");
      const released = JSON.stringify({ released: ["calls"], correctable: [] });
      await world.store.write([
        { sql: "insert into settings (key, value, updated_at) values ('own-site', ?, 0)", params: [released] },
      ]);
      const after = await browser.get("/me/data");
      expect(after.text).toContain("angry caller");
      expect(after.text).not.toContain("cats");
      expect((await browser.get("/me/correct")).text).not.toContain('name="first_name"');
    });

    it("every field and attribute tells its own source and its own day, however many told of her", async () => {
      const { deps } = world;
      const actor = { kind: "operator", id: "op_test" } as const;
      for (const name of ["shoe_size", "hobby"]) {
        const input = { name, type: "string", label: name, visibleTo: ["customer"] } as const;
        await declareAttribute({ deps, actor, input });
      }
      const [{ code } = { code: "" }] = await world.store.read<{ code: string }>({
        sql: "select code from customers where id = 1",
        params: [],
      });
      const said = { kind: "identify", name: "identify", category: null, productCode: null, properties: {} } as const;
      const tell = (source: string, daysAgo: number, profile: ProfileStatement) =>
        recordFacts(deps, {
          by: "code",
          facts: [
            { ...said, messageId: source, customer: code, at: NOW - daysAgo * DAY_MS, source, channel: "", profile },
          ],
        });
      await tell("survey", 9, { firstName: "Ada", birthOn: "1979-05-17" });
      await tell("call-centre", 5, { birthOn: "1979-05-18", attributes: { shoe_size: "38" } });
      await tell("point-of-sale", 3, { attributes: { hobby: "chess" } });
      // Late news replaces nothing, and a gap that it fills is its own.
      await tell("registration", 7, { birthOn: "1900-01-01", country: "FR" });
      const held = await dataHeld(
        { reads: world.store, now: NOW, locale: "en" },
        1,
        new Set(["profile", "attributes"] as const),
      );
      const facts = held.flatMap((set) => set.facts);
      const originOf = (field: string) => {
        const found = facts.find(({ name }) => name === field);
        return [
          found?.value,
          found?.source,
          found === undefined || found.at === null ? null : (NOW - found.at) / DAY_MS,
        ];
      };
      expect(["first_name", "birth_on", "country", "shoe_size", "hobby"].map(originOf)).toEqual([
        ["Ada", "survey", 9],
        ["1979-05-18", "call-centre", 5],
        ["FR", "registration", 7],
        ["38", "call-centre", 5],
        ["chess", "point-of-sale", 3],
      ]);
    });

    it("what she puts right counts, is told as said by her, and nothing else can be put right", async () => {
      const browser = await world.enter(ADA);
      await browser.get("/me/correct");
      const sent = { first_name: "Adelaide", last_name: "", birth_on: "1979-05-18", country: "de" };
      expect((await browser.post("/me/correct", { ...sent, birth_on: "18.5.79" })).status).toBe(422);
      expect((await browser.post("/me/correct", sent)).location).toBe("/me/correct?done=1");
      expect(await rows("select first_name, birth_on, country from customers where id = 1")).toEqual([
        { first_name: "Adelaide", birth_on: "1979-05-18", country: "DE" },
      ]);
      expect((await browser.get("/me/data")).text).toContain("From you, 22 November 2026");
      expect((await browser.post("/me/correct", { ...sent, code: "someone-else" })).status).toBe(400);
    });

    it("a field that she empties is empty, as her word of now, and an impossible one is told and changes nothing", async () => {
      const browser = await world.enter(ADA);
      await browser.get("/me/correct");
      const said = { first_name: "Ada", last_name: "Lovelace", birth_on: "1979-05-17", country: "GB" };
      await browser.post("/me/correct", said);
      const now = () => rows("select first_name, last_name, birth_on, country from customers where id = 1");
      const before = await now();
      for (const [field, value] of [
        ["birth_on", "2026-12-24"],
        ["birth_on", "1700-01-01"],
        ["country", "ZZ"],
        ["last_name", "Love\u202elace"],
      ] as const) {
        expect((await browser.post("/me/correct", { ...said, [field]: value })).status).toBe(422);
      }
      expect(await now()).toEqual(before);
      const emptied = { first_name: "Ada", last_name: "", birth_on: "", country: "" };
      expect((await browser.post("/me/correct", emptied)).location).toBe("/me/correct?done=1");
      expect(await now()).toEqual([{ first_name: "Ada", last_name: null, birth_on: null, country: null }]);
      expect(await rows("select origins ->> '$.birth_on[0]' as source from customers where id = 1")).toEqual([
        { source: "customer" },
      ]);
    });

    it("a birthday that she puts right moves its greeting at once, and one that she takes away ends it", async () => {
      const pace =
        '{"kind":"own_date","attribute":"birthday","repeats":"yearly","offsetDays":0,"ifMissing":"last_day"}';
      await world.store.write([
        { sql: "update customers set birth_on = '1957-05-30' where id = 1", params: [] },
        {
          sql: "insert into schedules (key, pace, zone, minute, anchor_on) values ('hers', ?, 'Europe/Berlin', 480, '2000-05-30')",
          params: [pace],
        },
        {
          sql: `update subscriptions set chosen_by = 'customer',
            schedule_id = (select id from schedules where key = 'hers') where customer_id = 1`,
          params: [],
        },
      ]);
      const anchors = () =>
        rows(`select distinct d.anchor_on as anchor from subscriptions s join schedules d on d.id = s.schedule_id
          where s.customer_id = 1`);
      const browser = await world.enter(ADA);
      await browser.get("/me/correct");
      await browser.post("/me/correct", { first_name: "Ada", birth_on: "1958-06-02" });
      expect(await anchors()).toEqual([{ anchor: "2000-06-02" }]);
      expect(await rows("select 1 from schedules where key = 'hers'")).toEqual([]);
      await browser.post("/me/correct", { first_name: "Ada", birth_on: "" });
      expect(await anchors()).toEqual([{ anchor: null }]);
    });

    it("another address counts when the code that was sent there is typed, and the old one is told", async () => {
      const browser = await world.enter(ADA);
      await browser.get("/me/correct");
      expect((await browser.post("/me/address", { address: "new@people.example" })).location).toBe("/me/code");
      expect(await rows("select email from customers where id = 1")).toEqual([{ email: ADA }]);
      await world.deliver();
      expect(world.mailbox.list()[0]?.envelope.to).toBe("new@people.example");
      const answer = await browser.post("/me/code", { code: newestCode(world.mailbox) });
      expect(answer.location).toBe("/me/correct?address=1");
      expect(await rows("select email from customers where id = 1")).toEqual([{ email: "new@people.example" }]);
      await world.deliver();
      expect(world.mailbox.list()[0]).toMatchObject({
        envelope: { to: ADA },
        subject: "Your address at The Shop was changed",
      });
      expect(newestCode(world.mailbox)).toBe("");
    });

    it("a code of an hour's beginning does for reading, and not for erasing or another address", async () => {
      const browser = await world.enter(ADA);
      world.clock.advance(16 * MINUTE_MS);
      expect((await browser.get("/me/data")).status).toBe(200);
      expect((await browser.get("/me/erase")).location).toBe("/me/enter?fresh=1");
      await browser.get("/me/correct");
      expect((await browser.post("/me/address", { address: "x@people.example" })).location).toBe("/me/enter?fresh=1");
      expect((await browser.post("/me/erase", { sure: "yes" })).location).toBe("/me/enter?fresh=1");
      expect(await rows("select erased_at from customers where id = 1")).toEqual([{ erased_at: null }]);
    });

    it("a consent is taken back by one press and given again by one, each on the record", async () => {
      const browser = await world.enter(ADA);
      await browser.get("/me/consents");
      const subject = { purpose: "receive", channel: "email", topic: "weekly" };
      const state = "select is_granted from consent_states where customer_id = 1 and topic = 'weekly'";
      await browser.post("/me/consents", { act: "withdraw", ...subject });
      expect(await rows(state)).toEqual([{ is_granted: 0 }]);
      await browser.post("/me/consents", { act: "give", ...subject });
      expect(await rows(state)).toEqual([{ is_granted: 1 }]);
      await browser.post("/me/consents", { act: "give", ...subject, topic: "invented" });
      await browser.post("/me/consents", { act: "everything" });
      expect(await rows("select count(*) as n from consent_states where customer_id = 1 and is_granted = 1")).toEqual([
        { n: 0 },
      ]);
      const history = await rows(
        "select topic, state, source from consents where customer_id = 1 and id > 2 order by id",
      );
      expect(history).toEqual([
        { topic: "weekly", state: "withdrawn", source: "own-site" },
        { topic: "weekly", state: "granted", source: "own-site" },
        { topic: "weekly", state: "withdrawn", source: "own-site" },
        { topic: "", state: "withdrawn", source: "own-site" },
      ]);
    });

    it("her copy is whole lines with an end, and the readable one shows the same words", async () => {
      const browser = await world.enter(ADA);
      await browser.get("/me/notes");
      await browser.post("/me/notes", { kind: "wish", text: "A begonia" });
      const file = await browser.get("/me/copy/file");
      const lines = file.text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines[0]).toMatchObject({ kind: "begin", customer: "ada" });
      expect(lines.at(-1)).toEqual({ kind: "end", rows: lines.length - 2 });
      expect(lines).toContainEqual(
        expect.objectContaining({ table: "own_notes", values: expect.objectContaining({ body: "A begonia" }) }),
      );
      expect(file.headers.get("content-disposition")).toContain("attachment");
      const page = await browser.get("/me/copy/page");
      expect(page.text).toContain("A begonia");
      expect(page.text).toContain(ADA);
      expect(page.text).toMatch(/<\/html>$/);
      expect(
        await rows("select action, actor_kind, subject_id from audit_log where action = 'export-customer'"),
      ).toHaveLength(2);
    });

    it("she erases herself with one box and one press; then nothing of hers opens, and no code comes", async () => {
      const browser = await world.enter(ADA);
      await browser.get("/me/erase");
      expect((await browser.post("/me/erase", {})).status).toBe(422);
      const done = await browser.post("/me/erase", { sure: "yes" });
      expect([done.status, done.text.includes("It is done")]).toEqual([200, true]);
      expect((await browser.get("/me")).location).toBe("/me/enter");
      expect(await rows("select first_name, email, email_hash from customers where code = 'ada'")).toEqual([
        { first_name: null, email: null, email_hash: null },
      ]);
      const sent = world.mailbox.count();
      await world.browser().post("/me/enter", { address: ADA });
      await world.deliver();
      expect(world.mailbox.count()).toBe(sent);
      expect((await world.app.request(`${ORIGIN}/p/${world.tokenFor("preferences")}`)).status).toBe(410);
      expect(await rows("select action, actor_kind, actor_id, subject_id, detail from audit_log")).toEqual([
        { action: "erase-customer", actor_kind: "customer", actor_id: "ada", subject_id: "ada", detail: "{}" },
      ]);
    });
  });
}
