import { sql, type SQL } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { hasConsent } from "#messages/consent.ts";
import { insertFrom } from "#messages/plan/insert-occurrences.ts";
import { MOST_AHEAD_MS, PLANNED_UPTO } from "#messages/plan/planner-queries.ts";
import { findOwnDates, ownDateFaults, ownDateSql } from "#messages/preferences/own-dates.ts";
import { scheduleOf } from "#messages/preferences/schedule-of.ts";
import { upsertSchedules } from "#messages/preferences/subscription-statements.ts";
import { duePlan, type Schedule, scheduleKey } from "#messages/schedule/due.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { Statement, Store } from "#store/store.ts";
import type { NewsletterView } from "./newsletter-view.ts";
import type { NewsletterDeps } from "./put-newsletter.ts";

/** Customers of one batch: some 20 ms of the writer, and never more different schedules than fit one parameter. */
const RANGE = 2_000;

type Place = { readonly zone: string; readonly ownOn: string | null };
type Range = { readonly after: number; readonly last: number };

/**
 * Subscribes everybody who agreed to the newsletter's topic and never chose anything about it: at the vendor's default pace,
 * each in her own zone. Set-based by ranges of customer ids, so that it may end anywhere and be called again; who lives in the
 * same zone shares one schedule. A pace on an own date waits for those whose date is not known.
 */
export async function subscribeByDefault(
  deps: NewsletterDeps,
  newsletter: NewsletterView,
  actor?: AuditActor,
): Promise<{ readonly subscribed: number }> {
  const { store } = deps;
  if (newsletter.state === "stopped") return { subscribed: 0 };
  const names = await findOwnDates(store);
  if (ownDateFaults(names, newsletter.defaultPace, "").length > 0) return { subscribed: 0 };
  let subscribed = 0;
  for (let after = 0; ;) {
    const range = await nextRange(store, after);
    if (range === undefined) return { subscribed };
    const places = await store.read<Place>(
      sql`select distinct c.zone, ${ownDateIn(newsletter) ?? sql`null`} as ownOn
        from ${candidates(newsletter, range)}`,
    );
    if (places.length > 0) {
      const results = await store.write<{ rows: number }>(
        statements({ newsletter, range, places, now: deps.clock.now(), actor }),
      );
      subscribed += results[2]?.[0]?.rows ?? 0;
    }
    after = range.last;
  }
}

async function nextRange(store: Store, after: number): Promise<Range | undefined> {
  const [row] = await store.read<{ last: number | null }>(
    sql`select max(id) as last from (select id from customers where id > ${after} order by id limit ${RANGE})`,
  );
  return row?.last == null ? undefined : { after, last: row.last };
}

/** The customer's date that the default follows. Its name was looked up before: it is a declared one. */
function ownDateIn({ defaultPace }: NewsletterView): SQL | undefined {
  return defaultPace.kind === "own_date" ? sql.raw(ownDateSql(defaultPace.attribute)) : undefined;
}

/** Customers of the range with consent, be it for this topic or for all, and without a word of their own; by primary keys. */
function candidates(newsletter: NewsletterView, { after, last }: Range): SQL {
  const ownDate = ownDateIn(newsletter);
  return sql`customers c join newsletters n on n.id = ${newsletter.id}
    where c.id > ${after} and c.id <= ${last} and c.erased_at is null and c.merged_into is null
      and ${hasConsent({ customerId: "c.id", channel: "(n.channels ->> 0)", topic: "n.topic" })}
      ${ownDate === undefined ? sql`` : sql`and ${ownDate} is not null`}
      and not exists (select 1 from subscriptions s where s.customer_id = c.id and s.newsletter_id = ${newsletter.id})`;
}

const CLOCKWORK: AuditActor = { kind: "system", id: "default-subscriptions" };

type Work = {
  readonly newsletter: NewsletterView;
  readonly range: Range;
  readonly places: readonly Place[];
  readonly now: number;
  /** Who asked for it; undefined for our own clockwork. */
  readonly actor: AuditActor | undefined;
};

function statements({ newsletter, range, places, now, actor = CLOCKWORK }: Work): Statement[] {
  const schedules = places.map((place) => ({ place, schedule: defaultSchedule(newsletter, place) }));
  const rows = schedules.map(({ place, schedule }) => [place.zone, place.ownOn, scheduleKey(schedule)]);
  const ownDate = ownDateIn(newsletter);
  const sameDate = ownDate === undefined ? sql`` : sql`and ${column(1)} = ${ownDate}`;
  return [
    upsertSchedules(schedules.map(({ schedule }) => schedule)),
    sql`insert into subscriptions (customer_id, newsletter_id, state, channel, schedule_id, chosen_by, updated_at)
      select c.id, ${newsletter.id}, 'active', n.channels ->> 0, d.id, 'default', ${now}
      from ${jsonRows(rows)} join schedules d on d.key = ${column(2)} join ${candidates(newsletter, range)}
        and ${column(0)} = c.zone ${sameDate}
      on conflict do nothing`,
    sql`select changes() as rows`,
    auditIfChanged({
      at: now,
      actor,
      action: "subscribe-by-default",
      subject: { kind: "newsletter", id: newsletter.code },
      // Numbers of customers, whole range by range: a batch each.
      detail: range,
    }),
    planned({ newsletter, range, schedules, now }),
  ];
}

/** What the planner has passed already is made up for here: it will not look at these dates again. */
function planned(work: {
  readonly newsletter: NewsletterView;
  readonly range: Range;
  readonly schedules: ReadonlyArray<{ readonly schedule: Schedule }>;
  readonly now: number;
}): SQL {
  const { newsletter, range, now } = work;
  const distinct = new Map(work.schedules.map(({ schedule }) => [scheduleKey(schedule), schedule]));
  const schedules = [...distinct].map(([key, schedule]) => ({ ...schedule, key }));
  const { occurrences } = duePlan({ schedules, watermark: now, now, until: now + MOST_AHEAD_MS, graceMs: 0 });
  return insertFrom(
    sql`${jsonRows(occurrences.map(({ schedule, on, dueAt }) => [schedule.key, on, dueAt]))}
      join schedules d on d.key = ${column(0)} and ${column(2)} <= ${PLANNED_UPTO}
      join subscriptions s on s.schedule_id = d.id and s.state = 'active'
        and s.customer_id > ${range.after} and s.customer_id <= ${range.last} and s.newsletter_id = ${newsletter.id}
        and s.chosen_by = 'default' and s.updated_at = ${now}`,
    now,
  );
}

/** The vendor's default in one place. "Every second week" counts from the newsletter's first day, for everybody alike. */
function defaultSchedule(newsletter: NewsletterView, { zone, ownOn }: Place): Schedule {
  return scheduleOf({
    pace: newsletter.defaultPace,
    minute: newsletter.defaultMinute,
    zone,
    ownOn,
    startOn: dateOfEpochDay(Math.floor(newsletter.createdAt / DAY_MS)),
  });
}
