import { sql } from "drizzle-orm";
import type { ClickRecord } from "#clicks/click-record.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import { settleClicks } from "#clicks/settle-clicks.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { rescheduleMoved } from "#messages/newsletters/reschedule-moved.ts";
import { clickProjector } from "#clicks/unname-clicks.ts";
import { addCustomer, addNewsletter, messageWorld, START } from "./message-world.ts";
import { refreshSendTimes } from "#messages/send-time/refresh-send-times.ts";
import { choosingDeps } from "./choosing-world.ts";

const reader = {
  "user-agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-language": "en-GB",
  "sec-fetch-mode": "navigate",
};
const scanner = { "user-agent": "python-requests/2.32", accept: "*/*" };

type Answers = { readonly hour: number; readonly days: number; readonly isProgram?: boolean };

/** A daily newsletter at 08:00 that seeks the best hour, and people whose clicks came through the journal. */
export async function answeringWorld() {
  const world = await messageWorld();
  const { store, clock } = world;
  const deps = { ...choosingDeps(world), projectors: [clickProjector] };
  const newsletterId = await addNewsletter(store, "daily");
  await store.write([
    sql`update newsletters set best_hour = 1`,
    sql`insert into links (id, destination, kind, created_at) values (1, 'https://shop.example/', 'page', 0)`,
  ]);
  let serial = 0;

  /** Somebody who takes the default, with so many days on which she answered. */
  const add = async (code: string, answers: Answers, chosenBy: "default" | "customer" = "default") => {
    const id = await addCustomer(store, code, { newsletters: ["daily"] });
    await store.write([sql`update subscriptions set chosen_by = ${chosenBy} where customer_id = ${id}`]);
    await answer(id, answers);
    return id;
  };

  const answer = async (customerId: number, { hour, days, isProgram = false }: Answers) => {
    const records: Array<{ readonly key: string; readonly record: ClickRecord }> = [];
    for (let day = 1; day <= days; day += 1) {
      serial += 1;
      const at = START - (day + 1) * DAY_MS + hour * HOUR_MS + 20 * MINUTE_MS;
      await store.write([
        sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, lane, channel, state, planned_at, due_at, accepted_at, links)
          values (${10_000 + serial}, ${customerId}, ${newsletterId}, ${`2026-${serial}`}, 'old', 'email', 'accepted', 0, 0,
          ${at - 20 * MINUTE_MS}, '[1]')`,
      ]);
      const record = { at, purpose: "click" as const, messageNumber: 10_000 + serial, linkNo: 0, method: "GET" };
      const from = { address: `192.0.${serial % 250}.7`, headers: isProgram ? scanner : reader };
      records.push({ key: `journal:${serial}`, record: { ...record, ...from } });
    }
    await projectClicks({ store, secret: world.secret }, records);
    await settleClicks(deps);
  };

  /** A day later: worked out, and followed. */
  const nextDay = async () => {
    clock.advance(DAY_MS);
    for (let turn = 0; turn < 50; turn += 1) await refreshSendTimes(world, { mostRanges: 1 });
    await rescheduleMoved(world);
  };

  const minuteOf = async (code: string) => {
    const [row] = await store.read<{ minute: number }>(
      sql`select d.minute from subscriptions s join schedules d on d.id = s.schedule_id
        join customers c on c.id = s.customer_id where c.code = ${code}`,
    );
    return row?.minute;
  };
  const times = () =>
    store.read<{ customerId: number; minute: number | null; isHeldOut: number; answers: number }>(
      sql`select customer_id as customerId, minute, is_held_out as isHeldOut, answers from send_times order by customer_id`,
    );
  return { ...world, deps, newsletterId, add, answer, nextDay, minuteOf, times };
}
