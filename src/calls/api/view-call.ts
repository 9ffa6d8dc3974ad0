import type { z } from "zod";
import type { Call } from "#calls/call.ts";
import type { callView } from "./call-schemas.ts";

/** A call as the API tells it: numbers of rows are nobody's business. */
export function viewCall(call: Call): z.infer<typeof callView> {
  const { id, customer, agent, reference, startedAt, endedAt } = call;
  return { id, customer, agent, reference, startedAt, endedAt };
}
