import { sql } from "drizzle-orm";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import type { ConsentStatement, Fact } from "#customers/facts/fact.ts";
import { isZone, wallClockIn } from "#kernel/calendar.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { replanStatements } from "#messages/plan/plan-customer.ts";
import { scheduleKey } from "#messages/schedule/due.ts";
import type { Statement } from "#store/store.ts";
import { findPreferences } from "./find-preferences.ts";
import type { NewsletterPreference, Preferences, PreferencesInput } from "./preferences.ts";
import { scheduleOf } from "./schedule-of.ts";
import { type Subscription, upsertSchedules, upsertSubscriptions } from "./subscription-statements.ts";

export type SavePreferences = {
  readonly deps: CustomerDeps;
  readonly customerCode: string;
  readonly choice: PreferencesInput;
  /** Where the choice was made, and the words that stood beside the switches: they go into the consent records. */
  readonly source: string;
  readonly wording: string;
  readonly proof: Readonly<Record<string, unknown>>;
};

type Change = {
  readonly newsletter: NewsletterPreference;
  readonly subscription: Subscription;
  readonly wasOn: boolean;
};

/**
 * Saves what a customer chose, in one batch: subscriptions with their schedules, quiet hours, pause and limit, the consent
 * records that follow, an event for each choice, and the rows that are planned anew. What a worker holds already still goes.
 */
export async function savePreferences(input: SavePreferences): Promise<Result<Preferences, Problem>> {
  const { deps, customerCode, choice } = input;
  const known = await findPreferences(deps.store, { code: customerCode });
  if (known === undefined) return err(problem("not_found"));
  const current = { ...known, zone: choice.zone ?? known.zone, locale: choice.locale ?? known.locale };
  const faults = faultsOf(choice, current);
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const now = deps.clock.now();
  const changes = changesOf(choice, current, now);
  const subscriptions = changes.map((change) => change.subscription);
  await deps.store.write([
    ...factStatements(deps, { by: "code", facts: [factOf(input, current, changes)], receivedAt: now }),
    ...(subscriptions.length === 0
      ? []
      : [upsertSchedules(subscriptions.map((one) => one.schedule)), upsertSubscriptions(subscriptions, now)]),
    ...frameStatements(current, choice, now),
    ...liftOptOuts(current, changes),
    ...(await replanStatements(deps.store, now, {
      customerCode: current.customerCode,
      chosen: subscriptions.map(({ newsletterId, schedule }) => ({
        ...schedule,
        newsletterId,
        key: scheduleKey(schedule),
      })),
    })),
  ]);
  const saved = await findPreferences(deps.store, { code: customerCode });
  return saved === undefined ? err(problem("not_found")) : ok(saved);
}

function faultsOf(choice: PreferencesInput, current: Preferences) {
  const codes = new Set(current.newsletters.map((newsletter) => newsletter.code));
  const strangers = choice.newsletters.flatMap(({ code }, index) =>
    codes.has(code) ? [] : [{ pointer: `/newsletters/${index}/code`, message: "There is no such newsletter." }],
  );
  const zone = isZone(current.zone) ? [] : [{ pointer: "/zone", message: "This is not an IANA time zone." }];
  return [...strangers, ...zone];
}

/** A changed zone moves every schedule, also of newsletters that the choice does not name. */
function changesOf(choice: PreferencesInput, current: Preferences, now: number): Change[] {
  const today = wallClockIn(current.zone, now).date;
  return current.newsletters.flatMap((newsletter) => {
    const chosen = choice.newsletters.find(({ code }) => code === newsletter.code);
    if (chosen === undefined && choice.zone === undefined) return [];
    const pace = chosen?.pace ?? newsletter.pace;
    const minute = chosen?.minute ?? newsletter.minute;
    const subscription: Subscription = {
      customerCode: current.customerCode,
      newsletterId: newsletter.id,
      isOn: chosen?.isOn ?? newsletter.isOn,
      channel: chosen?.channel ?? newsletter.channel,
      schedule: scheduleOf({ pace, minute, zone: current.zone, birthOn: current.birthOn, startOn: today }),
      chosenBy: "customer",
    };
    return [{ newsletter, subscription, wasOn: newsletter.isOn }];
  });
}

/** The choice as an event, with the consents that it means. */
function factOf(
  { deps, source, wording, proof, choice }: SavePreferences,
  current: Preferences,
  changes: readonly Change[],
): Fact {
  const at = deps.clock.now();
  const consents: ConsentStatement[] = changes
    .filter(({ subscription, wasOn }) => subscription.isOn !== wasOn)
    .map(({ newsletter, subscription }) => ({
      purpose: "receive",
      channel: subscription.channel,
      topic: newsletter.topic,
      state: subscription.isOn ? "granted" : "withdrawn",
      wording,
      proof,
    }));
  if (choice.isTracked !== undefined && choice.isTracked !== current.isTracked) {
    const state = choice.isTracked ? "granted" : "withdrawn";
    consents.push({ purpose: "track", channel: "", topic: "", state, wording, proof });
  }
  return {
    messageId: `~${deps.ids.next("choice")}`,
    customer: current.customerCode,
    kind: "choice",
    name: "Preferences Chosen",
    category: null,
    productCode: null,
    properties: {
      newsletters: choice.newsletters,
      hasPause: choice.pause != null,
      hasQuietHours: choice.quietHours != null,
    },
    at,
    source,
    channel: "web",
    profile: {
      ...(choice.zone === undefined ? {} : { zone: choice.zone }),
      ...(choice.locale === undefined ? {} : { locale: choice.locale }),
    },
    consents,
  };
}

function frameStatements(current: Preferences, choice: PreferencesInput, now: number): Statement[] {
  const quiet = choice.quietHours === undefined ? current.quietHours : choice.quietHours;
  const pause = choice.pause === undefined ? current.pause : choice.pause;
  const cap = choice.cap === undefined ? current.cap : choice.cap;
  return [
    sql`insert into preferences (customer_id, quiet_from, quiet_until, paused_from, paused_until, cap_count, cap_days, updated_at)
      values (${current.customerId}, ${quiet?.from ?? null}, ${quiet?.to ?? null}, ${pause?.from ?? null},
        ${pause?.until ?? null}, ${cap?.count ?? null}, ${cap?.days ?? null}, ${now})
      on conflict (customer_id) do update set quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
        paused_from = excluded.paused_from, paused_until = excluded.paused_until, cap_count = excluded.cap_count,
        cap_days = excluded.cap_days, updated_at = excluded.updated_at`,
  ];
}

/** Turning a newsletter on again is the person's own act: it lifts her own opt-out, and nothing else ever does. */
function liftOptOuts(current: Preferences, changes: readonly Change[]): Statement[] {
  const codes = changes.filter(({ subscription }) => subscription.isOn).map(({ newsletter }) => newsletter.code);
  if (codes.length === 0 || current.emailHash === null) return [];
  return [
    sql`delete from suppressions where address_hash = ${current.emailHash} and channel = 'email' and reason = 'unsubscribed'
      and (scope = '' or scope in (select value from json_each(${JSON.stringify(codes)})))`,
  ];
}
