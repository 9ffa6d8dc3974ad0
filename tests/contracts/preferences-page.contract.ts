import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import type { Store } from "#store/store.ts";
import { shareHome } from "#tests/worlds/shared-home.ts";
import { NOW, ORIGIN, post, type ReaderWorld, readerWorld, signedIn } from "#tests/worlds/reader-world.ts";

const general = (form: string, over: ReadonlyArray<readonly [string, string]> = []) =>
  [
    ...new Map<string, readonly [string, string]>(
      (
        [
          ["form", form],
          ["on", "weekly"],
          ["pauseFrom", ""],
          ["pauseUntil", ""],
          ["quietFrom", ""],
          ["quietUntil", ""],
          ["capCount", ""],
          ["capDays", "none"],
          ["zone", "Europe/Berlin"],
          ["language", "en-GB"],
          ...over,
        ] as const
      ).map((field) => [field[0], field]),
    ).values(),
  ] as const;

/** What the customer's page promises, whatever database is below it. No file is opened and no server started. */
export function preferencesContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async (): Promise<ReaderWorld> => readerWorld(await makeStore());
  const chosen = async (store: Store) => {
    const found = await findPreferences(store, { code: "ada" });
    if (found === undefined) throw new Error("Ada is not there.");
    return found;
  };

  describe(`the customer's page on ${name}`, () => {
    it("the link in a message becomes a session and a clean address, and is told to nobody", async () => {
      const { app, tokenFor } = await world();
      const answer = await app.request(`${ORIGIN}/p/${tokenFor("preferences")}`);
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/preferences"]);
      const cookie = answer.headers.get("set-cookie") ?? "";
      expect(cookie).toMatch(
        /^__Secure-preferences=[^;]+; Path=\/preferences; Max-Age=7200; HttpOnly; SameSite=Lax; Secure$/,
      );
      expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
      expect(answer.headers.get("cache-control")).toBe("no-store");
    });

    it("orders her channels, for all newsletters and for one, by plain lists", async () => {
      const here = await world();
      await here.store.write([sql`update newsletters set channels = '["email","sms"]' where code = 'weekly'`]);
      const { cookie, form } = await signedIn(here);
      const page = await (await here.app.request(`${ORIGIN}/preferences`, { headers: { cookie } })).text();
      expect(page).toMatch(/<select[^>]*name="way1"[\s\S]*<select[^>]*name="way2"/);
      const ways = (...order: readonly string[]) => [
        ["ways", "yes"] as const,
        ...order.map((way, index) => [`way${index + 1}`, way] as const),
      ];
      const save = (path: string, fields: ReadonlyArray<readonly [string, string]>) =>
        post(here, path, { fields, headers: { cookie } });
      expect((await save("/preferences", general(form, ways("email", "sms")))).status).toBe(303);
      expect((await chosen(here.store)).channelOrder).toEqual(["email", "sms"]);
      const own = [
        ["form", form],
        ["on", "yes"],
        ["kind", "usual"],
        ["time", "08:00"],
        ...ways("sms", "email"),
      ] as const;
      expect((await save("/preferences/weekly", own)).status).toBe(303);
      expect((await chosen(here.store)).newsletters.find(({ code }) => code === "weekly")).toMatchObject({
        channel: "sms",
        channelOrder: ["sms", "email"],
      });
      expect((await save("/preferences", general(form, ways("", "sms")))).status).toBe(422);
      expect((await save("/preferences", general(form))).status).toBe(303);
      expect((await chosen(here.store)).channelOrder).toEqual(["email", "sms"]);
      expect((await save("/preferences", general(form, ways("", "")))).status).toBe(303);
      expect((await chosen(here.store)).channelOrder).toBeNull();
    });

    it("a passed-on message opens neither the address, nor the name, nor a birthday, nor anything from elsewhere", async () => {
      const here = await world();
      const { cookie } = await signedIn(here);
      for (const path of ["/preferences", "/preferences/birthday"]) {
        const page = await (await here.app.request(`${ORIGIN}${path}`, { headers: { cookie } })).text();
        expect(page).not.toMatch(/ada@|1979|05-17|17 May/);
        expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
        expect(Buffer.byteLength(page)).toBeLessThan(20_000);
      }
      const page = await (await here.app.request(`${ORIGIN}/preferences`, { headers: { cookie } })).text();
      expect(page).toContain("a•••@people.example");
    });

    it("says in words what was chosen and on which dates it comes next", async () => {
      const here = await world();
      const { cookie } = await signedIn(here);
      const page = await (await here.app.request(`${ORIGIN}/preferences`, { headers: { cookie } })).text();
      expect(page).toContain("Every Tuesday at 08:00");
      expect(page).toMatch(/Tue,? 24 November · Tue,? 1 December · Tue,? 8 December/);
    });

    it("saves all of the form at once, with the words in the consent records", async () => {
      const here = await world();
      const { cookie, form } = await signedIn(here);
      const fields = general(form, [
        ["on", "garden"],
        ["pauseFrom", "2026-12-20"],
        ["pauseUntil", "2027-01-06"],
        ["quietFrom", "22:00"],
        ["quietUntil", "7:30"],
        ["capCount", "2"],
        ["capDays", "7"],
        ["zone", "Asia/Tokyo"],
        ["language", "fr"],
        ["track", "yes"],
      ]);
      const answer = await post(here, "/preferences", { fields, headers: { cookie } });
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/preferences?saved=1"]);
      const saved = await chosen(here.store);
      expect(saved).toMatchObject({
        zone: "Asia/Tokyo",
        locale: "fr",
        isTracked: true,
        pause: { from: "2026-12-20", until: "2027-01-06" },
        quietHours: { from: 1_320, to: 450 },
        cap: { count: 2, days: 7 },
      });
      expect(saved.newsletters.filter(({ isOn }) => isOn).map(({ code }) => code)).toEqual(["garden"]);
      const records = await here.store.read<{ purpose: string; topic: string; state: string; wording: string }>(
        sql`select purpose, topic, state, wording from consents where source = 'preferences-page' order by purpose, topic`,
      );
      expect(records.map(({ purpose, topic, state }) => [purpose, topic, state])).toEqual([
        ["receive", "garden", "granted"],
        ["receive", "weekly", "withdrawn"],
        ["track", "", "granted"],
      ]);
      expect(records.every(({ wording }) => wording.includes("the sender may note it under my name"))).toBe(true);
      const page = await (await here.app.request(`${ORIGIN}/preferences?saved=1`, { headers: { cookie } })).text();
      expect(page).toContain('lang="fr"');
      expect(page).toContain("Enregistré");
    });

    it("what was planned and nobody holds yet follows the new choice at once", async () => {
      const here = await world();
      const { cookie, form } = await signedIn(here);
      const fields = [
        ["form", form],
        ["on", "yes"],
        ["kind", "weeks"],
        ["weekday", "1"],
        ["weekday", "3"],
        ["everyWeeks", "1"],
        ["time", "18:15"],
      ] as const;
      const answer = await post(here, "/preferences/weekly", { fields, headers: { cookie } });
      expect(answer.status).toBe(303);
      const planned = await here.store.read<{ on: string; dueAt: number }>(
        sql`select occurrence_on as "on", due_at as dueAt from messages where customer_id = 1 and state = 'planned'`,
      );
      expect(planned).toEqual([{ on: "2026-11-23", dueAt: Date.UTC(2026, 10, 23, 17, 15) }]);
      const page = await (await here.app.request(`${ORIGIN}/preferences/weekly`, { headers: { cookie } })).text();
      expect(page).toContain("Every Monday and Wednesday at 18:15");
    });

    it("says that her household gets one, and sends her own from then on where she asks for it", async () => {
      const here = await world();
      const { cookie, form } = await signedIn(here);
      const pageAt = async (path: string) =>
        (await here.app.request(`${ORIGIN}${path}`, { headers: { cookie } })).text();
      const words = "Your household gets one of these, not one for each of you.";
      expect([await pageAt("/preferences"), await pageAt("/preferences/weekly")].join("")).not.toContain("household");
      await shareHome(here.store, "weekly");
      expect(await pageAt("/preferences")).toContain(words);
      expect(await pageAt("/preferences/weekly")).toContain("Send me my own");
      const fields = [
        ["form", form],
        ["on", "yes"],
        ["own", "yes"],
        ["kind", "usual"],
        ["time", "08:00"],
      ] as const;
      expect((await post(here, "/preferences/weekly", { fields, headers: { cookie } })).status).toBe(303);
      expect((await chosen(here.store)).newsletters.find(({ code }) => code === "weekly")).toMatchObject({
        isShared: true,
        ownCopy: true,
      });
      expect(await pageAt("/preferences")).toContain("You get your own");
      // The general form does not ask, and changes nothing of it.
      await post(here, "/preferences", { fields: general(form, [["on", "weekly"]]), headers: { cookie } });
      expect((await chosen(here.store)).newsletters.find(({ code }) => code === "weekly")?.ownCopy).toBe(true);
    });

    it("a fault stands beside its field, the rest is kept as it was written, and nothing is saved", async () => {
      const here = await world();
      const { cookie, form } = await signedIn(here);
      const fields = general(form, [
        ["pauseFrom", "2026-02-30"],
        ["quietFrom", "22:00"],
        ["capDays", "7"],
        ["capCount", "many"],
        ["zone", "Mars/Olympus"],
        ["track", "yes"],
      ]);
      const answer = await post(here, "/preferences", { fields, headers: { cookie } });
      const page = await answer.text();
      expect(answer.status).toBe(422);
      for (const field of ["pauseFrom", "quietUntil", "capCount", "zone"])
        expect(page).toContain(`field-${field}-error`);
      expect(page).toContain('value="2026-02-30"');
      expect(page).toContain('value="many"');
      expect(await chosen(here.store)).toMatchObject({ isTracked: false, pause: null, quietHours: null, cap: null });
    });

    it("a form from another site, without the session's token, or with a field too many changes nothing", async () => {
      const here = await world();
      const { cookie, form } = await signedIn(here);
      const other = await signedIn(here, 2);
      const tries: ReadonlyArray<readonly [ReadonlyArray<readonly [string, string]>, Record<string, string>, number]> =
        [
          [general(form), { cookie, origin: "https://evil.example" }, 403],
          [general(form), { cookie, origin: "null" }, 403],
          [general(""), { cookie }, 400],
          [general(other.form), { cookie }, 400],
          [[...general(form), ["isAdmin", "1"]], { cookie }, 400],
          [[...general(form), ["zone", "UTC"]], { cookie }, 400],
          [general(form), {}, 403],
          [general(form), { cookie: `${cookie}x` }, 403],
          [general(form), { cookie, "content-type": "text/plain" }, 400],
        ];
      for (const [fields, headers, status] of tries) {
        const wish = fields.map(([key, value]) => [key, key === "on" ? "garden" : value] as const);
        expect((await post(here, "/preferences", { fields: wish, headers })).status).toBe(status);
      }
      expect((await chosen(here.store)).newsletters.filter(({ isOn }) => isOn).map(({ code }) => code)).toEqual([
        "weekly",
      ]);
    });

    it("a handheld of old that tells no origin can save too", async () => {
      const here = await world();
      const { cookie, form } = await signedIn(here);
      const answer = await here.app.request(`${ORIGIN}/preferences`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", cookie },
        body: new URLSearchParams(general(form, [["on", "garden"]]).map(([key, value]) => [key, value])).toString(),
      });
      expect(answer.status).toBe(303);
    });

    it("after two hours the session is over, and the next link opens it again", async () => {
      const here = await world();
      const { cookie } = await signedIn(here);
      here.clock.set(NOW + 2 * 3_600_000);
      const late = await here.app.request(`${ORIGIN}/preferences`, { headers: { cookie } });
      expect([late.status, (await late.text()).includes("open the link again")]).toEqual([403, true]);
      const fresh = await signedIn(here);
      expect((await here.app.request(`${ORIGIN}/preferences`, { headers: { cookie: fresh.cookie } })).status).toBe(200);
    });

    it("opening the unsubscribe page changes nothing but the journal; pressing its button does", async () => {
      const here = await world();
      const path = `/u/${here.tokenFor("unsubscribe")}`;
      for (const method of ["GET", "HEAD"]) {
        expect((await here.app.request(`${ORIGIN}${path}`, { method })).status).toBe(200);
      }
      expect(
        here.opened.map(({ purpose, linkNo, messageNumber, method }) => [purpose, linkNo, messageNumber, method]),
      ).toEqual([
        ["unsubscribe", 255, 1, "GET"],
        ["unsubscribe", 255, 1, "HEAD"],
      ]);
      expect((await chosen(here.store)).newsletters.find(({ code }) => code === "weekly")?.isOn).toBe(true);
      const pressed = await post(here, path, { fields: [["leave", "one"]] });
      expect([pressed.status, (await pressed.text()).includes("You will not get “Weekly picks” any more.")]).toEqual([
        200,
        true,
      ]);
      expect((await chosen(here.store)).newsletters.find(({ code }) => code === "weekly")?.isOn).toBe(false);
    });

    it("opened again after she left, the unsubscribe page says that nothing comes any more, and not that it does", async () => {
      const here = await world();
      const path = `/u/${here.tokenFor("unsubscribe")}`;
      const page = async () => (await here.app.request(`${ORIGIN}${path}`)).text();
      expect(await page()).toContain("You get “Weekly picks”.");
      await post(here, path, { fields: [["leave", "one"]] });
      expect(await page()).toContain("You will not get “Weekly picks” any more.");
      expect(await page()).not.toMatch(/You get “|value="one"/);
      expect(await page()).toContain('value="all"');
      await post(here, path, { fields: [["leave", "all"]] });
      expect(await page()).toContain("You will not get any newsletter any more.");
      expect(await page()).not.toContain('name="leave"');
    });

    it("one click ends a newsletter without cookie or origin, in either kind of form, as often as it comes", async () => {
      const here = await world();
      const url = `${ORIGIN}/u/${here.tokenFor("unsubscribe")}`;
      const multipart = new FormData();
      multipart.set("List-Unsubscribe", "One-Click");
      const bodies = [
        { body: "List-Unsubscribe=One-Click", headers: { "content-type": "application/x-www-form-urlencoded" } },
        { body: multipart, headers: { origin: "null", "sec-fetch-site": "cross-site" } },
      ];
      for (const { body, headers } of [...bodies, ...bodies]) {
        const answer = await here.app.request(url, { method: "POST", body, headers });
        expect([answer.status, answer.headers.get("set-cookie"), answer.headers.get("location")]).toEqual([
          200,
          null,
          null,
        ]);
      }
      const [end] = await here.store.read<{ granted: number; suppressed: number; active: number; optedOutAt: number }>(
        sql`select (select sum(is_granted) from consent_states where customer_id = 1) as granted,
          (select count(*) from suppressions) as suppressed,
          (select count(*) from subscriptions where customer_id = 1 and state = 'active') as active,
          (select opted_out_at from messages where id = 1) as optedOutAt`,
      );
      expect(end).toEqual({ granted: 0, suppressed: 1, active: 0, optedOutAt: NOW });
      const [left] = await here.store.read<{ n: number }>(
        sql`select count(*) as n from messages where state = 'planned'`,
      );
      expect(left?.n).toBe(0);
    });

    it("an erased customer's links say that they are over", async () => {
      const here = await world();
      await here.store.write([sql`update customers set erased_at = 1, email = null where code = 'ada'`]);
      for (const [path, purpose] of [
        ["p", "preferences"],
        ["u", "unsubscribe"],
        ["v", "view"],
      ] as const) {
        expect((await here.app.request(`${ORIGIN}/${path}/${here.tokenFor(purpose)}`)).status).toBe(410);
      }
    });
  });
}
