import type { Subject } from "./fact-draft.ts";

/** Where a fact's rows stand, and how its key finds them. */
export type FactTable = {
  readonly table: string;
  readonly columns: readonly string[];
  /** Sealed columns: they go through JSON as hexadecimal. */
  readonly sealed?: string;
  /** Condition on `t` with `item.value` for the key. */
  readonly at: string;
  readonly order: string;
};

const provenance = ["at", "received_at", "source", "channel"];

export const eventTable: FactTable = {
  table: "events",
  columns: ["message_id", "customer_id", "kind", "name", "category", "product_code", "properties", ...provenance],
  at: "t.message_id = item.value",
  order: "t.message_id",
};

/** An answer's key is its response's with the number of the answer behind a "#"; "$" is the next character. */
const answers: FactTable = {
  table: "survey_answers",
  columns: ["fact_key", "customer_id", "survey", "question", "answer", "category", ...provenance],
  at: "t.fact_key > item.value || '#' and t.fact_key < item.value || '$'",
  order: "t.id",
};

export const factTables: Readonly<Record<Exclude<Subject, "demographic">, readonly FactTable[]>> = {
  purchase: [
    {
      table: "purchases",
      columns: ["order_key", "customer_id", "currency", "total_minor", ...provenance],
      at: "t.order_key = item.value",
      order: "t.order_key",
    },
    {
      table: "purchase_lines",
      columns: [
        "order_key",
        "line_no",
        "customer_id",
        "at",
        "product_code",
        "category",
        "quantity_milli",
        "amount_minor",
      ],
      at: "t.order_key = item.value",
      order: "t.line_no",
    },
  ],
  registration: [
    {
      table: "registrations",
      columns: ["fact_key", "customer_id", "product_code", "category", "serial", "bought_on", ...provenance],
      at: "t.fact_key = item.value",
      order: "t.fact_key",
    },
  ],
  survey: [answers],
  note: [
    {
      table: "contact_notes",
      columns: ["fact_key", "customer_id", "disposition", "category", "note", ...provenance],
      sealed: "note",
      at: "t.fact_key = item.value",
      order: "t.fact_key",
    },
  ],
  activity: [
    {
      table: "account_activities",
      columns: [
        "fact_key",
        "account_id",
        "customer_id",
        "kind",
        "amount_minor",
        "currency",
        "merchant_category",
        ...provenance,
      ],
      at: "t.fact_key = item.value",
      order: "t.fact_key",
    },
  ],
  event: [eventTable],
};
