import { sql, type SQL } from "drizzle-orm";
import type { DeliveryReport, DeliveryVerdict } from "#channels/report.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { countReported } from "#messages/traffic/breakers/count-outcomes.ts";
import { judgeStreams } from "#messages/traffic/breakers/judge-streams.ts";
import type { Turned } from "#messages/traffic/breakers/note-tries.ts";
import { tellTurned } from "#messages/traffic/breakers/tell-turned.ts";
import { messageIdOfKey } from "#messages/send/message-key.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { foldReports, type Report, type Told } from "./fold-reports.ts";
import { canWait, park } from "./park-reports.ts";
import {
  forgetSoftBounces,
  leaveReported,
  recordReports,
  recordSoftBounces,
  restAddresses,
  settleStates,
  suppressReported,
} from "./report-statements.ts";

/** What became of a report: it changed something, told nothing new, waits for its message, or names none that we sent. */
export type ReportOutcome = "applied" | "repeated" | "parked" | "unknown";

export type ReportDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  /** Told of each report, for the metrics; `forged` ones are told by the doors that refuse them. */
  readonly onReport?: ((report: CountedReport) => void) | undefined;
  /** Where it is told that a stream's breaker opened. */
  readonly log?: MessageDeps["log"] | undefined;
};

export type CountedReport = {
  readonly provider: string;
  readonly verdict: DeliveryVerdict | "none";
  readonly outcome: ReportOutcome | "forged" | "unreadable";
};

export type AppliedReports = Readonly<Record<ReportOutcome, number>>;

/** One batch holds the writer for some milliseconds. */
const CHUNK = 200;

/**
 * Writes down what providers tell of messages after they took them: in any order, twice, late. The state moves from accepted
 * to delivered or bounced, a complaint stands beside it for good, a dead address is suppressed and one where several messages in
 * a row did not arrive rests. What names no message of ours is counted and changes nothing.
 */
export async function applyReports(deps: ReportDeps, reports: readonly DeliveryReport[]): Promise<AppliedReports> {
  const counts = { applied: 0, repeated: 0, parked: 0, unknown: 0 };
  for (const chunk of chunksOf(reports, CHUNK)) {
    const named = await findMessages(deps, chunk);
    const changed = await applyChunk(deps, named);
    const idOf = new Map(named.map(({ report, messageId }) => [report, messageId]));
    const early = chunk.filter((report) => !idOf.has(report) && canWait(report));
    if (early.length > 0) await deps.store.write([park(early, deps.clock.now())]);
    for (const report of chunk) {
      const messageId = idOf.get(report);
      const none = early.includes(report) ? "parked" : "unknown";
      const outcome = messageId === undefined ? none : changed.has(messageId) ? "applied" : "repeated";
      counts[outcome] += 1;
      deps.onReport?.({ provider: report.provider, verdict: report.verdict, outcome });
    }
  }
  return counts;
}

/** Which messages the reports are about: by our own key without a look-up, else by the id under which the provider took it. */
async function findMessages(deps: ReportDeps, reports: readonly DeliveryReport[]): Promise<readonly Report[]> {
  const key = deps.secret.keyFor("message-key/1");
  const ids = new Map<DeliveryReport, number>();
  for (const report of reports) {
    const id = "key" in report.about ? messageIdOfKey(key, report.about.key) : undefined;
    if (id !== undefined) ids.set(report, id);
  }
  const providerIds = reports.flatMap(({ about }) => ("providerId" in about ? [about.providerId] : []));
  const rows = await deps.store.read<{ id: number; provider: string | null; providerId: string | null }>(
    sql`select id, provider, provider_id as providerId from messages
      where id in (select value from json_each(${JSON.stringify([...ids.values()])})) and attempts > 0
      union all select id, provider, provider_id from messages indexed by messages_by_provider_id
      where provider_id in (select value from json_each(${JSON.stringify(providerIds)})) and provider_id is not null`,
  );
  const known = new Set(rows.map(({ id }) => id));
  const byProviderId = new Map(
    // A second account of a provider speaks by the provider's own name.
    rows.map(({ id, provider, providerId }) => [`${provider?.replace(/^second-/, "")} ${providerId}`, id]),
  );
  return reports.flatMap((report) => {
    const { about, provider } = report;
    const id = "key" in about ? ids.get(report) : byProviderId.get(`${provider} ${about.providerId}`);
    return id !== undefined && known.has(id) ? [{ messageId: id, report }] : [];
  });
}

/** Where the answer is lost the report comes again, and changes nothing twice. */
async function applyChunk(deps: ReportDeps, reports: readonly Report[]): Promise<ReadonlySet<number>> {
  if (reports.length === 0) return new Set();
  const now = deps.clock.now();
  const told = foldReports(reports, now);
  // Before they are recorded, in their batch: what is known of a row already counts no second time.
  const counts = countHeavy(told, now);
  const results = await deps.store.write<{ id: number }>([
    ...counts,
    recordReports(told),
    settleStates(told, now),
    suppressReported(told, now),
    leaveReported(told, now),
    recordSoftBounces(told),
    restAddresses(told, now),
    forgetSoftBounces(now),
  ]);
  const [recorded, settled] = results.slice(counts.length);
  if (counts.length > 0) await judge(deps, told, now);
  return new Set([...(recorded ?? []), ...(settled ?? [])].map(({ id }) => id));
}

/** Dead addresses and complaints touch the standing of the stream that they left by. */
function countHeavy(told: readonly Told[], now: number): readonly SQL[] {
  const heavy = told
    .map(({ messageId, bounce, complainedAt }) => ({
      messageId,
      isHard: bounce === "hard",
      isComplaint: complainedAt !== null,
    }))
    .filter(({ isHard, isComplaint }) => isHard || isComplaint);
  return heavy.length === 0 ? [] : [countReported(heavy, now)];
}

async function judge({ store, log = () => undefined }: ReportDeps, told: readonly Told[], now: number): Promise<void> {
  const ids = JSON.stringify(told.map(({ messageId }) => messageId));
  const rows = await store.read<{ stream: string }>(
    sql`select distinct stream from messages where id in (select value from json_each(${ids})) and stream is not null`,
  );
  if (rows.length === 0) return;
  const [turned = []] = await store.write<Turned>([
    judgeStreams(
      rows.map(({ stream }) => stream),
      now,
    ),
  ]);
  tellTurned(log, turned);
}
