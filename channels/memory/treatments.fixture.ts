import type { ProviderBehaviour } from "#channels/channel.contract.ts";
import type { SimulatedTreatment } from "./memory-channel.ts";

/** How a channel in memory acts out what the contract asks of a provider. */
export const treatments: Record<ProviderBehaviour, SimulatedTreatment> = {
  accept: { kind: "accept" },
  defer: { kind: "defer", reason: "come back later" },
  reject_recipient: { kind: "reject", reason: "nobody there", suppress: true },
  reject_message: { kind: "reject", reason: "not this", suppress: false },
  lose_answer: { kind: "lose" },
  drop_before_body: { kind: "defer", reason: "the connection was lost" },
  hang_before_body: { kind: "hang", haveBytesLeft: false },
  hang_after_body: { kind: "hang", haveBytesLeft: true },
};
