import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What is heard by whoever calls us: a list of steps. A version is never changed, so that a call goes on as it began. */
export const voiceMenus = sqliteTable(
  "voice_menus",
  {
    code: text().notNull(),
    /** from 1; the highest is the one in use */
    version: integer().notNull(),
    /** JSON: a call flow (channels/voice/call-flow.ts) */
    flow: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.code, table.version] })],
);

/** A call that was answered: where it stands, so that no step is skipped and none has its effect twice. */
export const voiceCalls = sqliteTable(
  "voice_calls",
  {
    /** as the provider names it */
    callSid: text("call_sid").primaryKey(),
    /** keyed hash of the other side's number; "" where it hid it */
    phoneHash: text("phone_hash").notNull(),
    /** the message that the call is; null for a call that came in */
    messageId: integer("message_id"),
    /** menu of a call that came in; "" for one that went out */
    menu: text().notNull().default(""),
    /** its version; 0 is the house's own menu */
    version: integer().notNull().default(0),
    /** human | machine | machine_listening | fax | unknown; null where nobody looked */
    answeredBy: text("answered_by"),
    /** counts keys and silences; a turn that is told again changes nothing */
    turn: integer().notNull().default(0),
    /** index of the step that waits; -1 once the call is over */
    step: integer().notNull(),
    tries: integer().notNull(),
    /** texts with links that were asked for in this call */
    texts: integer().notNull().default(0),
    startedAt: integer("started_at").notNull(),
  },
  (table) => [
    index("voice_calls_by_phone").on(table.phoneHash, table.startedAt),
    index("voice_calls_by_time").on(table.startedAt),
  ],
);

/** A call that we began: what the limit holds for it until its length is known, and how often a number was rung. */
export const voiceDials = sqliteTable(
  "voice_dials",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    messageId: integer("message_id").notNull(),
    /** keyed hash of the number */
    phoneHash: text("phone_hash").notNull(),
    at: integer().notNull(),
    /** UTC date whose limit it is in */
    day: text().notNull(),
    /** of one minute, in thousandths of the currency's minor unit */
    minuteMilli: integer("minute_milli").notNull(),
    /** what the limit holds for it */
    costMilli: integer("cost_milli").notNull(),
    /** seconds that were talked; null as long as that is not told */
    seconds: integer(),
  },
  (table) => [
    index("voice_dials_by_message").on(table.messageId),
    index("voice_dials_by_phone").on(table.phoneHash, table.at),
    index("voice_dials_by_time").on(table.at),
  ],
);
