import type { Row } from "#store/store.ts";
import { unseal } from "#customers/seal.ts";
import type { PersonalDataDeps } from "./personal-data.ts";
import { bytesOf, type PersonalTable } from "./personal-table.ts";

const origin = ["at", "received_at", "source", "channel"];

/** What customers told and did, one table for each kind of fact. */
export const factTables: readonly PersonalTable[] = [
  { table: "identities", set: "names", columns: ["kind", "value", "at", "source", "verified_at"] },
  {
    table: "demographic_facts",
    set: "demographics",
    columns: ["name", "value", ...origin],
  },
  { table: "purchases", set: "purchases", columns: ["order_key", "currency", "total_minor", ...origin] },
  {
    table: "purchase_lines",
    set: "purchases",
    columns: ["order_key", "line_no", "product_code", "category", "quantity_milli", "amount_minor", "at"],
  },
  {
    table: "registrations",
    set: "registrations",
    columns: ["product_code", "category", "serial", "bought_on", ...origin],
  },
  { table: "survey_answers", set: "surveys", columns: ["survey", "question", "answer", "category", ...origin] },
  {
    table: "contact_notes",
    set: "calls",
    columns: ["fact_key", "disposition", "category", "note", ...origin],
    open: openNote,
  },
  {
    table: "events",
    set: "events",
    columns: ["kind", "name", "category", "product_code", "properties", ...origin],
  },
  { table: "consent_states", set: "consents", columns: ["purpose", "channel", "topic", "is_granted"] },
];

function openNote({ secret }: PersonalDataDeps, { fact_key: key, note, ...row }: Row): Row {
  const text = unseal(secret, { table: "contact_notes", key: String(key), column: "note" }, bytesOf(note));
  return { ...row, note: text ?? null };
}
