import { type Clock, MINUTE_MS } from "#kernel/clock.ts";

/**
 * Counts failures by subject in windows of a minute. A subject is a kind and a name ("key k1", "account a@b.example"). The
 * count lives in one process: n processes or isolates together allow n times as much, which 256-bit secrets and slow
 * password hashes bear.
 */
export type FailureLimit = {
  /** Seconds until the subject may fail again; undefined while it still may. */
  blockedForSeconds(subject: string): number | undefined;
  record(subject: string): void;
};

type Window = { readonly endsAt: number; failures: number };

/** Subjects of one kind, so that who invents keys pushes out no account. */
type Kind = {
  /** Those that may still fail; who failed last stands last. */
  readonly counting: Map<string, Window>;
  /** Those that may not. No number of invented subjects pushes one out, only as many others with all their tries spent. */
  readonly locked: Map<string, Window>;
};

/** Of a kind and a state: memory is bounded, whoever calls. */
const MAX_SUBJECTS = 10_000;

export function failureLimit(clock: Clock, perMinute: number): FailureLimit {
  const kinds = new Map<string, Kind>();
  const kindOf = (subject: string): Kind => {
    const name = subject.slice(0, Math.max(0, subject.indexOf(" ")));
    const kind = kinds.get(name) ?? { counting: new Map(), locked: new Map() };
    kinds.set(name, kind);
    return kind;
  };
  return {
    blockedForSeconds: (subject) => {
      const leftMs = (kindOf(subject).locked.get(subject)?.endsAt ?? 0) - clock.now();
      return leftMs > 0 ? Math.ceil(leftMs / 1_000) : undefined;
    },
    record: (subject) => {
      const now = clock.now();
      const { counting, locked } = kindOf(subject);
      const known = locked.get(subject) ?? counting.get(subject);
      const window = known !== undefined && known.endsAt > now ? known : { endsAt: now + MINUTE_MS, failures: 0 };
      window.failures += 1;
      counting.delete(subject);
      locked.delete(subject);
      keep(window.failures < perMinute ? counting : locked, subject, window);
    },
  };
}

function keep(windows: Map<string, Window>, subject: string, window: Window): void {
  const [oldest] = windows.keys();
  if (windows.size >= MAX_SUBJECTS && oldest !== undefined) windows.delete(oldest);
  windows.set(subject, window);
}
