import { sql } from "drizzle-orm";
import { loadHosts } from "#catalogue/hosts.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import type { GiftView, MergeView, NoticeView } from "#templates/merge-view.ts";
import { checkData, type TemplateInputs, viewOfData } from "#templates/template-inputs.ts";
import { checkDestination, destinationPolicy } from "#tracking/destination.ts";

/** What messages were given to say when they were accepted or let in. */
export type GivenData = {
  readonly byMessage: ReadonlyMap<number, unknown>;
  readonly isLink: (address: string) => boolean;
};

export const nothingGiven: GivenData = { byMessage: new Map(), isLink: () => false };

/** Addresses that anybody may lead to by a mail of the vendor's: those on the vendor's own hosts. */
export async function linkJudge(store: Store): Promise<(address: string) => boolean> {
  const policy = destinationPolicy(await loadHosts(store));
  return (address) => checkDestination(address, policy).ok;
}

/** By primary keys. */
export async function findGivenData(store: Store, messageIds: readonly number[]): Promise<GivenData> {
  const rows = await store.read<{ id: number; data: string }>(
    sql`select d.message_id as id, d.data from json_each(${JSON.stringify(messageIds)}) as item
      join message_data d on d.message_id = item.value`,
  );
  if (rows.length === 0) return nothingGiven;
  const byMessage = new Map(rows.map(({ id, data }) => [id, JSON.parse(data) as unknown]));
  return { byMessage, isLink: await linkJudge(store) };
}

type GivenParts = Pick<MergeView, "data" | "notice" | "gift">;

/**
 * What was given as the reader reads it. It is checked once more, by the template that will print it: a trigger's comes from
 * events, which a page that anybody can imitate may have sent, and its template may have changed since.
 */
export function givenParts(
  inputs: TemplateInputs | undefined,
  given: GivenData,
  { id, locale }: { readonly id: number; readonly locale: string },
): Result<GivenParts, "nothing_to_say"> {
  if (inputs === undefined) return ok({});
  const data = given.byMessage.get(id) ?? {};
  if (checkData(inputs, data, given.isLink).length > 0) return err("nothing_to_say");
  const shown = viewOfData(inputs, data, locale);
  // The inputs of these names were declared with the view's own fields, or the template could not print them.
  const { notice, gift } = shown as { readonly notice?: NoticeView; readonly gift?: GiftView };
  return ok({ data: shown, ...(notice === undefined ? {} : { notice }), ...(gift === undefined ? {} : { gift }) });
}
