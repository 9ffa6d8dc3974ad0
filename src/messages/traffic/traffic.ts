import type { ReceiverFinder } from "./receivers/receiver-finder.ts";
import type { WarmUpPlan } from "./warm-up/next-cap.ts";

/** How mail is led past receivers: who they are, and whether this domain is still getting known to them. */
export type Traffic = {
  /** Whose standing it is. */
  readonly sendingDomain: string;
  readonly receiverOf: ReceiverFinder;
  /** Absent: the domain is known already. */
  readonly warmUp?: WarmUpPlan | undefined;
};
