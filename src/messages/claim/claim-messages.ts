import { sql, type SQL } from "drizzle-orm";
import { wallClockIn } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { ClaimedMessage } from "#messages/message.ts";
import { isPausedOn, pauseOf } from "#messages/schedule/pause.ts";
import { earliestAllowed, type QuietHours } from "#messages/schedule/quiet-hours.ts";
import { skipClaimed } from "#messages/send/attempt-statements.ts";
import { type Breaker, type Breakers, breakersOf, troubledBreakers } from "#messages/traffic/breakers/breaker.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Statement, Store } from "#store/store.ts";
import { callTwins, leaveAddresses, reserveAddresses, skipSameAddress } from "./address-statements.ts";
import { callHouseholds, reserveHouseholds, skipSameHousehold, waitForFirst } from "./household-statements.ts";
import {
  type Cap,
  claimedRows,
  type ClaimTicket,
  ofChannel,
  reserveTurns,
  skipCapped,
  skipMissed,
  skipRefused,
  stillClaimed,
  takeDue,
} from "./claim-statements.ts";
import { takeNextWay } from "./next-way.ts";

export type ClaimInput = {
  readonly ticket: ClaimTicket;
  readonly limit: number;
  /** Channels that have a sender; absent: no message takes another way than its own. */
  readonly open?: readonly string[] | undefined;
  readonly cap?: Cap | undefined;
  /** Hours that hold for everybody beside the customer's own. */
  readonly quietHours: readonly QuietHours[];
  /** Hours of a message's own channel, where it has any. */
  readonly hoursOf?: HoursOf | undefined;
  /** Messages of this kind of programme alone; absent: all that is due. */
  readonly only?: "direct" | undefined;
  /** Messages of this channel alone. */
  readonly channel?: string | undefined;
};

/** Windows beside those of everybody, and the zones in which it must be quiet in none of them; undefined: the customer's own. */
export type HoursOf = (message: HeldMessage) => ChannelHours | undefined;

export type ChannelHours = { readonly windows: readonly QuietHours[]; readonly zones: readonly string[] };

/** A claimed message, and what the sender must know of its way so far. */
export type HeldMessage = ClaimedMessage & {
  /** Of `address`: what suppressions know it by. */
  readonly addressHash: string;
  /** What the last try came to, and through which provider; null before the first. */
  readonly lastReason: string | null;
  readonly lastProvider: string | null;
  /** 1: quiet hours hold it although it is transactional. */
  readonly heedsQuiet: number;
};

export type Claim = {
  readonly messages: readonly HeldMessage[];
  /** Rows that were due, those that are skipped or wait for the morning included. */
  readonly taken: number;
  /** As they stood when the claim was done. */
  readonly breakers: Breakers;
};

/**
 * Takes up to `limit` due messages into this worker's hands: nobody else gets them while the lease runs, and those who may
 * not receive are skipped with the reason. Caps and addresses are reserved last, in one atomic batch, for what nothing else
 * holds back: one address gets an occurrence once, and whoever is skipped takes nobody's place.
 */
export async function claimMessages(store: Store, input: ClaimInput): Promise<Claim> {
  const running = await findDueProgrammes(store, input);
  if (running.length === 0) return { messages: [], taken: 0, breakers: new Map() };
  // A fair share for each programme that has something due: a flood in one does not hold up the others.
  const share = Math.max(1, Math.ceil(input.limit / running.length));
  const { ticket } = input;
  const results = await store.write<HeldMessage | Skipped>([
    ...running.map(({ id }) => takeDue(ticket, id, { limit: share, channel: input.channel })),
    skipMissed(ticket),
    ...(input.open !== undefined && running.some(({ isManyWays }) => isManyWays === 1)
      ? [takeNextWay(ticket, input.open)]
      : []),
    skipRefused(ticket),
    claimedRows(ticket),
  ]);
  const taken = results.slice(0, running.length).reduce((sum, rows) => sum + rows.length, 0);
  const left = (results.at(-1) ?? []) as readonly HeldMessage[];
  // Skipped, or gone on by another way: either leaves an address that an earlier claim may have reserved.
  const skipped = results.slice(running.length, -1).flat() as readonly Skipped[];
  if (taken === 0) return { messages: [], taken, breakers: new Map() };
  const isShared = running.some(({ onePerHousehold }) => onePerHousehold === 1);
  return { taken, ...(await reserve(store, { left, skipped, input, isShared })) };
}

type DueProgramme = { readonly id: number; readonly onePerHousehold: number; readonly isManyWays: number };

/** Running programmes with something due, by the first row of each in messages_due. */
function findDueProgrammes(store: Store, { ticket, only, channel }: ClaimInput): Promise<readonly DueProgramme[]> {
  return store.read<DueProgramme>(
    sql`select n.id, n.one_per_household as onePerHousehold, json_array_length(n.channels) > 1 as isManyWays from newsletters n where n.state = 'running' ${only === undefined ? sql`` : sql`and n.kind = ${only}`}
      and exists (select 1 from messages m where m.newsletter_id = n.id and m.state in ('planned', 'deferred')
        ${ofChannel(channel)} and m.due_at <= ${ticket.now})
      order by n.kind = 'direct' desc, n.priority desc, n.id`,
  );
}

type Skipped = { readonly id: number; readonly fence: number };

async function reserve(
  store: Store,
  found: {
    readonly left: readonly HeldMessage[];
    readonly skipped: readonly Skipped[];
    readonly input: ClaimInput;
    /** Some programme of these comes once for a household. */
    readonly isShared: boolean;
  },
): Promise<Omit<Claim, "taken">> {
  const { ticket, cap } = found.input;
  const { kept, statements, paused } = keepWelcome(found.left, found.input);
  const results = await store.write<Skipped | Breaker>([
    ...statements,
    skipSameAddress(ticket),
    ...(found.isShared ? [skipSameHousehold(ticket), waitForFirst(ticket)] : []),
    reserveTurns(ticket),
    skipCapped(ticket, cap),
    ...(found.isShared ? [reserveHouseholds(ticket), skipSameHousehold(ticket)] : []),
    reserveAddresses(ticket),
    skipSameAddress(ticket),
    ...(found.isShared ? [callHouseholds(found.left.map(({ id }) => id))] : []),
    stillClaimed(ticket),
    troubledBreakers,
  ]);
  const still = (results.at(-2) ?? []) as readonly Skipped[];
  const troubled = (results.at(-1) ?? []) as readonly Breaker[];
  const unwanted = results.slice(0, -2).flat() as readonly Skipped[];
  // Only an earlier claim can have reserved an address or a household for what was skipped in this one.
  const again = [...found.skipped, ...paused, ...unwanted].filter(({ fence }) => fence > 1);
  if (again.length > 0) await store.write(callOthers(again.map(({ id }) => id)));
  const held = new Set(still.map(({ id }) => id));
  return { messages: kept.filter(({ id }) => held.has(id)), breakers: breakersOf(troubled) };
}

/**
 * Whoever was skipped for the sake of messages that do not go after all, or not to that address, is due again: twins by address
 * and households.
 */
export function callOthers(ids: readonly number[]): readonly SQL[] {
  return [callTwins(ids), leaveAddresses(ids), callHouseholds(ids)];
}

/**
 * Those that suit the customer's clock and calendar at this moment. What falls into quiet hours goes back, due at their end,
 * and gives its reservation back too; what waited until her pause began is skipped like everything that falls into it.
 */
function keepWelcome(
  claimed: readonly HeldMessage[],
  { ticket, quietHours, hoursOf }: ClaimInput,
): { kept: readonly HeldMessage[]; paused: readonly HeldMessage[]; statements: readonly Statement[] } {
  const kept: HeldMessage[] = [];
  const paused: HeldMessage[] = [];
  const later: Array<readonly [number, number, number]> = [];
  for (const message of claimed) {
    const at = allowedAt(message, { imposed: quietHours, hours: hoursOf?.(message) }, ticket.now);
    if (at === undefined) paused.push(message);
    else if (at <= ticket.now) kept.push(message);
    else later.push([message.id, message.fence, at]);
  }
  const statements = [
    ...(paused.length === 0 ? [] : [skipClaimed(paused.map(({ id, fence }) => ({ id, fence, reason: "paused" })))]),
    ...(later.length === 0 ? [] : [putOff(later)]),
  ];
  return { kept, paused, statements };
}

function putOff(later: ReadonlyArray<readonly [id: number, fence: number, dueAt: number]>): SQL {
  return sql`update messages set state = case attempts when 0 then 'planned' else 'deferred' end, due_at = item.value ->> 2,
    waits_since = null, reserved_at = null, claimed_by = null, lease_until = null from ${jsonRows(later)}
    where messages.id = item.value ->> 0 and messages.fence = item.value ->> 1 and messages.state = 'claimed'`;
}

/** Epoch ms; undefined where it may not leave at all. Transactional mail knows no pause, and quiet hours only where asked. */
function allowedAt(
  message: HeldMessage,
  { imposed, hours }: { readonly imposed: readonly QuietHours[]; readonly hours: ChannelHours | undefined },
  now: number,
): number | undefined {
  const isMarketing = message.messageClass === "marketing";
  if (!isMarketing && message.heedsQuiet === 0) return now;
  const pause = pauseOf(message);
  if (isMarketing && pause !== undefined && isPausedOn(pause, wallClockIn(message.zone, now).date)) return undefined;
  const { quietFrom, quietUntil } = message;
  const own = quietFrom === null || quietUntil === null ? [] : [{ from: quietFrom, to: quietUntil }];
  const windows = [...imposed, ...own, ...(hours?.windows ?? [])];
  if (windows.length === 0) return now;
  // Windows that leave no moment of the week hold a message back for a day, and the question is asked again.
  return earliestAllowed(now, windows, hours?.zones ?? [message.zone]) ?? now + DAY_MS;
}
