import { guardedFetch, type OutgoingDeps, readOutgoing } from "#web/outgoing/guarded-fetch.ts";
import { type Clock, SECOND_MS } from "#kernel/clock.ts";

export type Answer = {
  readonly status: number;
  /** The body, where it is JSON. */
  readonly json: unknown;
};

/** A GET of an address; undefined where nobody answered. */
export type Ask = (url: string, headers?: Readonly<Record<string, string>>) => Promise<Answer | undefined>;

/** By how much another computer's clock is ahead of ours, in ms. */
export type Skew = { readonly whose: string; readonly ms: number };

const PATIENCE_MS = 10 * SECOND_MS;
const MOST_BYTES = 1_000_000;

/** Asks, and notes by each answer's Date how far the clocks are apart. `ownHost` is left out: it is the same clock. */
export function asker(
  outgoing: OutgoingDeps,
  clock: Clock,
  ownHost: string | undefined,
): { readonly ask: Ask; readonly skews: readonly Skew[] } {
  const skews: Skew[] = [];
  const ask: Ask = async (url, headers) => {
    const before = clock.now();
    const answered = await guardedFetch(outgoing, {
      url,
      ...(headers === undefined ? {} : { headers }),
      timeoutMs: PATIENCE_MS,
      maxBytes: MOST_BYTES,
    });
    if (!answered.ok) return undefined;
    const now = clock.now();
    const { host, hostname } = new URL(url);
    const date = Date.parse(answered.value.headers.get("date") ?? "");
    // The header has whole seconds, and the answer was made somewhere between.
    if (Number.isFinite(date) && hostname !== ownHost) skews.push({ whose: host, ms: date + 500 - (before + now) / 2 });
    const body = await readOutgoing(answered.value);
    return { status: answered.value.status, json: body.ok ? jsonOf(body.value) : undefined };
  };
  return { ask, skews };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
