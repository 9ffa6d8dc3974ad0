import { sql } from "drizzle-orm";
import type { DeliveryReport, DeliveryVerdict } from "#channels/report.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { messageIdOfKey } from "#messages/send/message-key.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { foldReports, type Report } from "./fold-reports.ts";
import {
  forgetSoftBounces,
  leaveReported,
  recordReports,
  recordSoftBounces,
  restAddresses,
  settleStates,
  suppressReported,
} from "./report-statements.ts";

/** What became of a report: it changed something, told nothing new, or names no message that we sent. */
export type ReportOutcome = "applied" | "repeated" | "unknown";

export type ReportDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  /** Told of each report, for the metrics; `forged` ones are told by the doors that refuse them. */
  readonly onReport?: ((report: CountedReport) => void) | undefined;
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
  const counts = { applied: 0, repeated: 0, unknown: 0 };
  for (const chunk of chunksOf(reports, CHUNK)) {
    const named = await findMessages(deps, chunk);
    const changed = await applyChunk(deps, named);
    const idOf = new Map(named.map(({ report, messageId }) => [report, messageId]));
    for (const report of chunk) {
      const messageId = idOf.get(report);
      const outcome = messageId === undefined ? "unknown" : changed.has(messageId) ? "applied" : "repeated";
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
  const byProviderId = new Map(rows.map(({ id, provider, providerId }) => [`${provider} ${providerId}`, id]));
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
  const [recorded, settled] = await deps.store.write<{ id: number }>([
    recordReports(told),
    settleStates(told, now),
    suppressReported(told, now),
    leaveReported(told, now),
    recordSoftBounces(told),
    restAddresses(told, now),
    forgetSoftBounces(now),
  ]);
  return new Set([...(recorded ?? []), ...(settled ?? [])].map(({ id }) => id));
}
