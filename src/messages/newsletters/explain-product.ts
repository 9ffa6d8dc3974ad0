import { sql } from "drizzle-orm";
import type { Explanation } from "#content/selection.ts";
import type { Clock } from "#kernel/clock.ts";
import { loadReaders } from "#messages/content/load-readers.ts";
import { selectFor } from "#messages/content/select-for.ts";
import type { Shelf, ShelfSource } from "#messages/content/shelf.ts";
import type { ClaimedMessage } from "#messages/message.ts";
import type { Store } from "#store/store.ts";
import { slotsOf } from "./slots-of.ts";

type ProductQuestion = { readonly messageNumber: number; readonly productCode: string };

/**
 * Whether a message would show a product set if it were chosen now, and what was first to keep it out. undefined where there
 * is no such message.
 */
export type ExplainProduct = (question: ProductQuestion) => Promise<Explanation | undefined>;

export type ExplainDeps = { readonly store: Store; readonly clock: Clock; readonly shelf: ShelfSource };

/**
 * Asks the selector itself, with all that is known now: what she bought since the message left answers too. The selection is
 * made again for the message's own occurrence, so that ties and trials fall as they did.
 */
export function explainProduct(deps: ExplainDeps): ExplainProduct {
  return async ({ messageNumber, productCode }) => {
    const asked = await findAsked(deps.store, messageNumber);
    if (asked === undefined) return undefined;
    const { slots, ...message } = asked;
    const shelf = await deps.shelf(slotsOf(slots));
    const productId = shelf.idByCode.get(productCode);
    if (productId === undefined) return { kind: "unknown_product" };
    const now = deps.clock.now();
    const readers = await loadReaders(deps.store, {
      customerIds: [message.customerId],
      now,
      eventNames: shelf.eventNames,
      attributeNames: shelf.attributeNames,
    });
    return explained(shelf, { message, reader: readers.get(message.customerId), now, productId });
  };
}

type Question = Parameters<typeof selectFor>[1] & { readonly productId: number };

/** The one place that knows how to ask is select-for.ts: its question is overheard, and put to `explain`. */
function explained(shelf: Shelf, { productId, ...about }: Question): Explanation {
  let explanation: Explanation = { kind: "unknown_product" };
  const select: Shelf["selector"]["select"] = (input) => {
    explanation = shelf.selector.explain(input, productId);
    return { slots: [] };
  };
  selectFor({ ...shelf, selector: { ...shelf.selector, select } }, about);
  return explanation;
}

async function findAsked(
  store: Store,
  messageNumber: number,
): Promise<(ClaimedMessage & { readonly slots: string }) | undefined> {
  const [row] = await store.read<ClaimedMessage & { readonly slots: string }>(
    sql`select m.id, m.fence, m.occurrence_on as occurrenceOn, m.channel, m.due_at as dueAt, m.attempts,
        m.first_attempt_at as firstAttemptAt, m.template_id as templateId, null as inputs,
        c.id as customerId, c.code as customerCode, c.first_name as firstName, c.locale, c.zone, c.birth_on as birthOn,
        '' as address, c.is_tracked as isTracked, null as quietFrom, null as quietUntil, null as pausedFrom, null as pausedUntil,
        n.id as newsletterId, n.code as newsletterCode, n.message_class as messageClass, n.slots
      from messages m join customers d on d.id = m.customer_id
      join customers c on c.id = coalesce(d.merged_into, d.id) join newsletters n on n.id = m.newsletter_id
      where m.id = ${messageNumber} and c.erased_at is null`,
  );
  return row;
}
