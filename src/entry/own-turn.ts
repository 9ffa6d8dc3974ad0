import { resumeErasures } from "#customers/personal-data/erase-customer.ts";
import { forgetGoneDevices } from "#customers/push/settle-devices.ts";
import { deliverCodes } from "#me/enter/deliver-codes.ts";
import type { EnterDeps } from "#me/enter/enter-deps.ts";
import { forgetRequests } from "#me/enter/forget-requests.ts";
import type { Express } from "#messages/transactional/express-lane.ts";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";
import { personalData } from "./personal-data.ts";

/** What sends codes. */
export function enterDepsOf(parts: StationParts, { sender }: Pick<Ring, "sender">): EnterDeps {
  const { store, clock, secret, channels, publicUrl, log } = parts;
  return { store, clock, secret, channels, sender, publicUrl, log };
}

/** A code is wanted: it is sent beside the answer, so that nobody can tell by the time whether there was one to send. */
export function codeWaker(parts: StationParts, ring: Pick<Ring, "sender">): () => void {
  const deps = enterDepsOf(parts, ring);
  const start: Express = parts.express ?? ((turn) => void turn(parts.channels));
  return () =>
    start(async (channels) => {
      try {
        await deliverCodes({ ...deps, channels });
      } catch (cause) {
        parts.log("codes_failed", { name: cause instanceof Error ? cause.name : "unknown" });
      }
    });
}

/** One turn for customers' own sites: erasures that a killed process left, codes that wait, requests that are a day old. */
export async function ownTurn(parts: StationParts, ring: Pick<Ring, "sender">): Promise<number> {
  const resumed = await resumeErasures({ ...parts, personalData });
  const sent = await deliverCodes(enterDepsOf(parts, ring));
  await forgetRequests(parts);
  await parts.store.write([forgetGoneDevices(parts.clock.now())]);
  return resumed + sent;
}
