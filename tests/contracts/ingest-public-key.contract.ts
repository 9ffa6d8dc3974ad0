import { describe, expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import type { Store } from "#store/store.ts";
import { identify, order, viewed, wording } from "./ingest-items.ts";
import { ingestWorld, NOON } from "./ingest-world.ts";

const granted = { purpose: "receive", channel: "email", topic: "garden", state: "granted", wording };
const OWN = "ada@people.example";
const FOREIGN = "mallory@elsewhere.example";

/** What a write key that anybody can read in a page may do to a customer, on every database. */
export function publicKeyContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async () => {
    const made = await ingestWorld(await makeStore());
    const fromPage = (...items: unknown[]) => made.sendFromPage("/v1/batch", { batch: items });
    const customer = async (code: string) =>
      (
        await made.rows(
          `select email, first_name, created_at, (select count(*) from consent_states s where s.customer_id = c.id and is_granted) as grants,
            (select count(*) from identities i where i.customer_id = c.id) as names from customers c where code = ?`,
          code,
        )
      )[0];
    return { ...made, fromPage, customer };
  };

  describe(`ingest on ${name}: a public write key`, () => {
    it("never replaces a known customer's address and never grants in her name; the answer says so", async () => {
      const { batch, sendFromPage, customer, rows } = await world();
      await batch(identify("m1", { email: OWN }));
      const answer = await sendFromPage("/v1/identify", identify("m2", { email: FOREIGN, consent: granted }));
      expect(answer).toMatchObject({ accepted: 1, rejected: [], withheld: ["/traits/email", "/traits/consent"] });
      expect(await customer("C1")).toMatchObject({ email: OWN, grants: 0, names: 1, created_at: NOON });
      const [event] = await rows("select properties from events where message_id = '~public:m2'");
      expect(JSON.parse(String(event?.["properties"]))).toMatchObject({ asked: { consents: [{ state: "granted" }] } });
      expect(JSON.stringify(event)).not.toContain("mallory");
    });

    it("makes new customers with their address and leave to follow them, also several items to one; leave to write comes from elsewhere", async () => {
      const { fromPage, customer } = await world();
      const answer = await fromPage(
        identify("m1", { firstName: "Ada", email: OWN, consent: granted }, { anonymousId: "a1" }),
        viewed("m2", { anonymousId: "a1" }),
        identify("m3", { consent: { purpose: "track", state: "granted", wording } }),
      );
      expect(answer).toMatchObject({ accepted: 3, withheld: ["/batch/0/traits/consent"] });
      expect(await customer("C1")).toMatchObject({ email: OWN, grants: 1, names: 1, created_at: NOON });
      expect(await customer("anon:a1")).toMatchObject({ created_at: NOON });
    });

    it("gives no address to a customer who was known without one: her own page would open to whoever typed it", async () => {
      const { batch, fromPage, customer } = await world();
      await batch(identify("m1", { firstName: "Ada", consent: granted }));
      const withdrawn = { ...granted, state: "withdrawn" };
      expect(
        await fromPage(identify("m2", { email: FOREIGN, phone: "+442079460123", consent: withdrawn })),
      ).toMatchObject({
        withheld: ["/batch/0/traits/email", "/batch/0/traits/phone", "/batch/0/traits/consent"],
      });
      expect(await customer("C1")).toMatchObject({ email: null, grants: 1, names: 0 });
      // The visitor whom nobody knows may say hers, once.
      const visitor = { userId: null, anonymousId: "a9" };
      await fromPage(viewed("m3", visitor));
      expect(await fromPage(identify("m4", { email: OWN }, visitor))).toMatchObject({ withheld: [] });
      expect(await fromPage(identify("m5", { email: FOREIGN }, visitor))).toMatchObject({
        withheld: ["/batch/0/traits/email"],
      });
      expect(await customer("anon:a9")).toMatchObject({ email: OWN, names: 0 });
    });

    it("brings no address and no grant to a known customer by way of an anonymous record", async () => {
      const { batch, fromPage, customer, count } = await world();
      await batch(identify("m1", { firstName: "Ada" }));
      const visitor = { userId: null, anonymousId: "a1" };
      await fromPage(identify("m2", { email: FOREIGN, consent: granted }, visitor));
      expect(await fromPage({ type: "alias", previousId: "a1", userId: "C1", messageId: "m3" })).toMatchObject({
        withheld: ["/batch/0/previousId"],
      });
      expect(await fromPage(identify("m4", {}, { anonymousId: "a1" }))).toMatchObject({
        withheld: ["/batch/0/anonymousId"],
      });
      // An anonymous id that only looked around is joined, and what it says from then on is said about her.
      await fromPage(
        viewed("m5", { anonymousId: "a2" }),
        { type: "alias", previousId: "a2", userId: "C1", messageId: "m6" },
        identify("m7", { consent: granted }, { userId: null, anonymousId: "a2" }),
      );
      expect(await customer("C1")).toMatchObject({ email: null, grants: 0, names: 0 });
      expect(await count("customers")).toBe(3);
    });

    it("rewrites nothing that is known of a customer: it fills the gaps, and the answer points to the rest", async () => {
      const { deps, batch, sendFromPage, rows } = await world();
      for (const attribute of ["city", "plan"]) {
        await declareAttribute({
          deps,
          actor: { kind: "system", id: "test" },
          input: { name: attribute, type: "string", label: attribute, visibleTo: ["operator"] },
        });
      }
      await batch(identify("m1", { firstName: "Ada", zone: "Europe/London", locale: "en-GB", city: "Kirkwall" }));
      const traits = {
        first_name: "Mallory",
        lastName: "Lot",
        timezone: "America/Lima",
        birthday: "1990-02-03",
        city: "Lima",
        plan: "basic",
      };
      const later = { timestamp: new Date(NOON + 3_000_000).toISOString(), context: { locale: "es-PE" } };
      const answer = await sendFromPage("/v1/identify", identify("m2", traits, later));
      const withheld = ["/context/locale", "/traits/city", "/traits/first_name", "/traits/timezone"];
      expect(answer).toMatchObject({ accepted: 1, rejected: [] });
      expect(answer.withheld.toSorted()).toEqual(withheld);
      const known = { first_name: "Ada", last_name: "Lot", zone: "Europe/London", locale: "en-GB" };
      const profile = "select first_name, last_name, zone, locale, birth_on from customers";
      const attributes = "select a_city, a_plan from customer_attributes";
      expect(await rows(profile)).toEqual([{ ...known, birth_on: "1990-02-03" }]);
      expect(await rows(attributes)).toEqual([{ a_city: "Kirkwall", a_plan: "basic" }]);
      const again = await sendFromPage("/v1/identify", identify("m3", { ...traits, birthday: "1991-01-01" }, later));
      expect(again.withheld.toSorted()).toEqual([...withheld.slice(0, 1), "/traits/birthday", ...withheld.slice(1)]);
      // The time that a page claims holds back nothing that the vendor's server says next.
      await batch(identify("m4", { firstName: "Adele", zone: "Europe/Paris", plan: "gold", locale: "fr" }));
      expect(await rows(profile)).toMatchObject([{ first_name: "Adele", zone: "Europe/Paris", locale: "fr" }]);
      expect(await rows(attributes)).toEqual([{ a_city: "Kirkwall", a_plan: "gold" }]);
    });

    it("tells a zone and a language of whom nobody described yet, once", async () => {
      const { batch, fromPage, rows } = await world();
      await batch(viewed("m1", { userId: "C1" }));
      expect(await fromPage(identify("m2", { zone: "Europe/Paris", locale: "fr" }))).toMatchObject({ withheld: [] });
      expect(await fromPage(identify("m3", { zone: "America/Lima", locale: "fr" }))).toMatchObject({
        withheld: ["/batch/0/traits/zone"],
      });
      expect(await rows("select zone, locale from customers")).toEqual([{ zone: "Europe/Paris", locale: "fr" }]);
    });

    it("replaces no demographic value, neither by its own word nor by way of an anonymous record", async () => {
      const { batch, fromPage, rows } = await world();
      const told = (messageId: string, facts: object, who: object = { userId: "C1" }) => ({
        type: "track",
        event: "Demographics Recorded",
        messageId,
        properties: { facts },
        ...who,
      });
      await batch(told("m1", { household_size: 4 }));
      expect(await fromPage(told("m2", { household_size: 9, garden: true }))).toMatchObject({
        accepted: 1,
        withheld: ["/batch/0/properties/facts/household_size"],
      });
      const visitor = { anonymousId: "a1" };
      await fromPage(told("m3", { household_size: 7, pets: 2 }, visitor));
      await fromPage({ type: "alias", previousId: "a1", userId: "C1", messageId: "m4" });
      expect(await rows("select name, value from demographic_facts order by name")).toEqual([
        { name: "garden", value: "true" },
        { name: "household_size", value: "4" },
        { name: "pets", value: "2" },
      ]);
    });

    it("makes nothing bought, returned, registered or said on the telephone; the event tells what was claimed", async () => {
      const { batch, fromPage, count, rows } = await world();
      await batch(viewed("m0", { userId: "C1" }));
      const track = (messageId: string, event: string, properties: object) => ({
        ...viewed(messageId, { userId: "C1" }),
        event,
        properties,
      });
      const items = [
        order("m1", "O1"),
        track("m2", "Order Refunded", { order_id: "O1" }),
        track("m3", "Product Registered", { product_id: "P1", registration_id: "R1" }),
        track("m4", "Call Logged", { note: "canary-5512" }),
        { ...order("m6", "O6"), userId: "nobody-yet" },
        track("m7", "Form Submitted", { form: "news" }),
      ];
      expect(await fromPage(...items)).toMatchObject({
        accepted: items.length,
        rejected: [],
        withheld: items.map((_, index) => `/batch/${index}/event`),
      });
      for (const table of ["purchases", "purchase_lines", "registrations", "contact_notes"]) {
        expect([table, await count(table)]).toEqual([table, 0]);
      }
      // A trigger that follows an order's name, or leaves out whom the shop told of, never hears of it.
      const [event, form] = await rows(
        "select name, source, properties from events where message_id in ('~public:m1', '~public:m7') order by message_id",
      );
      expect(event).toMatchObject({ name: "Order Completed (unconfirmed)", source: "web" });
      expect(JSON.parse(String(event?.["properties"]))).toMatchObject({ order_id: "O1" });
      expect(form).toMatchObject({ name: "Form Submitted (unconfirmed)", source: "web" });
      // Nor does it take the order's number away from the shop that reports it.
      expect(await batch(order("m5", "O1"))).toMatchObject({ accepted: 1, withheld: [] });
      expect([await count("purchases"), await count("purchase_lines")]).toEqual([1, 2]);
    });

    it("can't tell an event of the name under which rules ask for what was bought", async () => {
      const { batch, fromPage, count } = await world();
      const bought = { ...viewed("m1", { userId: "C1" }), event: "purchase" };
      expect(await fromPage(bought)).toMatchObject({
        accepted: 0,
        rejected: [{ faults: [{ pointer: "/batch/0/event" }] }],
      });
      expect(await count("events")).toBe(0);
      expect(await batch(bought)).toMatchObject({ accepted: 1 });
    });

    it("takes no place among the vendor's messages: a withdrawal under an id that a page sent first still counts", async () => {
      const { batch, fromPage, customer, count } = await world();
      await batch(identify("m1", { email: OWN, consent: granted }));
      expect(await fromPage(viewed("crm-optout-55", { userId: "C1" }))).toMatchObject({ accepted: 1 });
      const optOut = identify("crm-optout-55", { consent: { ...granted, state: "withdrawn" } });
      expect(await batch(optOut)).toMatchObject({ accepted: 1, duplicates: 0 });
      expect(await customer("C1")).toMatchObject({ grants: 0 });
      // Nor can a page name an id of the house's own.
      expect(await fromPage(viewed("~public:m1", { userId: "C1" }))).toMatchObject({ accepted: 0 });
      expect(await batch(viewed("~public:m1", { userId: "C1" }))).toMatchObject({ accepted: 0 });
      expect(await count("events")).toBe(3);
    });

    it("ends the consent of nobody whom the vendor knows by a code, be they a thousand in one call", async () => {
      const { batch, fromPage, rows } = await world();
      const codes = Array.from({ length: 40 }, (_, index) => `C${index}`);
      const track = { purpose: "track", state: "granted", wording };
      const on = (messageId: string, userId: string, consent: unknown) => identify(messageId, { consent }, { userId });
      await batch(...codes.map((code) => on(`g-${code}`, code, [granted, track])));
      const withdrawn = [
        { purpose: "receive", state: "withdrawn" },
        { purpose: "track", state: "withdrawn" },
      ];
      const answer = await fromPage(...codes.map((code) => on(`w-${code}`, code, withdrawn)));
      expect(answer).toMatchObject({ accepted: 40, withheld: codes.map((_, at) => `/batch/${at}/traits/consent`) });
      const consents = "select sum(is_granted) as granted, count(*) as n from consent_states";
      expect(await rows(consents)).toEqual([{ granted: 80, n: 80 }]);
      // That it was asked for stays with the event, for whoever looks after it.
      const [event] = await rows("select properties from events where message_id = '~public:w-C0'");
      expect(JSON.parse(String(event?.["properties"]))).toMatchObject({ asked: { consents: [{}, {}] } });
      // Nor by way of an anonymous record that withdrew, and then turns out to be her.
      const visitor = { userId: null, anonymousId: "a1" };
      await fromPage(identify("v1", { consent: withdrawn }, visitor));
      expect(await fromPage({ type: "alias", previousId: "a1", userId: "C1", messageId: "v2" })).toMatchObject({
        withheld: ["/batch/0/previousId"],
      });
      expect(await rows("select is_tracked from customers where code = 'C1'")).toEqual([{ is_tracked: 1 }]);
    });

    it("a visitor without a code takes back what she allowed", async () => {
      const { fromPage, rows } = await world();
      const visitor = { userId: null, anonymousId: "a1" };
      const track = (messageId: string, state: string) =>
        identify(messageId, { consent: { purpose: "track", state, wording } }, visitor);
      await fromPage(track("m1", "granted"));
      expect(await rows("select is_tracked from customers")).toEqual([{ is_tracked: 1 }]);
      expect(await fromPage(track("m2", "withdrawn"))).toMatchObject({ accepted: 1, withheld: [] });
      expect(await rows("select is_tracked from customers")).toEqual([{ is_tracked: 0 }]);
    });

    it("a call that is repeated changes nothing and is told nothing new", async () => {
      const { fromPage, everything } = await world();
      const items = [identify("m1", { email: OWN, consent: granted }, { anonymousId: "a1" }), viewed("m2", {})];
      await fromPage(...items);
      const before = await everything();
      expect(await fromPage(...items)).toMatchObject({ accepted: 0, withheld: [] });
      expect(JSON.parse(await everything())).toMatchObject({ customers: JSON.parse(before).customers });
    });

    it("a server's key may: with ingest:trusted an address is replaced and consent granted", async () => {
      const { batch, customer } = await world();
      await batch(identify("m1", { email: OWN }));
      const moved = identify("m2", { email: "new@people.example", consent: granted });
      expect(await batch(moved)).toMatchObject({ accepted: 1, withheld: [] });
      expect(await customer("C1")).toMatchObject({ email: "new@people.example", grants: 1, names: 2 });
    });
  });
}
