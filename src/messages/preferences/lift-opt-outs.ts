import { type SQL, sql } from "drizzle-orm";
import type { Fault } from "#kernel/problem.ts";
import { type ChannelName, channelNames } from "#messages/channel-name.ts";
import type { Statement, Store } from "#store/store.ts";
import type { Choosable } from "./find-choosable.ts";
import { pushAddressOf } from "#messages/push/push-address.ts";
import type { Preferences, PreferencesInput } from "./preferences.ts";

/** Newsletters that a choice turns on, and whose word it is. */
export type TurnedOn = {
  readonly current: Preferences;
  readonly newsletters: ReadonlyArray<Choosable & { readonly channel: ChannelName }>;
  /** An agent says that she said so: nobody hears by telephone whose address it is. */
  readonly isTold: boolean;
};

/**
 * Turning a newsletter on is the person's own act: it lifts her opt-out from it, and from all advertising where that is what
 * it brings. Nothing else ever does, least of all a form in which it merely stayed on. Her own page was opened from her
 * mailbox, so it speaks for the address; an agent speaks for the customer alone, and lifts what this very customer caused.
 */
export function liftOptOuts({ current, newsletters, isTold }: TurnedOn): Statement[] {
  return placesOf({ current, newsletters }).map(
    (place) => sql`delete from suppressions where ${suppressedAt(place)} and ${liftable(place, isTold)}
      ${isTold ? sql`and ${isCausedBy(current.customerId)}` : sql``}`,
  );
}

/**
 * Faults where this choice can't lift what holds: an agent would turn on what the reader of the mailbox, or the vendor, turned
 * off; or the telephone said STOP, which the telephone alone takes back (its carrier heeds nobody else). By the primary keys.
 */
export async function findUnliftable(
  store: Pick<Store, "read">,
  choice: PreferencesInput,
  { current, newsletters, isTold }: TurnedOn,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const place of placesOf({ current, newsletters })) {
    const held = isTold ? sql`(reason = 'stop' or not ${isCausedBy(current.customerId)})` : sql`reason = 'stop'`;
    const rows = await store.read<{ scope: string; reason: string }>(
      sql`select scope, reason from suppressions where ${suppressedAt(place)}
        and reason in ('unsubscribed', 'stop') and ${held}`,
    );
    const barred = place.newsletters.flatMap((newsletter) => {
      const row = rows.find(({ scope, reason }) => isScopeOf(newsletter, { scope, reason }));
      return row === undefined ? [] : [{ code: newsletter.code, ...row }];
    });
    faults.push(
      ...barred.map(({ code, reason }) => ({
        pointer: `/newsletters/${choice.newsletters.findIndex((one) => one.code === code)}/isOn`,
        message: reason === "stop" ? AFTER_STOP[place.channel === "voice" ? "voice" : "sms"] : AFTER_OPT_OUT,
      })),
    );
  }
  return faults;
}

const AFTER_OPT_OUT =
  "Whoever reads this address opted out: she confirms by mail, on her own page, that she wants it again.";
const AFTER_STOP = {
  sms: "This number wrote STOP: she writes START from it when she wants texts again.",
  voice: "This number ended our calls by a key: she calls us from it and agrees when she wants them again.",
} as const;

function isScopeOf(
  { code, messageClass }: Choosable,
  { scope, reason }: { readonly scope: string; readonly reason: string },
): boolean {
  return scope === code || (scope === "" && (messageClass === "marketing" || reason === "stop"));
}

type Place = Pick<TurnedOn, "newsletters"> & { readonly channel: ChannelName; readonly addressHash: string };

const addressHashes = {
  email: ({ emailHash }) => emailHash,
  sms: ({ phoneHash }) => phoneHash,
  voice: ({ phoneHash }) => phoneHash,
  push: ({ customerId }) => pushAddressOf(customerId),
  print: ({ postalHash }) => postalHash,
} as const satisfies Readonly<Record<ChannelName, (current: Preferences) => string | null>>;

/** What is turned on by the address that it will come to. */
function placesOf({ current, newsletters }: Omit<TurnedOn, "isTold">): readonly Place[] {
  return channelNames.flatMap((channel) => {
    const addressHash = addressHashes[channel](current);
    const some = newsletters.filter((newsletter) => newsletter.channel === channel);
    return addressHash === null || some.length === 0 ? [] : [{ channel, addressHash, newsletters: some }];
  });
}

/** Who turns mail on from her mailbox is there: what its server once said of the address is over. A complaint never is. */
function liftable({ channel }: Place, isTold: boolean): SQL {
  return isTold || channel !== "email"
    ? sql`reason = 'unsubscribed'`
    : sql`reason in ('unsubscribed', 'undeliverable', 'unknown_recipient')`;
}

function suppressedAt({ channel, addressHash, newsletters }: Place): SQL {
  const isMarketing = newsletters.some(({ messageClass }) => messageClass === "marketing");
  const scopes = JSON.stringify([...newsletters.map(({ code }) => code), ...(isMarketing ? [""] : [])]);
  return sql`address_hash = ${addressHash} and channel = ${channel}
    and scope in (select value from json_each(${scopes}))`;
}

/** By a message that was hers, or in the batch of her own withdrawal: it has the same moment and the same source. */
function isCausedBy(customerId: number): SQL {
  return sql`(exists (select 1 from messages m where m.id = suppressions.message_number and m.customer_id = ${customerId})
    or exists (select 1 from consents k where k.customer_id = ${customerId} and k.purpose = 'receive'
      and k.state = 'withdrawn' and k.at = suppressions.at and k.source = suppressions.source))`;
}
