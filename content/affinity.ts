/** What a person did that shows an interest in a category. Machines' signals do not belong here. */
export type SignalKind = "click" | "purchase" | "newsletter-choice" | "page-view" | "registration" | "survey";

/** `weight` scales this one signal (1 is usual); `at` is epoch ms. */
export type Signal = {
  readonly category: string;
  readonly kind: SignalKind;
  readonly at: number;
  readonly weight: number;
};

export type AffinitySettings = {
  /** Time after which a signal counts half. */
  readonly halfLifeMs: number;
  /** The mass at which the affinity is one half. */
  readonly halfMass: number;
  readonly kindWeights: Readonly<Record<SignalKind, number>>;
};

export const defaultAffinity: AffinitySettings = {
  halfLifeMs: 30 * 86_400_000,
  halfMass: 3,
  kindWeights: { "page-view": 0.5, click: 1, survey: 2, "newsletter-choice": 2, registration: 2, purchase: 3 },
};

/** All that must be kept for one customer and category: the decayed sum of the signals' weights as it was at `asOf`. */
export type AffinityState = { readonly mass: number; readonly asOf: number };

/**
 * Adds a signal to what is known; signals may come in any order. A late one is decayed to `asOf`, a new one moves `asOf`.
 * Weights that are negative or not finite count as nothing.
 */
export function addSignal(
  known: AffinityState | undefined,
  signal: Signal,
  settings: AffinitySettings = defaultAffinity,
): AffinityState {
  const weight = signal.weight * settings.kindWeights[signal.kind];
  const added = { mass: weight > 0 && Number.isFinite(weight) ? weight : 0, asOf: signal.at };
  return known === undefined ? added : joinAffinity(known, added, settings);
}

/** The state of two states together: of two signals, or of two customers who turned out to be one. */
export function joinAffinity(
  left: AffinityState,
  right: AffinityState,
  settings: AffinitySettings = defaultAffinity,
): AffinityState {
  const asOf = Math.max(left.asOf, right.asOf);
  return { mass: massAt(left, asOf, settings) + massAt(right, asOf, settings), asOf };
}

/** mass · 2^(−age / half-life); a moment before `asOf` reads the mass as it is, so that clock skew never makes it grow. */
function massAt(state: AffinityState, at: number, settings: AffinitySettings): number {
  const age = at - state.asOf;
  return age > 0 ? state.mass * 2 ** (-age / settings.halfLifeMs) : state.mass;
}

/** The greatest affinity there is: the double below one. */
export const MAX_AFFINITY = 1 - 2 ** -53;

/** The affinity now, in [0, 1): mass / (mass + halfMass), so that each further signal adds less. */
export function affinityAt(state: AffinityState, nowMs: number, settings: AffinitySettings = defaultAffinity): number {
  const mass = massAt(state, nowMs, settings);
  return mass > 0 ? Math.min(mass / (mass + settings.halfMass), MAX_AFFINITY) : 0;
}

/**
 * Recency-weighted affinity by category from a whole history: exactly what `addSignal` in the order of time and `affinityAt`
 * give, whatever the order of `signals`. Categories without a signal are absent.
 */
export function affinity(
  signals: readonly Signal[],
  nowMs: number,
  settings: AffinitySettings = defaultAffinity,
): Readonly<Record<string, number>> {
  const states = new Map<string, AffinityState>();
  for (const signal of inOrder(signals)) {
    states.set(signal.category, addSignal(states.get(signal.category), signal, settings));
  }
  return Object.fromEntries([...states].map(([category, state]) => [category, affinityAt(state, nowMs, settings)]));
}

/** What an affinity mostly rests on: an act of the customer, and when it was (epoch ms). */
export type LeadingSignal = Pick<Signal, "kind" | "at">;

/** The one signal that weighs most in each category now; of two that weigh the same the later one. */
export function leadingSignals(
  signals: readonly Signal[],
  nowMs: number,
  settings: AffinitySettings = defaultAffinity,
): Readonly<Record<string, LeadingSignal>> {
  const leaders = new Map<string, LeadingSignal & { readonly mass: number }>();
  for (const signal of signals) {
    const { category, kind, at } = signal;
    const mass = massAt(addSignal(undefined, signal, settings), nowMs, settings);
    const leader = leaders.get(category) ?? { mass: 0, at: -Infinity };
    if (mass > leader.mass || (mass > 0 && mass === leader.mass && at > leader.at)) {
      leaders.set(category, { kind, at, mass });
    }
  }
  return Object.fromEntries([...leaders].map(([category, { kind, at }]) => [category, { kind, at }]));
}

/** Floating-point sums depend on the order of their terms, so the order is made a function of the signals alone. */
function inOrder(signals: readonly Signal[]): readonly Signal[] {
  return signals.toSorted(
    (left, right) =>
      left.at - right.at ||
      left.weight - right.weight ||
      (left.kind < right.kind ? -1 : Number(left.kind > right.kind)),
  );
}
