import { affinityAt } from "#content/affinity.ts";
import { AFFINITY_EPOCH_MS } from "#predict/affinity-epoch.ts";
import { type ExportColumn, instant, json, number, personal, text } from "./export-column.ts";

export type ExportKind = {
  /** Tables with their joins; the first one is walked in the order of `keys`, all others are looked up. */
  readonly from: string;
  /** The key that rows are walked by, which never changes and never repeats. */
  readonly keys: readonly string[];
  /** What `from` and `until` are about; absent where a row has no time. */
  readonly at?: string;
  readonly where?: string;
  readonly columns: readonly ExportColumn[];
  /** The values as they are told, where SQL does not say it all; `values` are in the order of the asked columns. */
  readonly compute?: (name: string, value: unknown, now: number) => unknown;
};

const CUSTOMER = text("customer", "c.code");

const events: ExportKind = {
  from: "events e left join customers c on c.id = e.customer_id",
  keys: ["e.id"],
  at: "e.at",
  columns: [
    CUSTOMER,
    text("kind", "e.kind"),
    text("name", "e.name"),
    text("category", "e.category"),
    text("product", "e.product_code"),
    instant("at", "e.at"),
    instant("receivedAt", "e.received_at"),
    text("source", "e.source"),
    text("channel", "e.channel"),
    personal(text("messageId", "e.message_id")),
    personal(json("properties", "json(e.properties)")),
  ],
};

const customers: ExportKind = {
  from: "customers c left join customers s on s.id = c.merged_into",
  keys: ["c.id"],
  at: "c.created_at",
  where: "c.erased_at is null",
  columns: [
    CUSTOMER,
    text("locale", "c.locale"),
    text("zone", "c.zone"),
    text("country", "c.country"),
    number("isTracked", "c.is_tracked"),
    text("mergedInto", "s.code"),
    instant("createdAt", "c.created_at"),
    instant("updatedAt", "c.updated_at"),
    personal(text("firstName", "c.first_name")),
    personal(text("lastName", "c.last_name")),
    personal(text("email", "c.email")),
    personal(text("phone", "c.phone")),
    personal(text("birthOn", "c.birth_on")),
  ],
};

const purchases: ExportKind = {
  from: "purchases p left join customers c on c.id = p.customer_id",
  keys: ["p.order_key"],
  at: "p.at",
  columns: [
    CUSTOMER,
    text("order", "p.order_key"),
    text("currency", "p.currency"),
    number("totalMinor", "p.total_minor"),
    instant("at", "p.at"),
    instant("receivedAt", "p.received_at"),
    text("source", "p.source"),
    text("channel", "p.channel"),
    json(
      "lines",
      `(select json_group_array(json_object('product', l.product_code, 'category', l.category,
        'quantityMilli', l.quantity_milli, 'amountMinor', l.amount_minor)) from purchase_lines l where l.order_key = p.order_key)`,
    ),
  ],
};

const messages: ExportKind = {
  from: `messages m left join customers c on c.id = m.customer_id left join newsletters n on n.id = m.newsletter_id`,
  keys: ["m.id"],
  at: "m.due_at",
  columns: [
    number("message", "m.id"),
    CUSTOMER,
    text("newsletter", "n.code"),
    text("occurrenceOn", "m.occurrence_on"),
    text("channel", "m.channel"),
    text("state", "m.state"),
    text("reason", "m.reason"),
    instant("dueAt", "m.due_at"),
    number("attempts", "m.attempts"),
    instant("acceptedAt", "m.accepted_at"),
    text("provider", "m.provider"),
    text("providerId", "m.provider_id"),
    instant("complainedAt", "m.complained_at"),
    instant("optedOutAt", "m.opted_out_at"),
  ],
};

const clicks: ExportKind = {
  from: "clicks k left join customers c on c.id = k.customer_id left join links l on l.id = k.link_id",
  keys: ["k.id"],
  at: "k.at",
  columns: [
    CUSTOMER,
    number("message", "nullif(k.message_id, 0)"),
    number("link", "k.link_no"),
    text("product", "nullif(l.product_code, '')"),
    text("category", "nullif(l.category, '')"),
    instant("at", "k.at"),
    text("verdict", "k.verdict"),
    number("verdictVersion", "k.verdict_version"),
    text("device", "k.device"),
    instant("settledAt", "k.settled_at"),
  ],
};

const consents: ExportKind = {
  from: "consents k left join customers c on c.id = k.customer_id",
  keys: ["k.id"],
  at: "k.at",
  columns: [
    CUSTOMER,
    text("purpose", "k.purpose"),
    text("channel", "k.channel"),
    text("topic", "k.topic"),
    text("state", "k.state"),
    instant("at", "k.at"),
    text("source", "k.source"),
    personal(text("wording", "k.wording")),
    personal(json("proof", "json(k.proof)")),
  ],
};

const scores: ExportKind = {
  from: "affinities a left join customers c on c.id = a.customer_id",
  keys: ["a.customer_id", "a.category"],
  columns: [CUSTOMER, text("category", "a.category"), number("affinity", "a.scaled")],
  compute: (name, value, now) =>
    name === "affinity" ? affinityAt({ mass: Number(value), asOf: AFFINITY_EPOCH_MS }, now) : value,
};

/** What can be exported. Names of kinds and columns never change: other systems read them. */
export const exportKinds = { events, customers, purchases, messages, clicks, consents, scores } as const;

export type ExportKindName = keyof typeof exportKinds;

export const exportKindNames = Object.keys(exportKinds) as [ExportKindName, ...ExportKindName[]];
