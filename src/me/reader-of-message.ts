import { sql } from "drizzle-orm";
import { copyFor } from "#messages/newsletters/newsletter-copy.ts";
import type { Store } from "#store/store.ts";

/** To whom a message went, and what it was: what a link in it may know. */
export type MessageReader = {
  readonly customerId: number;
  readonly locale: string;
  /** In her language where the vendor gave it. */
  readonly newsletterTitle: string;
};

/** By primary keys; a merged record leads to its survivor, an erased one nowhere. */
export async function findReader(store: Store, messageNumber: number): Promise<MessageReader | undefined> {
  const [row] = await store.read<Omit<MessageReader, "newsletterTitle"> & Parameters<typeof copyFor>[0]>(
    sql`select c.id as customerId, c.locale, n.title, n.description, n.copy from messages m
      join customers d on d.id = m.customer_id join customers c on c.id = coalesce(d.merged_into, d.id)
      join newsletters n on n.id = m.newsletter_id where m.id = ${messageNumber} and c.erased_at is null`,
  );
  if (row === undefined) return undefined;
  const { customerId, locale } = row;
  return { customerId, locale, newsletterTitle: copyFor(row, locale).title };
}
