import { sql, type SQL } from "drizzle-orm";
import { MINUTE_MS } from "#kernel/clock.ts";
import type { Breaker, TechnicalCause } from "./breaker.ts";

/** So many tries in a row without an answer open a provider's breaker; a refused account does at once. */
const MOST_FAILURES = 5;

const FIRST_WAIT_MS: Readonly<Record<TechnicalCause, number>> = {
  refused_credentials: 15 * MINUTE_MS,
  no_answer: MINUTE_MS,
  too_fast: MINUTE_MS,
};
const LONGEST_WAIT_MS = 30 * MINUTE_MS;

/** What the tries of one group came to, for one provider. */
export type Tries = {
  readonly subject: string;
  /** Tries that say that the provider can't, and why; a single answer among them says that it can. */
  readonly troubles: readonly TechnicalCause[];
  readonly isAnswered: boolean;
  /** Troubles were counted since an answer was last heard. */
  readonly hadTrouble: boolean;
  /** The claim that made them. */
  readonly token: string;
  readonly now: number;
};

/** Rows that these statements give: breakers that opened or closed just now. */
export type Turned = Pick<Breaker, "subject" | "state" | "cause" | "rounds" | "failures">;

/**
 * Opens, counts, closes. A breaker that is open already hears of no more troubles, and only its own probe closes it: an answer to
 * what left before it opened says nothing of now.
 */
export function noteTries(tries: Tries, before: Breaker | undefined): readonly SQL[] {
  const { subject, troubles, isAnswered, hadTrouble, token, now } = tries;
  if (isAnswered) {
    const isProbe = before?.state === "half_open" || before?.state === "open";
    if (isProbe) return [closeProbed(subject, token, now)];
    return hadTrouble ? [forgetFailures(subject)] : [];
  }
  const cause = troubles.includes("refused_credentials") ? "refused_credentials" : troubles[0];
  return cause === undefined ? [] : [countFailures({ ...tries, cause })];
}

function countFailures({ subject, troubles, token, now, cause }: Tries & { readonly cause: TechnicalCause }): SQL {
  const opensAtOnce = cause === "refused_credentials" || troubles.length >= MOST_FAILURES ? 1 : 0;
  const first = FIRST_WAIT_MS[cause];
  const wait = sql`min(${LONGEST_WAIT_MS}, ${first} * (1 << min(10, breakers.rounds + 1)))`;
  const opens = sql`(breakers.state = 'half_open' or ${opensAtOnce} = 1 or breakers.failures + excluded.failures >= ${MOST_FAILURES})`;
  return sql`insert into breakers (subject, state, cause, failures, opened_at, probe_at)
    values (${subject}, iif(${opensAtOnce} = 1, 'open', 'closed'), ${cause}, ${troubles.length},
      iif(${opensAtOnce} = 1, ${now}, null), iif(${opensAtOnce} = 1, ${now + first}, null))
    on conflict (subject) do update set
      failures = breakers.failures + excluded.failures, cause = excluded.cause,
      rounds = iif(breakers.state = 'half_open', breakers.rounds + 1, breakers.rounds),
      opened_at = iif(breakers.state = 'half_open', breakers.opened_at, iif(${opens}, ${now}, null)),
      probe_at = iif(breakers.state = 'half_open', ${now} + ${wait}, iif(${opens}, ${now + first}, null)),
      probe_by = null, state = iif(${opens}, 'open', 'closed')
    where breakers.state = 'closed' or (breakers.state = 'half_open' and breakers.probe_by = ${token})
    returning subject, state, cause, rounds, failures`;
}

function closeProbed(subject: string, token: string, now: number): SQL {
  return sql`update breakers set state = 'closed', failures = 0, rounds = 0, probe_at = null, probe_by = null, closed_at = ${now}
    where subject = ${subject} and state = 'half_open' and probe_by = ${token} returning subject, state, cause, rounds, failures`;
}

function forgetFailures(subject: string): SQL {
  return sql`update breakers set failures = 0 where subject = ${subject} and state = 'closed' and failures > 0`;
}

/** One claim at a time probes; where it dies, the next may after its lease. */
export function takeProbes(
  subjects: readonly string[],
  { token, now, leaseUntil }: { readonly token: string; readonly now: number; readonly leaseUntil: number },
): SQL {
  return sql`update breakers set state = 'half_open', probe_by = ${token}, probe_at = ${leaseUntil}
    where subject in (select value from json_each(${JSON.stringify(subjects)})) and state in ('open', 'half_open')
      and probe_at <= ${now} returning subject`;
}
