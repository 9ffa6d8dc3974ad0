import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import type { Actor } from "#web/operation.ts";
import { checkOutgoingUrl, type OutgoingPolicy, outgoingRefusals } from "#web/outgoing/check-outgoing-url.ts";
import type { ContactField } from "./endpoint.ts";
import type { EventType } from "./event-types.ts";

export type EndpointInput = {
  readonly url: string;
  readonly description?: string | undefined;
  readonly types: readonly EventType[];
  /** Contact values that its payloads name beside codes. */
  readonly discloses?: readonly ContactField[] | undefined;
};

/** Who may let addresses leave. */
const DISCLOSE_SCOPE = "export:personal";

/** Undefined where the endpoint may be as it is asked for. Nobody gives on what she may not have herself. */
export function endpointProblem(
  input: Pick<EndpointInput, "discloses"> & { readonly url?: string | undefined },
  { actor, policy }: { readonly actor: Pick<Actor, "scopes">; readonly policy: OutgoingPolicy },
): Problem | undefined {
  const faults: Fault[] = [];
  if (input.url !== undefined) {
    const checked = checkOutgoingUrl(input.url, policy);
    if (!checked.ok) faults.push({ pointer: "/url", message: outgoingRefusals[checked.error] });
  }
  if (faults.length > 0) return problem("invalid_content", undefined, faults);
  const wantsContacts = (input.discloses ?? []).length > 0;
  return wantsContacts && !actor.scopes.includes(DISCLOSE_SCOPE)
    ? problem("forbidden", `Contact values in webhooks need the scope ${DISCLOSE_SCOPE}.`)
    : undefined;
}
