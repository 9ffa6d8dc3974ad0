import type { SendOutcome } from "#channels/channel.ts";
import type { SimulatedTreatment } from "./memory-channel.ts";
import { untilAborted } from "./until-aborted.ts";

/** What the simulated provider does with one message; `take` keeps it and gives the provider's name for it. */
export async function actOut(
  treatment: SimulatedTreatment,
  take: () => string,
  signal: AbortSignal,
): Promise<SendOutcome> {
  switch (treatment.kind) {
    case "accept":
      return { kind: "accepted", providerId: take() };
    case "defer":
      return { ...treatment, kind: "deferred" };
    case "reject":
      return { ...treatment, kind: "rejected" };
    case "lose":
      take();
      return { kind: "unknown", reason: "the answer was lost" };
    case "hang":
      await untilAborted(signal);
      return treatment.haveBytesLeft
        ? { kind: "unknown", reason: "given up" }
        : { kind: "deferred", reason: "connection: given up" };
  }
}
