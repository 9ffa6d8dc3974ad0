import { MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";

/** So much of a rate may leave at once: senders come by once a minute at the edge, and a minute's share must not be lost on them. */
const BURST_MS = MINUTE_MS;

export type PaceState = { readonly usedUntil: number; readonly bookedUntil: number };

export type Pace = {
  readonly count: number;
  readonly now: number;
  readonly perMinute: number;
  readonly state: PaceState;
  /** A rate that is lower than usual ends here: places behind it are no longer so far apart. */
  readonly slowedUntil: number;
};

export type Paced = PaceState & {
  /** So many may leave now; each of the others has its place, epoch ms. */
  readonly granted: number;
  readonly later: readonly number[];
};

/**
 * The generic cell rate algorithm (ITU-T I.371): each message moves the time at which its stream is free again. What finds no
 * room is given places one after another, so that it comes back evenly and not all at once. Pure.
 */
export function paceTurns({ count, now, perMinute, state, slowedUntil }: Pace): Paced {
  const stepMs = MINUTE_MS / perMinute;
  const free = Math.max(state.usedUntil, now);
  const room = Math.floor((now + BURST_MS - free) / stepMs);
  // One always may where the stream is free, however slow it is.
  const granted = Math.max(0, Math.min(count, free <= now ? Math.max(1, room) : room));
  const usedUntil = Math.ceil(free + granted * stepMs);
  const isSlowed = slowedUntil > now;
  // Places that a slower time gave away far ahead are empty once it is over.
  const booked = isSlowed ? state.bookedUntil : Math.min(state.bookedUntil, now + count * stepMs + BURST_MS);
  const from = Math.max(booked, usedUntil, now + SECOND_MS);
  const later = Array.from({ length: count - granted }, (_, index) => {
    const place = Math.ceil(from + index * stepMs);
    return isSlowed && place > slowedUntil ? slowedUntil + ((place - slowedUntil) % MINUTE_MS) : place;
  });
  const end = Math.ceil(from + later.length * stepMs);
  const bookedUntil = later.length === 0 ? booked : isSlowed ? Math.min(end, slowedUntil) : end;
  return { granted, later, usedUntil, bookedUntil };
}
