import { describe, expect, it } from "vitest";
import type { Store } from "#store/store.ts";
import { identify, viewed, wording } from "./ingest-items.ts";
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
      const [event] = await rows("select properties from events where message_id = 'm2'");
      expect(JSON.parse(String(event?.["properties"]))).toMatchObject({ asked: { consents: [{ state: "granted" }] } });
      expect(JSON.stringify(event)).not.toContain("mallory");
    });

    it("makes new customers with their address and consent, also several items to one", async () => {
      const { fromPage, customer } = await world();
      const answer = await fromPage(
        identify("m1", { firstName: "Ada", email: OWN, consent: granted }, { anonymousId: "a1" }),
        viewed("m2", { anonymousId: "a1" }),
        identify("m3", { consent: { purpose: "track", state: "granted", wording } }),
      );
      expect(answer).toMatchObject({ accepted: 3, withheld: [] });
      expect(await customer("C1")).toMatchObject({ email: OWN, grants: 2, names: 1, created_at: NOON });
      expect(await customer("anon:a1")).toMatchObject({ created_at: NOON });
    });

    it("fills an address that is empty, without naming the customer by it, and may withdraw", async () => {
      const { batch, fromPage, customer } = await world();
      await batch(identify("m1", { consent: granted }));
      const withdrawn = { ...granted, state: "withdrawn" };
      expect(await fromPage(identify("m2", { email: OWN, consent: withdrawn }))).toMatchObject({ withheld: [] });
      expect(await customer("C1")).toMatchObject({ email: OWN, grants: 0, names: 0 });
      expect(await fromPage(identify("m3", { email: OWN }))).toMatchObject({ withheld: [] });
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
