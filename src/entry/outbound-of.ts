import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { webhookSources } from "#outbound/sources/webhook-sources.ts";
import type { StationParts } from "./compose.ts";

/** What goes out to other systems works with these parts of the station. */
export function outboundOf(parts: StationParts): OutboundDeps {
  const { store, clock, timer, random, ids, secret, outgoing, log } = parts;
  return { store, clock, timer, random, ids, secret, outgoing, log, sources: webhookSources };
}
