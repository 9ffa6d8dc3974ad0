import type { Timer } from "#kernel/clock.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { Transport } from "#web/outgoing/transport.ts";
import type { Config } from "./config.ts";

/** How this station asks at addresses that somebody else named: webhooks, feeds. */
export function outgoingOf(
  config: Pick<Config, "OUTGOING_TRUSTED_ORIGINS" | "PUBLIC_URL">,
  transport: Transport,
  timer: Timer,
): OutgoingDeps {
  const trusted = config.OUTGOING_TRUSTED_ORIGINS.split(",").filter((origin) => origin !== "");
  return {
    transport,
    timer,
    policy: {
      trustedOrigins: new Set(trusted.map((origin) => new URL(origin.trim()).origin)),
      ownHosts: new Set([new URL(config.PUBLIC_URL).hostname]),
    },
  };
}
