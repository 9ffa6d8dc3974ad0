import { beforeEach, describe, expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { eraseCustomer, type EraseDeps, resumeErasures } from "#customers/personal-data/erase-customer.ts";
import { exportRows } from "#customers/personal-data/export-customer.ts";
import { findPerson } from "#customers/personal-data/find-person.ts";
import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { unseal } from "#customers/seal.ts";
import { personalData } from "#entry/personal-data.ts";
import { manualClock } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import { erasureByAddressContract } from "./erasure-by-address.contract.ts";
import { everyColumn, fillEveryTable, findHers, HERS, namesCustomer } from "#tests/worlds/every-table.ts";

const NOW = Date.UTC(2026, 10, 22, 9);
const secret = secretFrom(new Uint8Array(32).fill(7));
const EMAIL = `${HERS}.ada@people.example`;
const PHONE = "+442079460958";
const emailHash = hashAddress(secret, "email", EMAIL);
const actor = { kind: "operator", id: "op_1" } as const;

/** What stays of her, and why; everything else is a fault. */
const STAYS: Readonly<Record<string, string>> = {
  "customers.id": "the empty row",
  "customers.code": "the vendor's code, so that a later file does not bring her back",
  "customers.merged_into": "a merged code leads to the empty row",
  "consents.customer_id": "that she consented and withdrew, as proof",
  "consents.purpose": "the act",
  "consents.channel": "the act",
  "consents.topic": "the act",
  "consents.state": "the act",
  "consents.wording": "the vendor's words",
  "consents.source": "where it was said",
  "erasures.customer_id": "that she was erased",
  "audit_log.subject_id": "that somebody erased this code",
};

/** Erasing and exporting, whatever database is below. */
export function erasureContract(name: string, makeStore: () => Promise<Store>): void {
  let store: Store;
  let deps: EraseDeps;
  const person = async () => {
    const found = await findPerson(store, { code: "ada" });
    if (found === undefined) throw new Error("Ada is not there.");
    return found;
  };

  const heldOfAda = async () => {
    const { ids } = await person();
    const cells = await findHers(store, { ids, words: [HERS, EMAIL, PHONE] });
    return cells.filter((cell) => STAYS[cell] === undefined);
  };

  const whose = async () => {
    const { id: customerId } = await person();
    return { customerId, messageId: 4_711, name: EMAIL, addressHash: emailHash, secret };
  };

  describe(`erasing a customer on ${name}`, () => {
    beforeEach(async () => {
      store = await makeStore();
      deps = { store, secret, clock: manualClock(NOW), personalData };
      const add = (code: string, over = "null, null, null, null, null") => ({
        sql: `insert into customers (code, email, email_hash, phone, phone_hash, merged_into, created_at, updated_at)
          values (?, ${over}, 1, 1)`,
        params: [code],
      });
      await store.write([
        add("ada", `'${EMAIL}', '${emailHash}', '${PHONE}', '${hashAddress(secret, "phone", PHONE)}', null`),
        add("anon:ada", "null, null, null, null, (select id from customers where code = 'ada')"),
        add("ben"),
      ]);
      const deciding = { store, clock: manualClock(NOW) };
      const attribute = { name: "shoe", type: "string", label: "Shoe", visibleTo: ["operator"] } as const;
      await declareAttribute({ deps: deciding, actor, input: attribute });
      await store.write([
        {
          sql: `insert into customer_attributes (customer_id, updated_at, a_shoe) select id, 1, ? from customers where code = 'ada'`,
          params: [`${HERS}-shoe`],
        },
      ]);
    });

    it("every table that names customers is known to the area it belongs to", async () => {
      const covered = new Set(personalData.flatMap(({ tables }) => tables));
      const forgotten = [...(await everyColumn(store))]
        .filter(([table, columns]) => columns.some(namesCustomer) && !covered.has(table))
        .map(([table]) => `${table} names customers: add it to the personal-data.ts of its area`);
      expect(forgotten).toEqual([]);
    });

    it("with one row in every table, none of hers is found afterwards but what is said to stay", async () => {
      const filled = await fillEveryTable(store, await whose());
      const { ids } = await person();
      const words = [HERS, EMAIL, PHONE, "anon:ada"];
      const before = await findHers(store, { ids, words });
      const unfilled = [...(await everyColumn(store))]
        .filter(([table, columns]) => columns.some(namesCustomer) && table !== "erasures")
        .filter(([table]) => !before.some((cell) => cell.startsWith(`${table}.`)));
      expect(unfilled.map(([table]) => table)).toEqual([]);
      expect(filled.length).toBeGreaterThan(40);
      const erased = await eraseCustomer({ deps, actor, code: "ada" });
      expect(erased).toMatchObject({ ok: true, value: { code: "ada", erasedAt: NOW } });
      const left = await findHers(store, { ids, words });
      expect(left.filter((cell) => STAYS[cell] === undefined)).toEqual([]);
    });

    it("what was sealed about others stays readable, and what was hers in it is gone", async () => {
      await fillEveryTable(store, await whose());
      await eraseCustomer({ deps, actor, code: "ada" });
      const [rejects] = await store.read<{ rows: ArrayBuffer }>({ sql: "select rows from import_rejects", params: [] });
      const place = { table: "import_rejects", key: "import-1/3", column: "rows" };
      expect(unseal(secret, place, new Uint8Array(rejects?.rows ?? []))).toBe(
        '[[4,5,[],[["email","another@people.example"]]]]',
      );
      const [origin] = await store.read<{ sealed: string }>({ sql: "select sealed from click_origins", params: [] });
      const batch = { table: "click_origins", key: "batch-1", column: "sealed" };
      const opened = unseal(secret, batch, Buffer.from(origin?.sealed ?? "", "base64"));
      expect(opened).toBe('[["192.0.2.1","another\'s"],null]');
      expect(await store.read({ sql: "select id from rejected_items", params: [] })).toEqual([]);
      const [click] = await store.read({
        sql: "select customer_id, message_id, link_id, network from clicks",
        params: [],
      });
      expect(click).toEqual({ customer_id: 0, message_id: 0, link_id: 1, network: "" });
    });

    it("her address is suppressed by its hash, unless somebody else lives at it too", async () => {
      await store.write([
        {
          sql: "update customers set phone_hash = ? where code = 'ben'",
          params: [hashAddress(secret, "phone", PHONE)],
        },
      ]);
      await eraseCustomer({ deps, actor, code: "ada" });
      const rows = await store.read({ sql: "select address_hash, channel, reason from suppressions", params: [] });
      expect(rows).toEqual([{ address_hash: emailHash, channel: "email", reason: "erased" }]);
    });

    it("a complaint stays one, and an opt-out becomes an erasure that names no message", async () => {
      const suppress = (reason: string, channel: string) => ({
        sql: `insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
          values (?, ?, '', ?, 'x', 1, 9)`,
        params: [channel === "email" ? emailHash : hashAddress(secret, "phone", PHONE), channel, reason],
      });
      await store.write([suppress("unsubscribed", "email"), suppress("complaint", "sms")]);
      await eraseCustomer({ deps, actor, code: "ada" });
      const rows = await store.read({
        sql: "select channel, reason, message_number from suppressions order by channel",
        params: [],
      });
      expect(rows).toEqual([
        { channel: "email", reason: "erased", message_number: null },
        { channel: "sms", reason: "complaint", message_number: null },
        { channel: "voice", reason: "erased", message_number: null },
      ]);
    });

    it("asked for twice, or by a merged code, it happens once and is told once", async () => {
      await eraseCustomer({ deps, actor, code: "anon:ada" });
      await eraseCustomer({ deps, actor, code: "ada" });
      const log = await store.read({
        sql: "select action, subject_id, detail from audit_log where action like 'erase%'",
        params: [],
      });
      expect(log).toEqual([{ action: "erase-customer", subject_id: "ada", detail: "{}" }]);
      expect((await eraseCustomer({ deps, actor, code: "nobody" })).ok).toBe(false);
    });

    it("what a source says of her afterwards is written nowhere and told in no audit row", async () => {
      await eraseCustomer({ deps, actor, code: "ada" });
      for (const code of ["ada", "anon:ada"]) {
        const input = { email: EMAIL, phone: PHONE, firstName: HERS, attributes: { shoe: `${HERS}-shoe` } };
        const put = await putCustomer({ deps: { ...deps, defaultCountry: "GB" }, actor, code, input });
        expect(put).toMatchObject({ ok: false, error: { code: "not_found" } });
      }
      expect(await heldOfAda()).toEqual([]);
      const told = await store.read({ sql: "select 1 from audit_log where action = 'put-customer'", params: [] });
      expect(told).toEqual([]);
    });

    it("erased again, what came back into her record by a fault is gone too", async () => {
      await eraseCustomer({ deps, actor, code: "ada" });
      const { id } = await person();
      await store.write([
        { sql: "update customers set first_name = ? where id = ?", params: [HERS, id] },
        {
          sql: "insert into identities (kind, hash, value, customer_id, at, source) values ('email', ?, ?, ?, 1, 'x')",
          params: [emailHash, EMAIL, id],
        },
        {
          sql: "insert into customer_attributes (customer_id, updated_at, a_shoe) values (?, 1, ?)",
          params: [id, HERS],
        },
      ]);
      expect(await heldOfAda()).not.toEqual([]);
      const again = await eraseCustomer({ deps, actor, code: "ada" });
      expect(again).toMatchObject({ ok: true, value: { erasedAt: NOW } });
      expect(await heldOfAda()).toEqual([]);
      expect(await resumeErasures(deps)).toBe(0);
    });

    it("killed between any two areas, it goes on where it was and ends the same", async () => {
      for (let died = 0; died < personalData.length; died += 1) {
        await store.write([{ sql: "update customers set erased_at = null", params: [] }]);
        await store.write([{ sql: "delete from erasures", params: [] }]);
        await fillEveryTable(store, await whose());
        const dying: PersonalData[] = personalData.map((part, index) =>
          index === died ? { ...part, erase: () => Promise.reject(new Error("killed")) } : part,
        );
        await expect(eraseCustomer({ deps: { ...deps, personalData: dying }, actor, code: "ada" })).rejects.toThrow(
          "killed",
        );
        expect(await resumeErasures(deps)).toBe(1);
        const { ids } = await person();
        const left = await findHers(store, { ids, words: [HERS, EMAIL, PHONE, "anon:ada"] });
        expect(left.filter((cell) => STAYS[cell] === undefined)).toEqual([]);
        expect(await resumeErasures(deps)).toBe(0);
        await store.write([
          { sql: "update customers set email = ?, email_hash = ? where code = 'ada'", params: [EMAIL, emailHash] },
        ]);
      }
    });

    it("an export shows a row of every table that holds something of hers, and hers alone", async () => {
      await fillEveryTable(store, await whose());
      const seen = new Set<string>();
      for await (const page of exportRows(deps, { person: await person(), viewer: "operator" })) {
        for (const { table, row } of page) {
          seen.add(table);
          expect(JSON.stringify(row)).not.toContain("another");
        }
      }
      const covered = personalData.flatMap(({ tables }) => tables);
      const unshown = ["erasures", "suppressions", "click_origins", "address_reservations", "webhook_deliveries"];
      // Her scores are shown with their reasons (score_details), and not once more as rules read them.
      const again = ["segment_queue", "own_notes", "postal_queue", "customer_scores"];
      const expected = covered.filter((table) => ![...unshown, ...again].includes(table));
      expect(expected.filter((table) => !seen.has(table))).toEqual([]);
    });
  });

  erasureByAddressContract(name, makeStore);
}
