import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { Liquid } from "liquidjs";
import { composeEmail } from "#channels/compose-email.ts";
import type { Channel, OutgoingMessage } from "#channels/channel.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { compileTemplate } from "#templates/compile-template.ts";
import { prepareTemplate } from "#templates/merge-template.ts";
import type { MergeView } from "#templates/merge-view.ts";
import { longNewsletter } from "./kit/long-newsletter.ts";
import { measured, median, round } from "./kit/measure.ts";
import { type SendWorld, sendWorld } from "./kit/send-world.ts";

const CUSTOMERS = 2_000;
const WARM_UP_DAYS = 1;
const DAYS = 12;
const BATCH = 200;
const MERGES = 1_500;
const ROUNDS = 7;

/**
 * The sender from claim to recorded outcome on a database file, with a transport that accepts and drops; CPU time of the whole
 * process. Planning is not counted (bench plan), nor is MIME, which is the channel's and told beside it. Then the merge alone,
 * subject and HTML and text, against bare LiquidJS of the same HTML.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "send-bench-"));
  try {
    const transport = nullChannel();
    const world = await sendWorld(`file:${join(folder, "send.db")}`, CUSTOMERS, transport);
    const sent = await sendDays(world);
    await checkRows(world, transport.accepted());
    const last = transport.last();
    const inputs = await newestView(world);
    await world.ring.customers.store.close();
    const compose = await measured(async () => {
      for (let index = 0; index < MERGES; index += 1)
        composeEmail(last, {
          sendingDomain: "news.fernhill.example",
          bounceDomain: "bounce.fernhill.example",
          dkim: [],
        });
    });
    return {
      ...sent,
      ...(await compareMerge(inputs)),
      htmlBytes: Buffer.byteLength(last.content.html),
      textBytes: Buffer.byteLength(last.content.text),
      signedLinks: new Set(last.content.html.match(/https:\/\/go\.fernhill\.example\/[a-z]\/[\w-]{35}/g)).size,
      mimeCpuMs: round(compose.cpuMs / MERGES),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type NullChannel = Channel & { accepted(): number; last(): OutgoingMessage };

function nullChannel(): NullChannel {
  let accepted = 0;
  let last: OutgoingMessage | undefined;
  return {
    name: "null",
    kind: "email",
    limits: { concurrency: 64, timeoutMs: 10_000, idempotencyWindowMs: 0 },
    send: async (message) => {
      accepted += 1;
      last = message;
      return { kind: "accepted", providerId: `null-${accepted}` };
    },
    close: async () => undefined,
    accepted: () => accepted,
    last: () => {
      if (last === undefined) throw new Error("Nothing was sent.");
      return last;
    },
  };
}

async function sendDays({ ring, clock }: SendWorld) {
  const { messages } = ring;
  const start = clock.now();
  const totals = { messages: 0, cpuMs: 0, wallMs: 0 };
  let turns = 0;
  const worker = { name: "bench", nextTurn: () => (turns += 1) };
  for (let day = 0; day < WARM_UP_DAYS + DAYS; day += 1) {
    for (let hour = 0; hour < 24; hour += 4) {
      clock.set(start + day * DAY_MS + hour * HOUR_MS);
      await planMessages(messages.store, clock.now(), { planAheadMs: 4 * HOUR_MS, graceMs: DAY_MS });
      clock.advance(4 * HOUR_MS - 1);
      const { value, cpuMs, wallMs } = await measured(async () => {
        let sent = 0;
        for (;;) {
          const report = await sendDue(messages, worker, BATCH);
          if (report.taken === 0) return sent;
          sent += report.sent;
        }
      });
      if (day < WARM_UP_DAYS) continue;
      totals.messages += value;
      totals.cpuMs += cpuMs;
      totals.wallMs += wallMs;
    }
  }
  if (totals.messages < 4_000) throw new Error(`Only ${totals.messages} messages were sent.`);
  return {
    cpuMsPerMessage: round(totals.cpuMs / totals.messages),
    wallMsPerMessage: round(totals.wallMs / totals.messages),
    messages: totals.messages,
  };
}

/** A fast wrong answer is none: every accepted message has its row with inputs, hash, links and reservation. */
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
  const [row] = await ring.customers.store.read<{ inputs: string }>(
    sql`select m.inputs from messages m join customers c on c.id = m.customer_id
      where m.state = 'accepted' and c.locale like 'en%' order by m.id desc limit 1`,
  );
  return (JSON.parse(row?.inputs ?? "{}") as { view: MergeView }).view;
}

/** Ours gives subject, preheader, HTML and wrapped text in their contexts; LiquidJS only the HTML, escaped in one way. */
async function compareMerge(view: MergeView) {
  const compiled = await compileTemplate(longNewsletter);
  if (!compiled.ok) throw new Error("The bench's own template does not compile.");
  const prepared = prepareTemplate(compiled.value);
  let outputs = 0;
  const escape = (value: unknown) => String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const counting = new Liquid({ outputEscape: (value) => ((outputs += 1), escape(value)) });
  const bare = new Liquid({ outputEscape: "escape" });
  const source = compiled.value.html.replace(/ \| in_\w+ /g, " ");
  const parsed = bare.parse(source);
  const wordings = Object.entries(compiled.value.strings["en"] ?? {}).map(([key, text]) => [
    key,
    bare.parseAndRenderSync(text, view),
  ]);
  const scope = {
    ...view,
    t: Object.fromEntries(wordings) as unknown,
    subject: "Nine things",
    preheader: "For you",
    lang: "en",
    dir: "ltr",
    start: "left",
    end: "right",
  };
  counting.parseAndRenderSync(source, scope);
  const ours = () => prepared.mergeEmail(view);
  const theirs = () => bare.renderSync(parsed, scope) as string;
  if (Math.abs(theirs().length - merged(ours()).html.length) > 2_000)
    throw new Error("The two renderers do not render the same template.");
  const time = async (merge: () => unknown) =>
    (
      await measured(async () => {
        for (let index = 0; index < MERGES; index += 1) merge();
      })
    ).cpuMs / MERGES;
  await time(ours);
  await time(theirs);
  const rounds: Array<{ ours: number; theirs: number }> = [];
  for (let index = 0; index < ROUNDS; index += 1) rounds.push({ ours: await time(ours), theirs: await time(theirs) });
  return {
    mergeRatioToLiquid: round(median(rounds.map((each) => each.ours / each.theirs))),
    mergeCpuMs: round(median(rounds.map((each) => each.ours))),
    liquidCpuMs: round(median(rounds.map((each) => each.theirs))),
    outputs,
  };
}

function merged(result: ReturnType<ReturnType<typeof prepareTemplate>["mergeEmail"]>) {
  if (!result.ok) throw new Error("The merge was refused.");
  return result.value;
}
