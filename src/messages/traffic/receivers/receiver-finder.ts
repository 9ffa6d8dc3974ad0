import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS, type Timer } from "#kernel/clock.ts";
import { receiverByDomain, receiverOfExchanges } from "./receiver-of-exchanges.ts";

/** The mail exchanges of a domain, by name servers; "unknown": nobody could say. */
export type FindExchanges = (domain: string) => Promise<readonly string[] | "none" | "unknown">;

export type ReceiverFinder = (domain: string) => string | Promise<string>;

const KEPT_MS = 6 * HOUR_MS;
/** Where nobody answered, by the domain's own name meanwhile. */
const UNKNOWN_KEPT_MS = 5 * MINUTE_MS;
const PATIENCE_MS = 2 * SECOND_MS;
const MOST_KEPT = 50_000;

type Kept = { readonly receiver: string; readonly until: number };

/**
 * Who takes the mail of a domain. Each domain is asked once in six hours; the oldest answer makes room for the newest. What is kept
 * are answers and never promises, which end with their event at the edge. A name server that is slow or down costs a moment and never a message.
 */
export function receiverFinder({
  exchanges,
  clock,
  timer,
}: {
  readonly exchanges: FindExchanges;
  readonly clock: Clock;
  readonly timer: Timer;
}): ReceiverFinder {
  const known = new Map<string, Kept>();

  const ask = async (domain: string): Promise<string> => {
    const found = await inTime(timer, exchanges(domain));
    const isTold = found !== "unknown";
    const receiver = isTold ? receiverOfExchanges(domain, found === "none" ? [] : found) : receiverByDomain(domain);
    known.delete(domain);
    known.set(domain, { receiver, until: clock.now() + (isTold ? KEPT_MS : UNKNOWN_KEPT_MS) });
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
    return receiver;
  };

  return (domain) => {
    const kept = known.get(domain);
    if (kept !== undefined && clock.now() < kept.until) return kept.receiver;
    return ask(domain);
  };
}

async function inTime(timer: Timer, answer: ReturnType<FindExchanges>): ReturnType<FindExchanges> {
  let cancel = () => {};
  const late = new Promise<"unknown">((resolve) => {
    cancel = timer.after(PATIENCE_MS, () => resolve("unknown"));
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return "unknown";
  } finally {
    cancel();
  }
}
