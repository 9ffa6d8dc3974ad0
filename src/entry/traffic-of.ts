import type { Clock, Timer } from "#kernel/clock.ts";
import { type FindExchanges, receiverFinder } from "#messages/traffic/receivers/receiver-finder.ts";
import type { Traffic } from "#messages/traffic/traffic.ts";
import type { Config } from "./config.ts";

/** How mail is led past receivers; undefined where it stays in memory, and nobody's standing is touched. */
export function trafficOf(
  config: Config,
  deps: { readonly exchanges: FindExchanges; readonly clock: Clock; readonly timer: Timer },
): Traffic | undefined {
  const { SMTP_HOST, RESEND_API_KEY, SENDING_DOMAIN, WARM_UP_FROM, WARM_UP_FIRST_DAY } = config;
  if (SMTP_HOST === undefined && RESEND_API_KEY === undefined) return undefined;
  return {
    sendingDomain: SENDING_DOMAIN.toLowerCase(),
    receiverOf: receiverFinder(deps),
    ...(WARM_UP_FROM === undefined ? {} : { warmUp: { startOn: WARM_UP_FROM, firstDay: WARM_UP_FIRST_DAY } }),
  };
}
