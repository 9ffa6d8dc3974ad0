import type { RecogniseVisitor } from "#catalogue/pages/behaviour.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findTrackedCustomer } from "#customers/find-tracked-customer.ts";
import { ANONYMOUS_PREFIX } from "#customers/ingest/read-item.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { type TokenKeys, verifyToken } from "#tracking/token.ts";

/**
 * Who comes from a message with a hand-over that is good, and is tracked still. What she did in this browser before, under an
 * anonymous name that she agreed to, becomes hers; a record that belongs to somebody already stays there.
 */
export function visitorRecogniser(customers: CustomerDeps, tokens: TokenKeys): RecogniseVisitor {
  return async (handOver, before) => {
    const token = verifyToken(tokens, { purpose: "visitor", text: handOver }, customers.clock.now());
    if (!token.ok) return undefined;
    const { messageNumber } = token.value;
    const customer = await findTrackedCustomer(customers.store, { messageNumber });
    if (customer === undefined) return undefined;
    if (before !== undefined && "anonymousId" in before) {
      // Without anything recorded under the anonymous name there is nothing to merge, and the refusal says just that.
      await mergeCustomers({
        deps: customers,
        actor: { kind: "system", id: "product-pages" },
        input: { from: ANONYMOUS_PREFIX + before.anonymousId, into: customer.code },
      });
    }
    return { customerId: customer.id };
  };
}
