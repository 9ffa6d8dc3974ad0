import { sql } from "drizzle-orm";
import { ok, type Result } from "#kernel/result.ts";
import type { ClaimedMessage, SkipReason } from "#messages/message.ts";
import type { Store } from "#store/store.ts";

/** What an e-mail keeps with its inputs where its reader gets the small form. */
const SMALL = { form: "small" } as const;

/**
 * Who mostly reads on a PDA gets the small HTML in the mail itself: her device shows no styles and pays by the kilobyte. Known
 * from her clicks; decided once for each message, so that every try has the same bytes. By the key of customer_devices.
 */
export async function decideSmallFirst(
  { store }: { readonly store: Pick<Store, "read"> },
  messages: readonly ClaimedMessage[],
): Promise<ReadonlyMap<number, Result<unknown, SkipReason>>> {
  const ids = JSON.stringify(messages.map(({ customerId }) => customerId));
  const rows = await store.read<{ id: number }>(
    sql`select d.customer_id as id from json_each(${ids}) as item
      join customer_devices d on d.customer_id = item.value and d.device = 'pda'`,
  );
  const small = new Set(rows.map(({ id }) => id));
  return new Map(messages.map(({ id, customerId }) => [id, ok(small.has(customerId) ? SMALL : undefined)]));
}

export function isSmallFirst(own: unknown): boolean {
  return typeof own === "object" && own !== null && "form" in own && own.form === SMALL.form;
}
