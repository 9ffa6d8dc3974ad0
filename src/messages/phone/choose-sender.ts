import { createHmac, type KeyObject } from "node:crypto";
import { countryOfNumber } from "./number-country.ts";

/** One of the numbers or names that a vendor speaks from. */
export type PoolSender = {
  readonly sender: string;
  /** ISO 3166-1; none: everybody. */
  readonly countries: readonly string[];
  readonly perSecond: number;
  readonly isRegistered: boolean;
};

/** Those of the pool that may write to a number: registered, and for its country where they name any. */
export function usableSenders(pool: readonly PoolSender[], to: string): readonly PoolSender[] {
  const country = countryOfNumber(to) ?? "*";
  const usable = pool.filter(
    ({ isRegistered, countries }) => isRegistered && (countries.length === 0 || countries.includes(country)),
  );
  // A sender that names the country is meant for it; one for everybody stands in where there is none.
  const own = usable.filter(({ countries }) => countries.length > 0);
  return own.length > 0 ? own : usable;
}

/**
 * The member of the pool that a recipient belongs to, by rendezvous hashing (Thaler and Ravishankar 1998) weighted with what
 * each can carry: a member that leaves takes along its own recipients alone. The same for the same pool, and nobody without
 * the key can tell it.
 */
export function chooseSender(key: KeyObject, phoneHash: string, usable: readonly PoolSender[]): PoolSender | undefined {
  let best: { readonly sender: PoolSender; readonly score: number } | undefined;
  for (const sender of usable) {
    const digest = createHmac("sha256", key).update(`${phoneHash}\n${sender.sender}`).digest();
    const unit = (digest.readUIntBE(0, 6) + 0.5) / 2 ** 48;
    const score = -sender.perSecond / Math.log(unit);
    if (best === undefined || score > best.score) best = { sender, score };
  }
  return best?.sender;
}
