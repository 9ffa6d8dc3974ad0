import { type SQL, sql } from "drizzle-orm";
import type { Fault } from "#kernel/problem.ts";
import type { Statement, Store } from "#store/store.ts";
import type { Choosable } from "./find-choosable.ts";
import type { Preferences, PreferencesInput } from "./preferences.ts";

/** Newsletters that a choice turns on, and whose word it is. */
export type TurnedOn = {
  readonly current: Preferences;
  readonly newsletters: readonly Choosable[];
  /** An agent says that she said so: nobody hears by telephone whose address it is. */
  readonly isTold: boolean;
};

/**
 * Turning a newsletter on is the person's own act: it lifts her opt-out from it, and from all advertising where that is what
 * it brings. Nothing else ever does, least of all a form in which it merely stayed on. Her own page was opened from her
 * mailbox, so it speaks for the address; an agent speaks for the customer alone, and lifts what this very customer caused.
 */
export function liftOptOuts({ current, newsletters, isTold }: TurnedOn): Statement[] {
  if (newsletters.length === 0 || current.emailHash === null) return [];
  return [
    sql`delete from suppressions where ${optOutsOf({ current, newsletters })}
      ${isTold ? sql`and ${isCausedBy(current.customerId)}` : sql``}`,
  ];
}

/** Faults where an agent would turn on what the reader of the mailbox, or the vendor, turned off. By the primary keys. */
export async function findUnliftable(
  store: Pick<Store, "read">,
  choice: PreferencesInput,
  { current, newsletters, isTold }: TurnedOn,
): Promise<Fault[]> {
  if (!isTold || newsletters.length === 0 || current.emailHash === null) return [];
  const rows = await store.read<{ scope: string }>(
    sql`select scope from suppressions where ${optOutsOf({ current, newsletters })} and not ${isCausedBy(current.customerId)}`,
  );
  const scopes = new Set(rows.map(({ scope }) => scope));
  const barred = newsletters.filter(
    ({ code, messageClass }) => scopes.has(code) || (messageClass === "marketing" && scopes.has("")),
  );
  return barred.map(({ code }) => ({
    pointer: `/newsletters/${choice.newsletters.findIndex((one) => one.code === code)}/isOn`,
    message: "Whoever reads this address opted out: she confirms by mail, on her own page, that she wants it again.",
  }));
}

function optOutsOf({ current, newsletters }: Omit<TurnedOn, "isTold">): SQL {
  const isMarketing = newsletters.some(({ messageClass }) => messageClass === "marketing");
  const scopes = JSON.stringify([...newsletters.map(({ code }) => code), ...(isMarketing ? [""] : [])]);
  return sql`address_hash = ${current.emailHash} and channel = 'email' and reason = 'unsubscribed'
    and scope in (select value from json_each(${scopes}))`;
}

/** By a message that was hers, or in the batch of her own withdrawal: it has the same moment and the same source. */
function isCausedBy(customerId: number): SQL {
  return sql`(exists (select 1 from messages m where m.id = suppressions.message_number and m.customer_id = ${customerId})
    or exists (select 1 from consents k where k.customer_id = ${customerId} and k.purpose = 'receive'
      and k.state = 'withdrawn' and k.at = suppressions.at and k.source = suppressions.source))`;
}
