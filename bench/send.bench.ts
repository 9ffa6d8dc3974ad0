import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { OutgoingMessage } from "#channels/channel.ts";
import { composeEmail } from "#channels/compose-email.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { MergeView } from "#templates/merge-view.ts";
import { compareMerge } from "./kit/compare-merge.ts";
import { longNewsletter } from "./kit/long-newsletter.ts";
import { nullChannel } from "./kit/null-channel.ts";
import { cpuClock, measured, round } from "./kit/measure.ts";
import { type SendWorld, sendWorld } from "./kit/send-world.ts";

const CUSTOMERS = 2_000;
const WARM_UP_DAYS = 1;
const DAYS = 3;
const LEAST_MESSAGES = 4_000;
const BATCH = 200;
/** Eight zones fall due over a day; the clockwork comes by every few hours. */
const STEP_HOURS = 4;
const IDENTITY = { sendingDomain: "news.fernhill.example", bounceDomain: "bounce.fernhill.example", dkim: [] };

/**
 * The sender from claim to recorded outcome on a database file, with a transport that accepts and drops; CPU time of the whole
 * process. Planning is not counted (bench plan), nor is MIME, which is the channel's own and told beside it. Then the merge
 * alone against bare LiquidJS.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "send-bench-"));
  try {
    const transport = nullChannel();
    const world = await sendWorld(`file:${join(folder, "send.db")}`, CUSTOMERS, transport);
    const sent = await sendDays(world);
    await checkRows(world, transport.accepted());
    const view = await newestView(world);
    await world.ring.customers.store.close();
    return { ...sent, ...(await compareMerge(longNewsletter, view)), ...(await describeMessage(transport.last())) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function sendDays({ ring, clock }: SendWorld) {
  const { messages } = ring;
  const start = clock.now();
  const spent = { messages: 0, cpuMs: 0, wallMs: 0 };
  let turns = 0;
  const worker = { name: "bench", nextTurn: () => (turns += 1) };
  for (let hour = 0; hour < (WARM_UP_DAYS + DAYS) * 24; hour += STEP_HOURS) {
    clock.set(start + hour * HOUR_MS);
    await planMessages(messages.store, clock.now(), { planAheadMs: STEP_HOURS * HOUR_MS, graceMs: DAY_MS });
    clock.advance(STEP_HOURS * HOUR_MS - 1);
    const stop = cpuClock();
    let sent = 0;
    for (let taken = 1; taken > 0;) {
      const report = await sendDue(messages, worker, BATCH);
      ({ taken } = report);
      sent += report.sent;
    }
    const { cpuMs, wallMs } = stop();
    if (hour < WARM_UP_DAYS * 24) continue;
    spent.messages += sent;
    spent.cpuMs += cpuMs;
    spent.wallMs += wallMs;
  }
  if (spent.messages < LEAST_MESSAGES) throw new Error(`Only ${spent.messages} messages were sent.`);
  return {
    cpuMsPerMessage: round(spent.cpuMs / spent.messages),
    wallMsPerMessage: round(spent.wallMs / spent.messages),
    messages: spent.messages,
  };
}

/** A fast wrong answer is none: every accepted message has its whole row, and no address has an occurrence twice. */
async function checkRows({ ring }: SendWorld, accepted: number): Promise<void> {
  const [row] = await ring.customers.store.read<{ whole: number; doubles: number }>(
    sql`select count(*) filter (where m.inputs <> '' and m.body_hash <> '' and json_array_length(m.links) >= 12
        and m.provider_id <> '' and m.template_id > 0 and m.reserved_at > 0 and m.lease_until is null) as whole,
      count(*) - count(distinct c.email_hash || m.occurrence_on) as doubles
      from messages m join customers c on c.id = m.customer_id where m.state = 'accepted'`,
  );
  if (row?.whole !== accepted || row.doubles !== 0) throw new Error(`${accepted} accepted, but ${JSON.stringify(row)}`);
}

async function newestView({ ring }: SendWorld): Promise<MergeView> {
  const [row] = await ring.customers.store.read<{ view: string }>(
    sql`select m.inputs ->> 'view' as view from messages m join customers c on c.id = m.customer_id
      where m.state = 'accepted' and c.locale like 'en%' order by m.id desc limit 1`,
  );
  return JSON.parse(row?.view ?? "{}") as MergeView;
}

const COMPOSED = 1_000;

/** What one message weighs, so that the figures above mean something. */
async function describeMessage(message: OutgoingMessage) {
  const { html, text } = message.content;
  const { cpuMs } = await measured(async () => {
    for (let index = 0; index < COMPOSED; index += 1) composeEmail(message, IDENTITY);
  });
  return {
    htmlBytes: Buffer.byteLength(html),
    textBytes: Buffer.byteLength(text),
    signedLinks: new Set(html.match(/https:\/\/go\.fernhill\.example\/[a-z]\/[\w-]{35}/g)).size,
    mimeCpuMs: round(cpuMs / COMPOSED),
  };
}
