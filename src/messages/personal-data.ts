import type { Person, PersonalData, PersonalDataDeps, PersonalRow } from "#customers/personal-data/personal-data.ts";
import { personalTables, type PersonalTable } from "#customers/personal-data/personal-table.ts";
import { dropSchedulesOf } from "#messages/preferences/subscription-statements.ts";

const tables: readonly PersonalTable[] = [
  {
    table: "subscriptions",
    set: "preferences",
    columns: [
      "(select code from newsletters n where n.id = subscriptions.newsletter_id) as newsletter",
      "state",
      "channel",
      "channel_order",
      "(select pace from schedules s where s.id = subscriptions.schedule_id) as pace",
      "(select minute from schedules s where s.id = subscriptions.schedule_id) as minute",
      "chosen_by",
      "updated_at",
    ],
  },
  {
    table: "preferences",
    set: "preferences",
    columns: [
      "quiet_from",
      "quiet_until",
      "paused_from",
      "paused_until",
      "cap_count",
      "cap_days",
      "channel_order",
      "updated_at",
    ],
  },
  {
    table: "send_times",
    set: "preferences",
    columns: [
      "(select code from newsletters n where n.id = send_times.newsletter_id) as newsletter",
      "minute",
      "is_held_out",
      "answers",
      "since",
    ],
  },
  { table: "soft_bounces", set: "messages", columns: ["message_id as number", "channel", "reason", "at"] },
  { table: "dead_letters", set: "messages", columns: ["queue", "reason", "times", "state", "first_at", "last_at"] },
  { table: "message_data", set: "messages", columns: ["message_id as number", "data"] },
  {
    table: "trigger_entries",
    set: "messages",
    columns: [
      "(select code from triggers t where t.id = trigger_entries.trigger_id) as programme",
      "entered_at",
      "due_at",
      "is_held_out",
      "message_id as number",
    ],
  },
  {
    table: "messages",
    set: "messages",
    columns: [
      "id as number",
      "(select code from newsletters n where n.id = messages.newsletter_id) as newsletter",
      "occurrence_on",
      "channel",
      "ways",
      "state",
      "reason",
      "planned_at",
      "due_at",
      "accepted_at",
      "delivered_at",
      "bounced_at",
      "inputs",
      "complained_at",
      "opted_out_at",
    ],
  },
];

const own = personalTables("messages", tables);

/** Known by the hash of her number. */
const byNumber = ["sms_bindings", "sms_replies", "voice_calls", "voice_dials"];

/** Which sender writes to her, how her texts were read, and when she and we called. The words of her texts are with her notes. */
async function* textRows({ store }: PersonalDataDeps, { names }: Person): AsyncIterable<readonly PersonalRow[]> {
  const hashes = JSON.stringify(names.map(({ hash }) => hash).filter((hash) => hash !== ""));
  for (const [table, columns] of [
    ["sms_bindings", "sender, at"],
    ["sms_replies", "reply, at"],
    ["voice_calls", "message_id as number, menu, answered_by, started_at"],
    ["voice_dials", "message_id as number, at, seconds"],
  ] as const) {
    const rows = await store.read({
      sql: `select ${columns} from ${table} where phone_hash in (select value from json_each(?)) limit 1000`,
      params: [hashes],
    });
    if (rows.length > 0) yield rows.map((row) => ({ set: "messages", table, row }));
  }
}

/**
 * What she was sent and chose. Reservations of her addresses, the sender of her number, what was made of her texts and her calls
 * are found by the hashes of her names.
 */
export const messageData: PersonalData = {
  ...own,
  tables: [...own.tables, "address_reservations", ...byNumber],
  rows: async function* rows(deps, question) {
    yield* own.rows(deps, question);
    yield* textRows(deps, question.person);
  },
  erase: async (deps, person, at) => {
    const hashes = person.names.filter(({ hash }) => hash !== "").map(({ hash }) => hash);
    const ids = JSON.stringify(person.ids);
    await deps.store.write([
      // What left stays the household's one, though nobody is told any more through whom.
      {
        sql: `update household_reservations set message_id = 0 where message_id in (select id from messages
          where customer_id in (select value from json_each(?)) and attempts > 0 and state not in ('skipped', 'rejected'))`,
        params: [ids],
      },
      {
        sql: `delete from household_reservations where message_id in (select id from messages
          where customer_id in (select value from json_each(?)))`,
        params: [ids],
      },
      ...byNumber.map((table) => ({
        sql: `delete from ${table} where phone_hash in (select value from json_each(?))`,
        params: [JSON.stringify(hashes)],
      })),
      {
        sql: `delete from address_reservations where address_hash in (select value from json_each(?))
          and message_id in (select id from messages where customer_id in (select value from json_each(?)))`,
        params: [JSON.stringify(hashes), ids],
      },
      // A date of her own stands in the schedule that went by it.
      dropSchedulesOf({ sql: "select value from json_each(?)", params: [ids] }),
      { sql: "delete from subscriptions where customer_id in (select value from json_each(?))", params: [ids] },
    ]);
    await own.erase(deps, person, at);
  },
};
