import { DAY_MS } from "#kernel/clock.ts";

/** A click that a person made (verdict "person"); where the message offered a product, what it was. */
export type AttributableClick = {
  readonly clickId: string;
  readonly messageNumber: number;
  /** Epoch ms. */
  readonly at: number;
  readonly productId?: string;
  readonly category?: string;
};

export type AttributablePurchase = {
  /** Epoch ms. */
  readonly at: number;
  readonly productId: string;
  readonly category?: string;
};

/** Why a click got the credit, strongest first. */
export type AttributionBasis = "product" | "category" | "message";

export type Attribution = {
  readonly clickId: string;
  readonly messageNumber: number;
  readonly basis: AttributionBasis;
  /** Between click and purchase. */
  readonly lagMs: number;
};

export type AttributionSettings = {
  /** How long a click may lie before the purchase. Default 14 days. */
  readonly windowMs?: number;
  /** Whether a click on something else may get the credit. Default true; false leaves only product and category. */
  readonly creditsOtherClicks?: boolean;
};

const FOURTEEN_DAYS_MS = 14 * DAY_MS;
const strength: Readonly<Record<AttributionBasis, number>> = { product: 2, category: 1, message: 0 };

/**
 * The one click that gets the credit for a purchase: of a person's clicks in the window before it, one on the same product
 * before one on the same category before any other, and within these the last. Single-touch on purpose: it is what the
 * vendor's people expect to see, and it says nothing about causes; whether messages cause purchases is measured by hold-outs.
 *
 * A click at the very instant of the purchase counts, one after it never. Equal instants are settled by the click's id, so that
 * the order of the rows does not matter.
 */
export function attributePurchase(
  purchase: AttributablePurchase,
  clicks: Iterable<AttributableClick>,
  settings: AttributionSettings = {},
): Attribution | undefined {
  const { windowMs = FOURTEEN_DAYS_MS, creditsOtherClicks = true } = settings;
  let best: { readonly click: AttributableClick; readonly basis: AttributionBasis } | undefined;
  for (const click of clicks) {
    const lagMs = purchase.at - click.at;
    const basis = basisOf(click, purchase);
    if (lagMs < 0 || lagMs > windowMs || (basis === "message" && !creditsOtherClicks)) continue;
    if (best === undefined || isStronger({ click, basis }, best)) best = { click, basis };
  }
  if (best === undefined) return undefined;
  const { clickId, messageNumber, at } = best.click;
  return { clickId, messageNumber, basis: best.basis, lagMs: purchase.at - at };
}

function basisOf(click: AttributableClick, purchase: AttributablePurchase): AttributionBasis {
  if (click.productId === purchase.productId) return "product";
  return click.category !== undefined && click.category === purchase.category ? "category" : "message";
}

type Candidate = { readonly click: AttributableClick; readonly basis: AttributionBasis };

function isStronger(one: Candidate, other: Candidate): boolean {
  const byBasis = strength[one.basis] - strength[other.basis];
  if (byBasis !== 0) return byBasis > 0;
  if (one.click.at !== other.click.at) return one.click.at > other.click.at;
  return one.click.clickId > other.click.clickId;
}
