import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A programme: a newsletter, a birthday greeting, a service notice; also what a trigger or the API sends (triggered.ts). */
export const newsletters = sqliteTable("newsletters", {
  id: integer().primaryKey(),
  code: text().notNull().unique(),
  /** newsletter | trigger | direct: who makes its messages; customers choose and see newsletters alone */
  kind: text().notNull().default("newsletter"),
  title: text().notNull(),
  description: text().notNull().default(""),
  /** JSON array of {locale, title, description}: the same in other languages */
  copy: text().notNull().default("[]"),
  topic: text().notNull(),
  /** JSON array of product set categories: who switches it on shows an interest in them */
  categories: text().notNull().default("[]"),
  /** JSON array of channels that it may come by, the usual one first */
  channels: text().notNull().default('["email"]'),
  /** marketing | transactional */
  messageClass: text("message_class").notNull().default("marketing"),
  /** code of the segment whose members alone get it; null: every subscriber */
  audience: text(),
  /** 1: a household gets each occurrence once, through one of its members (docs/decisions/0026) */
  onePerHousehold: integer("one_per_household").notNull().default(0),
  /** 1: who chose no time gets it when she answers most (send_times) */
  bestHour: integer("best_hour").notNull().default(0),
  templateName: text("template_name").notNull(),
  /** JSON array of {name, size, maxPerCategory?, explore?} */
  slots: text().notNull(),
  /** JSON of Pace (schedule/pace.ts): the vendor's default */
  defaultPace: text("default_pace").notNull(),
  defaultMinute: integer("default_minute").notNull(),
  /** running | paused | stopped */
  state: text().notNull().default("running"),
  /** Higher wins where a cap lets only some through. */
  priority: integer().notNull().default(0),
  /** How late a missed occurrence may still go out. */
  graceMs: integer("grace_ms").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/**
 * Each distinct (pace, zone, minute, anchor): a million customers share a few thousand. One that nobody refers to goes with
 * her who was its last; its id is never given again, since a plan may be under way that has read it.
 */
export const schedules = sqliteTable("schedules", {
  id: integer().primaryKey({ autoIncrement: true }),
  key: text().notNull().unique(),
  pace: text().notNull(),
  zone: text().notNull(),
  minute: integer().notNull(),
  /** local date from which "every n" counts, or the own date; of a yearly one month and day in the year 2000 */
  anchorOn: text("anchor_on"),
});

/** A customer's choice for one newsletter. */
export const subscriptions = sqliteTable(
  "subscriptions",
  {
    customerId: integer("customer_id").notNull(),
    newsletterId: integer("newsletter_id").notNull(),
    /** active | off */
    state: text().notNull(),
    channel: text().notNull(),
    scheduleId: integer("schedule_id").notNull(),
    /** customer | default: who chose the pace */
    chosenBy: text("chosen_by").notNull(),
    /** 1: she wants her own where a household gets one */
    ownCopy: integer("own_copy").notNull().default(0),
    /** JSON array of channels in her order, the first of them `channel`; null: her order for all newsletters holds */
    channelOrder: text("channel_order"),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.newsletterId] }),
    index("subscriptions_by_schedule").on(table.scheduleId, table.state, table.customerId),
    index("subscriptions_by_newsletter")
      .on(table.newsletterId, table.scheduleId)
      .where(sql`state = 'active'`),
  ],
);

/** What a customer chose for all programmes together. Minutes are local minutes of the day. */
export const preferences = sqliteTable("preferences", {
  customerId: integer("customer_id").primaryKey(),
  quietFrom: integer("quiet_from"),
  quietUntil: integer("quiet_until"),
  /** the first local date without messages */
  pausedFrom: text("paused_from"),
  /** the first with messages again; null with paused_from set: until further notice */
  pausedUntil: text("paused_until"),
  /** at most capCount messages in capDays rolling days of 24 h */
  capCount: integer("cap_count"),
  capDays: integer("cap_days"),
  /** JSON array of channels: by which next where the one before can't reach her; null: by none */
  channelOrder: text("channel_order"),
  updatedAt: integer("updated_at").notNull(),
});

/**
 * One row for each message. The row decides, queues only wake (docs/decisions/0003).
 * planned → claimed → attempting → accepted | rejected | deferred | unknown_outcome → delivered | bounced; or skipped.
 */
export const messages = sqliteTable(
  "messages",
  {
    /** fits 48 bits: it is the message number in jumpstation tokens */
    id: integer().primaryKey({ autoIncrement: true }),
    customerId: integer("customer_id").notNull(),
    newsletterId: integer("newsletter_id").notNull(),
    /** the local date that the rule named */
    occurrenceOn: text("occurrence_on").notNull(),
    /** "" unless a programme means several channels at once */
    lane: text().notNull().default(""),
    /** by which it comes; `ways` has those that could not reach her before it */
    channel: text().notNull(),
    /** JSON array of {channel, reason, attempts, at}, null where the first channel still holds (docs/decisions/0033) */
    ways: text(),
    state: text().notNull(),
    /** why skipped, rejected or deferred: a code, never an address */
    reason: text(),
    plannedAt: integer("planned_at").notNull(),
    dueAt: integer("due_at").notNull(),
    /** when it was due first, where a breaker or a receiver's pace made it wait: its grace time runs from there */
    waitsSince: integer("waits_since"),
    priority: integer().notNull().default(0),
    /** 1: quiet hours hold it although it is transactional */
    heedsQuiet: integer("heeds_quiet").notNull().default(0),
    /** grows with each claim: a late worker's update finds another number and changes nothing */
    fence: integer().notNull().default(0),
    /** claims in a row in which it could not be made (send/prepare-each.ts) */
    unmade: integer().notNull().default(0),
    claimedBy: text("claimed_by"),
    leaseUntil: integer("lease_until"),
    /** set at the claim: the message counts against the customer's cap from here */
    reservedAt: integer("reserved_at"),
    attempts: integer().notNull().default(0),
    firstAttemptAt: integer("first_attempt_at"),
    acceptedAt: integer("accepted_at"),
    provider: text(),
    providerId: text("provider_id"),
    /** of mail: whose standing it touches (sending.ts) */
    stream: text(),
    templateId: integer("template_id"),
    /** JSON: what was chosen and what it was merged with; with template_id it renders the same bytes again */
    inputs: text(),
    /** SHA-256 of the rendered content */
    bodyHash: text("body_hash"),
    /** JSON array of link row ids; the token's link byte is the index */
    links: text(),
    /** what was reported later (reports/apply-reports.ts): the newest delivery, and the bounce that weighs most */
    deliveredAt: integer("delivered_at"),
    bouncedAt: integer("bounced_at"),
    /** hard | soft | ours */
    bounceVerdict: text("bounce_verdict"),
    /** sticky facts beside the state */
    complainedAt: integer("complained_at"),
    optedOutAt: integer("opted_out_at"),
  },
  (table) => [
    uniqueIndex("messages_once").on(table.customerId, table.newsletterId, table.occurrenceOn, table.lane),
    index("messages_due")
      .on(table.newsletterId, table.dueAt)
      .where(sql`state in ('planned', 'deferred')`),
    // Each channel is a lane of its own.
    index("messages_due_by_channel")
      .on(table.newsletterId, table.channel, table.dueAt)
      .where(sql`state in ('planned', 'deferred')`),
    index("messages_leased")
      .on(table.leaseUntil)
      .where(sql`lease_until is not null`),
    // What a breaker, a receiver's pace or a plan of warming up holds: nearly always none.
    index("messages_held")
      .on(table.channel)
      .where(sql`state in ('planned', 'deferred') and (waits_since is not null or reason = 'warm_up')`),
    index("messages_claimed")
      .on(table.claimedBy)
      .where(sql`claimed_by is not null`),
    index("messages_reserved")
      .on(table.customerId, table.reservedAt)
      .where(sql`reserved_at is not null`),
    index("messages_restored")
      .on(table.newsletterId)
      .where(sql`reason = 'restored'`),
    index("messages_by_provider_id")
      .on(table.providerId)
      .where(sql`provider_id is not null`),
    index("messages_by_newsletter").on(table.newsletterId, table.occurrenceOn, table.state),
  ],
);

/** One address, one programme, one occurrence: two customer codes with one address never make two messages. */
export const addressReservations = sqliteTable(
  "address_reservations",
  {
    addressHash: text("address_hash").notNull(),
    newsletterId: integer("newsletter_id").notNull(),
    occurrenceOn: text("occurrence_on").notNull(),
    lane: text().notNull().default(""),
    messageId: integer("message_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.addressHash, table.newsletterId, table.occurrenceOn, table.lane] })],
);

/** How far the planner has come. It never moves back. */
export const plannerState = sqliteTable("planner_state", {
  name: text().primaryKey(),
  watermark: integer().notNull(),
  /** How far the run that is under way will come, told before it reads a schedule: whoever chooses meanwhile plans up to here. */
  announced: integer().notNull().default(0),
  updatedAt: integer("updated_at").notNull(),
});
