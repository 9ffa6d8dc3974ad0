import { sql } from "drizzle-orm";
import { createHmac } from "node:crypto";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { Press } from "#channels/print/press/open-press.ts";
import { personalData } from "#entry/personal-data.ts";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { mountPrint } from "#messages/callbacks/print/mount-print.ts";
import { makeLabels } from "#messages/print/make-labels.ts";
import { printSettingsOf } from "#messages/print/print-settings.ts";
import { applyReports } from "#messages/reports/apply-reports.ts";
import type { Store } from "#store/store.ts";
import { addLetterReader, type LetterSettings, letterWorld, type LetterWorld } from "#tests/worlds/letter-world.ts";
import { START, statesOf } from "#tests/worlds/message-world.ts";

/** START is a Sunday; letters leave on Mondays to Fridays from nine to ten, UTC. */
const SUNDAY_NINE = START + 9 * HOUR_MS;
const MONDAY_NINE = START + DAY_MS + 9 * HOUR_MS;
const daily: LetterSettings = { leaving: { weekdays: [1, 2, 3, 4, 5, 6, 7] } };

/** The suite of letters, for every store. */
export function lettersContract(name: string, openStore: () => Promise<Store>, press: () => Promise<Press>): void {
  const open = async (settings: LetterSettings = daily, more: { readonly messageClass?: string } = {}) =>
    letterWorld(press, settings, { ...more, store: await openStore() });
  const suppressions = (world: LetterWorld) =>
    world.store.read(sql`select channel, scope, reason, source from suppressions order by channel, reason`);

  describe(`letters on ${name}`, () => {
    it("go to her postal address, as a file of her own words and the same as a picture", async () => {
      const world = await open();
      await addLetterReader(world, "ada");
      expect(await world.turnAt(SUNDAY_NINE)).toMatchObject({ sent: 1 });
      const [letter] = world.letterbox.list();
      expect(letter?.to).toBe("ada Byron\n12 High Street\n\nSpringfield\nIL\n62701\nUS");
      expect(letter?.content).toMatchObject({ format: "letter", sheets: 1 });
      expect(Buffer.from(letter?.content.pdf.subarray(0, 8) ?? []).toString()).toMatch(/^%PDF-1\./);
      const picture = letter?.content.picture() ?? "";
      for (const words of ["Dear ada,", "12 High Street", "Springfield IL 62701", "news.shop.example/v/", "The Shop"]) {
        expect(picture).toContain(words);
      }
      expect(await statesOf(world.store)).toEqual({ accepted: 1 });
    });

    it("leave together in the hour and on the days of the house that prints", async () => {
      const world = await open({});
      await addLetterReader(world, "ada");
      await addLetterReader(world, "bea", { line1: "14 High Street" });
      expect(await world.turnAt(SUNDAY_NINE)).toMatchObject({ sent: 0 });
      expect(await world.turnAt(MONDAY_NINE - 1)).toMatchObject({ sent: 0 });
      expect(await world.turnAt(MONDAY_NINE)).toMatchObject({ sent: 2 });
    });

    it("do not go without consent for letters, without an address, or where the address does not fit", async () => {
      const world = await open();
      const ada = await addLetterReader(world, "ada");
      await world.store.write([sql`update consent_states set channel = 'email' where customer_id = ${ada}`]);
      await addLetterReader(world, "bea", { line1: null });
      await addLetterReader(world, "cleo", { line1: "x".repeat(190), city: "y".repeat(190) });
      await addLetterReader(world, "dora", { line1: "好路 12" });
      await world.turnAt(SUNDAY_NINE);
      expect(world.letterbox.count()).toBe(0);
      expect(await statesOf(world.store)).toMatchObject({ "skipped:address_too_long": 1, "skipped:not_printable": 1 });
    });

    it("are the same bytes at each try, whatever the settings say by then", async () => {
      const world = await open();
      await addLetterReader(world, "ada");
      const tried: string[] = [];
      world.treat = ({ content }) => {
        tried.push(Buffer.from(content.pdf).toString("base64"));
        return tried.length === 1 ? { kind: "defer", reason: "busy" } : { kind: "accept" };
      };
      await world.turnAt(SUNDAY_NINE);
      await world.put({ ...daily, paper: "letter-din-b", footer: ["Another foot"] });
      await world.turnAt(SUNDAY_NINE + 50 * 60_000);
      await world.turnAt(MONDAY_NINE);
      expect(tried.length).toBeGreaterThan(1);
      expect(new Set(tried.slice(0, 2)).size).toBe(1);
    });

    it("cost no more than the day's limit: the others wait for the next", async () => {
      const prices = [{ country: "*", letterMinor: 100 }];
      const world = await open({ ...daily, prices, dailyLimitMinor: 250 });
      for (const code of ["ada", "bea", "cleo"]) await addLetterReader(world, code);
      expect(await world.turnAt(SUNDAY_NINE)).toMatchObject({ sent: 2, deferred: 1 });
      expect(await world.turnAt(MONDAY_NINE + HOUR_MS)).toMatchObject({ sent: 0 });
    });

    it("go once to two codes of one person at one place, and to each of two people there", async () => {
      const world = await open();
      await addLetterReader(world, "ada");
      const twin = await addLetterReader(world, "twin", { line1: "12 High St." });
      await world.store.write([sql`update customers set first_name = 'ADA' where id = ${twin}`]);
      await addLetterReader(world, "bea");
      await world.turnAt(SUNDAY_NINE);
      expect(await statesOf(world.store)).toEqual({ accepted: 2, "skipped:same_address": 1 });
    });

    it("go where she lives by now: what somebody only claimed is no address", async () => {
      const world = await open();
      const ada = await addLetterReader(world, "ada");
      await world.follow();
      const address = async () =>
        (await world.store.read<{ address: string }>(sql`select address from postal_addresses`)).map(
          (row) => row.address,
        );
      expect(await address()).toEqual(["ada Byron\n12 High Street\n\nSpringfield\nIL\n62701\nUS"]);
      await world.store.write([
        sql`update customer_attributes set a_address_line1 = '1 Elsewhere' where customer_id = ${ada}`,
      ]);
      expect(await world.follow()).toBe(1);
      expect(await address()).toEqual(["ada Byron\n1 Elsewhere\n\nSpringfield\nIL\n62701\nUS"]);
      expect(await world.follow()).toBe(0);
      await world.store.write([
        sql`update customer_attributes set a_address_line1 = '6 Evil Road',
          origins = '{"a_address_line1":["web",1,1]}' where customer_id = ${ada}`,
      ]);
      await world.follow();
      expect(await address()).toEqual([]);
    });

    it("that come back to the sender end letters to that address, and none to a neighbour's", async () => {
      const world = await open();
      const ada = await addLetterReader(world, "ada");
      await addLetterReader(world, "bea");
      await world.turnAt(SUNDAY_NINE);
      const key = world.letterbox.list().find(({ to }) => to.startsWith("ada"))?.key ?? "";
      const notice = { provider: "memory-letterbox", about: { key }, at: SUNDAY_NINE, verdict: "hard" } as const;
      await world.store.write([sql`update customers set last_name = 'King' where id = ${ada}`]);
      await world.follow();
      await applyReports(world, [{ ...notice, reason: "returned_to_sender" }]);
      expect(await suppressions(world)).toEqual([
        { channel: "print", scope: "", reason: "unknown_recipient", source: "memory-letterbox" },
      ]);
      await world.store.write([sql`update customers set last_name = 'Byron' where id = ${ada}`]);
      await world.turnAt(MONDAY_NINE);
      expect(await statesOf(world.store)).toEqual({ accepted: 2, "bounced:returned_to_sender": 1 });
    });

    it("are told of by signed notices alone", async () => {
      const world = await open();
      await addLetterReader(world, "ada");
      await world.turnAt(SUNDAY_NINE);
      const key = world.letterbox.list()[0]?.key ?? "";
      const refused: string[] = [];
      const app = new Hono();
      const secret = Buffer.alloc(32, 5).toString("base64");
      mountPrint(app, {
        clock: world.clock,
        timer: { after: () => () => undefined },
        secrets: [`whsec_${secret}`],
        applyReports: (reports) => applyReports(world, reports),
        onRefused: (why) => refused.push(why),
      });
      const body = JSON.stringify({
        type: "letter.delivered",
        created_at: new Date(SUNDAY_NINE).toISOString(),
        data: { reference: key },
      });
      const timestamp = String(SUNDAY_NINE / 1_000);
      const signed = createHmac("sha256", Buffer.from(secret, "base64"))
        .update(`n1.${timestamp}.${body}`)
        .digest("base64");
      const tell = async (signature: string, words = body) =>
        (
          await app.request("/callbacks/print", {
            method: "POST",
            body: words,
            headers: { "webhook-id": "n1", "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` },
          })
        ).status;
      expect(await tell("AAAA")).toBe(403);
      expect(await tell(signed, body.replace("delivered", "returned_to_sender"))).toBe(403);
      expect(await tell(signed, " ".repeat(1_000_000))).toBe(413);
      expect(refused).toEqual(["forged", "forged", "unreadable"]);
      expect(await statesOf(world.store)).toEqual({ accepted: 1 });
      expect(await tell(signed)).toBe(204);
      expect(await tell(signed)).toBe(204);
      expect(await statesOf(world.store)).toEqual({ delivered: 1 });
    });

    it("go nowhere once she is erased, and her address stays suppressed", async () => {
      const world = await open();
      await addLetterReader(world, "ada");
      await world.follow();
      await eraseCustomer({
        deps: { ...world.customers, personalData },
        actor: { kind: "system", id: "test" },
        code: "ada",
      });
      await world.follow();
      expect(await world.store.read(sql`select * from postal_addresses`)).toEqual([]);
      expect(await suppressions(world)).toContainEqual({
        channel: "print",
        scope: "",
        reason: "erased",
        source: "erasure",
      });
    });

    it("are sorted by labels for whom letters may go to, or all faults are told", async () => {
      const world = await open();
      await addLetterReader(world, "ada");
      await addLetterReader(world, "bea", { line1: null });
      await world.follow();
      const deps = { ...world, press, printSettings: printSettingsOf(world) };
      const actor = { kind: "system", id: "test" } as const;
      const make = (customers: readonly string[]) =>
        makeLabels({ deps, actor, input: { customers, sheet: "labels-us-30" } });
      const made = await make(["ada", "ada"]);
      expect(made.ok && Buffer.from(made.value.subarray(0, 5)).toString()).toBe("%PDF-");
      expect(await make(["ada", "bea", "nobody"])).toMatchObject({
        ok: false,
        error: { code: "invalid_content", faults: [{ pointer: "/customers/1" }, { pointer: "/customers/2" }] },
      });
      expect(await world.store.read(sql`select action, detail from audit_log where action = 'make-labels'`)).toEqual([
        { action: "make-labels", detail: '{"labels":1}' },
      ]);
    });
  });
}
