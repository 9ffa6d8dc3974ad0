import { sql } from "drizzle-orm";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import { isZone, type LocalDate, wallClockIn } from "#kernel/calendar.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { ChannelName } from "#messages/channel-name.ts";
import { replanStatements } from "#messages/plan/replan.ts";
import type { Schedule } from "#messages/schedule/due.ts";
import { paceKey } from "#messages/schedule/pace.ts";
import type { SqlValue, Statement } from "#store/store.ts";
import { firstOf, ledBy, waysOf } from "./channel-order.ts";
import { choiceFacts } from "./choice-facts.ts";
import { type Choosable, findChoosable } from "./find-choosable.ts";
import { findPreferences } from "./find-preferences.ts";
import { findHeld, heldSchedule, type HeldSubscription, moveOf, moveStatements } from "./move-subscriptions.ts";
import { findUnliftable, liftOptOuts, type TurnedOn } from "./lift-opt-outs.ts";
import { findHerDates, findOwnDates, ownDateFaults } from "./own-dates.ts";
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
  /** An agent made it for her: it lifts no opt-out but her own. */
  readonly isTold?: boolean;
};

type Known = {
  readonly current: Preferences;
  readonly choosable: ReadonlyMap<string, Choosable>;
  /** Her subscriptions by newsletter. */
  readonly held: ReadonlyMap<number, HeldSubscription>;
  /** The dates that paces may follow, and hers of those that are asked for. */
  readonly ownDates: ReadonlySet<string>;
  readonly herDates: ReadonlyMap<string, LocalDate | null>;
};

type Change = {
  readonly newsletter: Choosable;
  readonly subscription: Subscription;
  readonly wasOn: boolean;
  /** By which channel it comes from now on, and came until now. */
  readonly by: ChannelName;
  readonly hadBy: ChannelName;
  /** Ways beside that one which are new to her. */
  readonly alsoBy: readonly ChannelName[];
  /** Nothing of the subscription itself changes. */
  readonly isAsItWas: boolean;
  /** What it came by until now. */
  readonly before: Schedule | undefined;
};

/**
 * Saves what a customer chose, in one batch: subscriptions with their schedules, quiet hours, pause and limit, the consent
 * records that follow, the events of the choice, and the rows that are planned anew. What a worker holds already is asked for
 * again before it leaves.
 */
export async function savePreferences(input: SavePreferences): Promise<Result<Preferences, Problem>> {
  const { deps, customerCode, choice } = input;
  const known = await findKnown(input);
  if (known === undefined) return err(problem("not_found"));
  const { current } = known;
  const faults = faultsOf(choice, known);
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const now = deps.clock.now();
  const changes = changesOf(choice, known, now);
  const turnedOn = turnedOnOf(input, current, changes);
  const barred = await findUnliftable(deps.store, choice, turnedOn);
  if (barred.length > 0) return err(problem("invalid_content", undefined, barred));
  await deps.store.write([
    ...factStatements(deps, { by: "code", facts: factsOf(input, current, changes), receivedAt: now }),
    ...frameStatements(current, choice, now),
    ...liftOptOuts({ ...turnedOn, newsletters: [...turnedOn.newsletters, ...agreedTo(changes)] }),
    ...changeStatements(
      changes.filter(({ isAsItWas }) => !isAsItWas),
      current,
      now,
    ),
    ...moveStatements(movesOf(choice, known, changes), now),
  ]);
  const saved = await findPreferences(deps.store, { code: customerCode });
  return saved === undefined ? err(problem("not_found")) : ok(saved);
}

function turnedOnOf({ isTold = false }: SavePreferences, current: Preferences, changes: readonly Change[]): TurnedOn {
  const newsletters = changes
    .filter(({ subscription, wasOn, by, hadBy }) => subscription.isOn && (!wasOn || by !== hadBy))
    .map(({ newsletter, by }) => ({ ...newsletter, channel: by }));
  return { current, newsletters, isTold };
}

/** What may come by another way from now on, each with the way. */
function agreedTo(changes: readonly Change[]) {
  return changes.flatMap(({ newsletter, alsoBy }) => alsoBy.map((channel) => ({ ...newsletter, channel })));
}

async function findKnown({ deps, customerCode, choice }: SavePreferences): Promise<Known | undefined> {
  const current = await findPreferences(deps.store, { code: customerCode });
  if (current === undefined) return undefined;
  const ownDates = await findOwnDates(deps.store);
  const isHers = sql`s.customer_id = ${current.customerId} and n.state <> 'stopped'`;
  const held = await findHeld(deps.store, isHers, ownDates);
  const followed = followedDates(choice, current).filter((name) => ownDates.has(name));
  const herDates = await findHerDates(deps.store, current.customerId, followed);
  // An order for all says something of each newsletter that she takes.
  const meant = choice.channelOrder == null ? choice.newsletters : [...choice.newsletters, ...current.newsletters];
  const choosable = await findChoosable(
    deps.store,
    meant.map(({ code }) => code),
  );
  return { current, choosable, held: new Map(held.map((one) => [one.newsletterId, one])), ownDates, herDates };
}

function followedDates(choice: PreferencesInput, current: Preferences): string[] {
  const paces = [...choice.newsletters, ...current.newsletters].map(({ pace }) => pace);
  return [...new Set(paces.flatMap((pace) => (pace?.kind === "own_date" ? [pace.attribute] : [])))];
}

const NOT_BY_IT = "It does not come by this channel.";

function fault(index: number, field: string, message: string) {
  return { pointer: `/newsletters/${index}/${field}`, message };
}

function faultsOf(choice: PreferencesInput, { current, ownDates }: Known) {
  const codes = new Set(current.newsletters.map((newsletter) => newsletter.code));
  const strangers = choice.newsletters.flatMap(({ code }, index) =>
    codes.has(code) ? [] : [{ pointer: `/newsletters/${index}/code`, message: "There is no such newsletter." }],
  );
  const foreign = choice.newsletters.flatMap(({ code, channel, channelOrder }, index) => {
    const channels = current.newsletters.find((newsletter) => newsletter.code === code)?.channels;
    const isForeign = (one: ChannelName) => channels?.includes(one) === false;
    const first = channelOrder?.[0];
    const isTorn = channel !== undefined && first !== undefined && first !== channel;
    return [
      ...(channel !== undefined && isForeign(channel) ? [fault(index, "channel", NOT_BY_IT)] : []),
      ...(channelOrder?.some(isForeign) === true ? [fault(index, "channelOrder", NOT_BY_IT)] : []),
      ...(isTorn ? [fault(index, "channelOrder", "Its first is not the channel that is named beside it.")] : []),
    ];
  });
  const unknownDates = choice.newsletters.flatMap(({ pace }, index) =>
    ownDateFaults(ownDates, pace, `/newsletters/${index}/pace`),
  );
  const isKnownZone = choice.zone === undefined || isZone(choice.zone);
  return [
    ...strangers,
    ...foreign,
    ...unknownDates,
    ...(isKnownZone ? [] : [{ pointer: "/zone", message: "This is not an IANA time zone." }]),
  ];
}

/** The newsletters that the choice names, and nothing about any other. */
function changesOf(choice: PreferencesInput, { current, choosable, held, herDates }: Known, now: number): Change[] {
  const zone = choice.zone ?? current.zone;
  return current.newsletters.flatMap((preference) => {
    const chosen = chosenOf(preference, choice);
    const newsletter = choosable.get(preference.code);
    if (chosen === undefined || newsletter === undefined) return [];
    const old = held.get(newsletter.id);
    const pace = chosen.pace ?? preference.pace;
    // "Every second week" goes on counting from where it began, unless the rule itself is another.
    const startOn = old?.pace === paceKey(pace) ? old.anchorOn : null;
    const isNamed = choice.newsletters.some(({ code }) => code === preference.code);
    const by = chosen.channel ?? chosen.channelOrder?.[0] ?? preference.channel;
    const channelOrder = orderOf(chosen, preference, by);
    const general = choice.channelOrder === undefined ? current.channelOrder : choice.channelOrder;
    const ways = waysOf({ ...preference, channel: by, channelOrder: channelOrder ?? preference.channelOrder }, general);
    const hadWays = preference.isOn ? waysOf(preference, current.channelOrder) : [];
    const schedule = scheduleOf({
      pace,
      minute: chosen.minute ?? preference.minute,
      zone,
      ownOn: pace.kind === "own_date" ? (herDates.get(pace.attribute) ?? null) : null,
      startOn: startOn ?? wallClockIn(zone, now).date,
    });
    const subscription: Subscription = {
      customerCode: current.customerCode,
      newsletterId: newsletter.id,
      isOn: chosen.isOn,
      channel: by,
      schedule,
      // An order for all moves the channel of a default, and leaves its dates to the vendor.
      chosenBy: isNamed || old?.chosenBy !== "default" ? "customer" : "default",
      channelOrder,
      ownCopy: chosen.ownCopy ?? preference.ownCopy,
      isUnsaid: {
        channel: by === preference.channel && chosen.channel === undefined,
        schedule: chosen.pace === undefined && chosen.minute === undefined && choice.zone === undefined,
        ownCopy: chosen.ownCopy === undefined,
      },
    };
    return [
      {
        newsletter,
        subscription,
        wasOn: preference.isOn,
        by,
        hadBy: preference.channel,
        alsoBy: chosen.isOn ? ways.filter((way) => way !== by && !hadWays.includes(way)) : [],
        isAsItWas: !isNamed && by === preference.channel,
        before: old?.state === "active" ? heldSchedule(old) : undefined,
      },
    ];
  });
}

type Chosen = PreferencesInput["newsletters"][number];

/** What the choice says of a newsletter; an order for all says it of each that she takes and that has no order of its own. */
function chosenOf(
  preference: NewsletterPreference,
  { newsletters, channelOrder }: PreferencesInput,
): Chosen | undefined {
  const named = newsletters.find(({ code }) => code === preference.code);
  const isOwn = named?.channelOrder === undefined ? preference.channelOrder !== null : named.channelOrder !== null;
  if (channelOrder == null || isOwn || named?.channel !== undefined) return named;
  if (named === undefined && !preference.isOn) return undefined;
  const first = firstOf(channelOrder, preference.channels);
  const said = named ?? { code: preference.code, isOn: true };
  return first === undefined || first === preference.channel ? said : { ...said, channel: first };
}

/** undefined where her own order, or that she has none, stays as it is. */
function orderOf({ channelOrder }: Chosen, preference: NewsletterPreference, by: ChannelName) {
  if (channelOrder !== undefined) return channelOrder;
  return preference.channelOrder === null || preference.channelOrder[0] === by
    ? undefined
    : ledBy(preference.channelOrder, by);
}

/** What the choice does not name keeps its state and its rule; a new zone moves it, and the end of a pause brings its dates back. */
function movesOf(choice: PreferencesInput, { current, held }: Known, changes: readonly Change[]) {
  const named = new Set(changes.map(({ newsletter }) => newsletter.id));
  const { pause } = current;
  const isPauseNew =
    choice.pause !== undefined && (choice.pause?.from !== pause?.from || choice.pause?.until !== pause?.until);
  return [...held.values()]
    .filter(({ newsletterId }) => !named.has(newsletterId))
    .map((one) => moveOf({ ...one, zone: choice.zone ?? one.zone }))
    .filter(({ held: { key: oldKey }, key }) => isPauseNew || (choice.zone !== undefined && key !== oldKey));
}

function factsOf({ deps, source, wording, proof, choice }: SavePreferences, current: Preferences, changes: Change[]) {
  return choiceFacts({
    id: `~${deps.ids.next("choice")}`,
    customerCode: current.customerCode,
    at: deps.clock.now(),
    source,
    wording,
    proof,
    choice,
    switched: changes.flatMap(({ newsletter, subscription: { isOn, channel }, wasOn, hadBy }) =>
      // Who takes by another channel what she had agrees to that channel.
      isOn === wasOn && (!isOn || channel === hadBy) ? [] : [{ ...newsletter, channel, isOn }],
    ),
    agreed: agreedTo(changes).map(({ channel, topic }) => ({ channel, topic })),
    isTracked: choice.isTracked === current.isTracked ? undefined : choice.isTracked,
  });
}

function changeStatements(changes: readonly Change[], { customerId }: Preferences, now: number): Statement[] {
  if (changes.length === 0) return [];
  const subscriptions = changes.map(({ subscription }) => subscription);
  return [
    upsertSchedules(subscriptions.map(({ schedule }) => schedule)),
    upsertSubscriptions(subscriptions, now),
    ...replanStatements(
      now,
      changes.map(({ newsletter, subscription, before }) => ({
        customerId,
        newsletterId: newsletter.id,
        before,
        after: subscription.schedule,
      })),
    ),
  ];
}

/** Only what the choice names: what another choice says at the same moment stands beside it. */
function frameStatements({ customerId }: Preferences, choice: PreferencesInput, now: number): Statement[] {
  const { quietHours, pause, cap, channelOrder } = choice;
  const named: Array<readonly [column: string, value: SqlValue]> = [
    ["updated_at", now],
    ...columnsOf(quietHours, { quiet_from: quietHours?.from, quiet_until: quietHours?.to }),
    ...columnsOf(pause, { paused_from: pause?.from, paused_until: pause?.until }),
    ...columnsOf(cap, { cap_count: cap?.count, cap_days: cap?.days }),
    ...(channelOrder === undefined
      ? []
      : [["channel_order", channelOrder === null ? null : JSON.stringify(channelOrder)] as const]),
  ];
  const columns = named.map(([column]) => column);
  return [
    {
      sql: `insert into preferences (customer_id, ${columns.join(", ")}) values (?${", ?".repeat(columns.length)})
        on conflict (customer_id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`,
      params: [customerId, ...named.map(([, value]) => value)],
    },
  ];
}

/** null takes all of a part away; what is absent is not named. */
function columnsOf(
  part: object | null | undefined,
  values: Readonly<Record<string, SqlValue | undefined>>,
): Array<readonly [string, SqlValue]> {
  return part === undefined ? [] : Object.entries(values).map(([column, value]) => [column, value ?? null] as const);
}
