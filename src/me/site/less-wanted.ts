import { type CustomerDeps } from "#customers/customer-deps.ts";
import { recordEvents } from "#customers/record-events.ts";
import { LESS_TAKEN_BACK, LESS_WANTED } from "#predict/less-wanted.ts";
import type { Store } from "#store/store.ts";

/** A product set that she does not want to see, and of whose kind she wants less. */
export type LessWanted = { readonly productCode: string; readonly category: string };

/** Her choices that she has not taken back since. By events_by_customer. */
export async function listLessWanted(reads: Pick<Store, "read">, customerId: number): Promise<readonly LessWanted[]> {
  return reads.read<LessWanted>({
    sql: `select e.product_code as productCode, e.category from events e where e.customer_id = ? and e.name = '${LESS_WANTED}'
        and e.kind = 'choice' and e.product_code is not null and e.category is not null
        and not exists (select 1 from events l where l.customer_id = e.customer_id and l.name = '${LESS_TAKEN_BACK}'
          and l.kind = 'choice' and l.product_code = e.product_code and l.id > e.id)
      group by e.product_code order by max(e.id) desc limit 100`,
    params: [customerId],
  });
}

/** A choice of hers, as an event: the scores follow in the same batch. */
export async function chooseLess(
  deps: CustomerDeps,
  { customerId, productCode, category, isLess }: LessWanted & { readonly customerId: number; readonly isLess: boolean },
): Promise<void> {
  const standing = await listLessWanted(deps.store, customerId);
  const isStanding = standing.some((one) => one.productCode === productCode);
  if (isStanding === isLess) return;
  await recordEvents(deps, [
    {
      messageId: deps.ids.next("own"),
      customerId,
      kind: "choice",
      name: isLess ? LESS_WANTED : LESS_TAKEN_BACK,
      category,
      productCode,
      at: deps.clock.now(),
      source: "own-site",
      channel: "web",
    },
  ]);
}
