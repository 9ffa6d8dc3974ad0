import { createHash } from "node:crypto";
import type { Store } from "#store/store.ts";
import type { Person } from "./personal-data.ts";
import type { PersonalTable } from "./personal-table.ts";

export const consentTable: PersonalTable = {
  table: "consents",
  set: "consents",
  columns: ["purpose", "channel", "topic", "state", "at", "wording", "source", "proof"],
};

/** Records of one statement. */
const SLICE = 500;

/**
 * Consent records outlive the customer, for a vendor must be able to show that he was allowed to write. What stays names nobody:
 * the act, its words, and of its proof the digest, against which the original can be checked by whoever holds one, with the
 * keyed hash of the address, by which only somebody who knows the address finds it. By consents_by_customer.
 */
export async function bareConsents(store: Store, { ids, names }: Person): Promise<void> {
  const addresses = names.filter(({ kind }) => kind === "email" || kind === "phone").map(({ hash }) => hash);
  for (let after = 0; ;) {
    const page = await store.read<{ id: number; proof: string }>({
      sql: `select id, proof from consents where customer_id in (select value from json_each(?)) and id > ?
        order by id limit ${SLICE}`,
      params: [JSON.stringify(ids), after],
    });
    const rows = page
      .filter(({ proof }) => !isBare(proof))
      .map(({ id, proof }) => [id, JSON.stringify({ digest: digestOf(proof), addresses })]);
    if (rows.length > 0) {
      await store.write([
        {
          sql: `update consents set proof = item.value ->> 1 from json_each(?) as item where consents.id = item.value ->> 0`,
          params: [JSON.stringify(rows)],
        },
      ]);
    }
    if (page.length < SLICE) return;
    after = page.at(-1)?.id ?? after;
  }
}

function digestOf(proof: string): string {
  return createHash("sha256").update(proof, "utf8").digest("base64url");
}

/** Made bare already: a digest of a digest would prove nothing. */
function isBare(proof: string): boolean {
  const names = Object.keys(JSON.parse(proof) as object);
  return names.length === 2 && names.includes("digest") && names.includes("addresses");
}
