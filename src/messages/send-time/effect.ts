/** Sums over customers of one part: their number, messages, and of these the answered ones, with squares and products. */
export type ArmSums = {
  readonly customers: number;
  readonly messages: number;
  readonly answered: number;
  readonly squaredMessages: number;
  readonly squaredAnswered: number;
  readonly product: number;
};

export const NO_SUMS: ArmSums = {
  customers: 0,
  messages: 0,
  answered: 0,
  squaredMessages: 0,
  squaredAnswered: 0,
  product: 0,
};

/** The part that the best hour moved, and the one held out. */
export type Sums = { readonly moved: ArmSums; readonly heldOut: ArmSums };

export function addSums(one: ArmSums, other: ArmSums): ArmSums {
  const keys = Object.keys(NO_SUMS) as ReadonlyArray<keyof ArmSums>;
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as ArmSums;
}

export type Interval = { readonly estimate: number; readonly low: number; readonly high: number };
export type Rate = { readonly customers: number; readonly messages: number; readonly rate: Interval };
export type Effect = { readonly moved: Rate; readonly heldOut: Rate; readonly difference: Interval };

/** Under so many customers a part's spread is not known well enough to be shown. */
const FEWEST = 30;
/** 95 % of a normal distribution. */
const Z = 1.959963984540054;

/**
 * Answered messages among those that went out, with and without the best hour, and the difference. A customer's messages are
 * not independent of each other, so customers are the clusters and rates are ratio estimates (Cochran, Sampling Techniques, 3rd
 * ed., eq. 6.13). undefined while a part is too small.
 */
export function effectOf({ moved, heldOut }: Sums): Effect | undefined {
  if (moved.customers < FEWEST || heldOut.customers < FEWEST) return undefined;
  const [one, other] = [ratioOf(moved), ratioOf(heldOut)];
  const spread = Z * Math.sqrt(one.variance + other.variance);
  const difference = one.rate - other.rate;
  return {
    moved: rateOf(moved, one),
    heldOut: rateOf(heldOut, other),
    difference: { estimate: difference, low: difference - spread, high: difference + spread },
  };
}

type Ratio = { readonly rate: number; readonly variance: number };

function ratioOf({ customers: k, messages, answered, squaredMessages, squaredAnswered, product }: ArmSums): Ratio {
  const rate = answered / messages;
  const residuals = squaredAnswered - 2 * rate * product + rate * rate * squaredMessages;
  return { rate, variance: (Math.max(0, residuals) * k) / (k - 1) / (messages * messages) };
}

function rateOf({ customers, messages }: ArmSums, { rate, variance }: Ratio): Rate {
  const spread = Z * Math.sqrt(variance);
  return {
    customers,
    messages,
    rate: { estimate: rate, low: Math.max(0, rate - spread), high: Math.min(1, rate + spread) },
  };
}
