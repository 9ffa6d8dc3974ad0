import type { ReceivesMail } from "#customers/forms/mail-flags.ts";
import { type Clock, HOUR_MS, type Timer } from "#kernel/clock.ts";

/** What name servers say of a domain. "none": the name, or such a record of it, is not there; "unknown": nobody could say. */
export type NameServers = {
  /** Exchanges, "" standing for the root (RFC 7505). */
  mx(domain: string): Promise<readonly string[] | "none" | "unknown">;
  /** Whether the name has an address of its own. */
  address(domain: string): Promise<"some" | "none" | "unknown">;
};

export type MailHostsDeps = { readonly servers: NameServers; readonly clock: Clock; readonly timer: Timer };

/** A form waits so long for a hint, and not longer. */
const PATIENCE_MS = 400;
const KEPT_MS = HOUR_MS;
const MOST_KEPT = 2_000;

type Kept = { readonly at: number; readonly answer: boolean };

/**
 * Whether mail reaches a domain: by its exchanges, or by its own address where it names none (RFC 5321 §5.1); never where it
 * says that it takes none (RFC 7505). Answers are kept for an hour; who is not answered in time has no opinion.
 */
export function mailHosts({ servers, clock, timer }: MailHostsDeps): ReceivesMail {
  const known = new Map<string, Kept>();
  return async (domain) => {
    const kept = known.get(domain);
    if (kept !== undefined && clock.now() - kept.at < KEPT_MS) return kept.answer;
    const answer = await inTime(timer, ask(servers, domain));
    if (answer === undefined) return undefined;
    known.delete(domain);
    known.set(domain, { at: clock.now(), answer });
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}

async function ask(servers: NameServers, domain: string): Promise<boolean | undefined> {
  const exchanges = await servers.mx(domain);
  if (exchanges === "unknown") return undefined;
  if (exchanges !== "none" && exchanges.length > 0) return exchanges.some((name) => name !== "" && name !== ".");
  const address = await servers.address(domain);
  return address === "unknown" ? undefined : address === "some";
}

async function inTime(timer: Timer, asked: Promise<boolean | undefined>): Promise<boolean | undefined> {
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = timer.after(PATIENCE_MS, () => resolve(undefined));
  });
  try {
    return await Promise.race([asked, late]);
  } catch {
    // A resolver that breaks has no opinion either.
    return undefined;
  } finally {
    cancel();
  }
}
