import { sql } from "drizzle-orm";
import type { DeliveryReport } from "#channels/report.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Statement } from "#store/store.ts";
import { applyReports, type ReportDeps } from "./apply-reports.ts";

/** A provider may tell of a message before its answer is written down. What is nobody's after so long never was ours. */
const KEPT_MS = HOUR_MS;
/** A provider that tells of somebody else's messages fills no table: beyond these a report is unknown at once. */
const MOST_PARKED = 10_000;
const AT_ONCE = 200;

/** Whether a report may wait for its message: it names the provider's id, which is written with the provider's answer. */
export function canWait({ about }: DeliveryReport): boolean {
  return "providerId" in about;
}

/** Keeps reports whose provider's id no message has yet; the same report once. Gives how many there is room for. */
export function park(reports: readonly DeliveryReport[], now: number): Statement {
  const rows = reports.flatMap(({ about, ...report }) =>
    "providerId" in about ? [[report.provider, about.providerId, JSON.stringify({ about, ...report })]] : [],
  );
  return sql`insert into parked_reports (provider, provider_id, report, parked_at)
    select item.value ->> 0, item.value ->> 1, item.value ->> 2, ${now} from ${jsonRows(rows)}
    where (select count(*) from parked_reports) < ${MOST_PARKED} on conflict do nothing`;
}

/**
 * Applies what came before its message's id was written down, and gives up what is too old, each counted. One bounded turn of the
 * clockwork; a crash in between applies once more, which changes nothing.
 */
export async function applyParked(deps: ReportDeps): Promise<number> {
  const { store, clock, onReport } = deps;
  const now = clock.now();
  const found = await store.read<{ id: number; report: string; isOurs: number }>(
    sql`select p.id, p.report, m.id is not null as isOurs from parked_reports p
      left join messages m indexed by messages_by_provider_id on m.provider_id = p.provider_id and m.provider = p.provider
      where m.id is not null or p.parked_at < ${now - KEPT_MS} order by p.id limit ${AT_ONCE}`,
  );
  if (found.length === 0) return 0;
  const read = found.map(({ report, isOurs }) => ({
    report: JSON.parse(report) as DeliveryReport,
    isOurs: isOurs === 1,
  }));
  const ours = read.filter(({ isOurs }) => isOurs).map(({ report }) => report);
  if (ours.length > 0) await applyReports(deps, ours);
  for (const { report, isOurs } of read) {
    if (!isOurs) onReport?.({ provider: report.provider, verdict: report.verdict, outcome: "unknown" });
  }
  const ids = JSON.stringify(found.map(({ id }) => id));
  await store.write([sql`delete from parked_reports where id in (select value from json_each(${ids}))`]);
  return ours.length;
}
