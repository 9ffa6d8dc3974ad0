import { z } from "zod";
import { type Trigger, triggerFields, triggerStates } from "./trigger.ts";

export const triggerView = triggerFields.extend({
  state: z.enum(triggerStates),
  liveSince: z.int().nullable().describe("Epoch ms; what was known before lets nobody in."),
  createdAt: z.int().describe("Epoch ms."),
  updatedAt: z.int().describe("Epoch ms."),
});

export type TriggerView = z.output<typeof triggerView>;

export function viewOfTrigger({ input, state, liveSince, createdAt, updatedAt }: Trigger): TriggerView {
  return { ...input, state, liveSince, createdAt, updatedAt };
}
