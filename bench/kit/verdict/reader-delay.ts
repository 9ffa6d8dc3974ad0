import { DAY_MS, HOUR_MS, SECOND_MS } from "#kernel/clock.ts";
import type { Dice } from "./dice.ts";

/**
 * Log-normal with median 2.8 h and sigma 2.44: of 5.5 billion mails 33.6 % of the clicks came within one hour, 51.4 % within
 * three and 81 % within a day (GetResponse benchmarks of 2019/2020, told by moversandshakers.v12data.com). This law gives
 * 33.6 %, 51 % and 81 %, and one click of four hundred within ten seconds.
 */
const MEDIAN_MS = 2.8 * HOUR_MS;
const SIGMA = 2.44;
/** A mail has to travel, to be noticed and to be read: three seconds is somebody who waits for it with the mouse in her hand. */
const SOONEST_MS = 3 * SECOND_MS;
const LATEST_MS = 14 * DAY_MS;

/** From the acceptance of a message to its reader's first click, in ms. */
export function readerDelay(dice: Dice): number {
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, dice.logNormal(MEDIAN_MS, SIGMA)));
}
