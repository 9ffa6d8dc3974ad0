import type { RecogniseVisitor } from "#catalogue/pages/behaviour.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findTrackedCustomer } from "#customers/find-tracked-customer.ts";
import { type TokenKeys, verifyToken } from "#tracking/token.ts";

/** Who comes from a message with a hand-over that is good, and is tracked still. */
export function visitorRecogniser(customers: CustomerDeps, tokens: TokenKeys): RecogniseVisitor {
  return async (handOver) => {
    const token = verifyToken(tokens, { purpose: "visitor", text: handOver }, customers.clock.now());
    if (!token.ok) return undefined;
    const { messageNumber } = token.value;
    const customer = await findTrackedCustomer(customers.store, { messageNumber });
    return customer === undefined ? undefined : { customerId: customer.id };
  };
}
