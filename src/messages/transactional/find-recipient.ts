import { type SQL, sql } from "drizzle-orm";
import { emailIdentity, phoneIdentity } from "#customers/normalise-identity.ts";
import type { Fault } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";
import { addressHashOf } from "#messages/address-of.ts";
import type { ChannelName } from "#messages/channel-name.ts";
import type { Store } from "#store/store.ts";
import type { SendInput } from "./send-request.ts";

/**
 * Whom a direct message goes to. Somebody known by an address alone gets a record of that address: it has no name under which
 * anybody else could ask for it, no consent and no history, and it is forgotten (forget-sends.ts).
 */
export type Recipient = {
  readonly code: string;
  readonly zone: string;
  readonly addressHash: string;
  /** Present where the record is made of the address. */
  readonly addressee?: Addressee;
};

export type Addressee = {
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: string;
  readonly firstName: string | null;
};

/** Codes of records made of an address: without a code of the vendor's, and never an anonymous id that a page was given. */
export const ADDRESSEE_PREFIX = "anon:~to:";

export type RecipientDeps = { readonly store: Store; readonly secret: Secret; readonly defaultCountry: string };

export async function findRecipient(
  deps: RecipientDeps,
  { to, channel }: Pick<SendInput, "to" | "channel">,
): Promise<Result<Recipient, Fault>> {
  const found =
    "customer" in to ? await findCustomerNamed(deps.store, to.customer, channel) : addresseeOf(deps, to, channel);
  if (!found.ok) return found;
  const [held] = await deps.store.read(sql`select 1 where ${isSuppressed(found.value.addressHash, channel)}`);
  return held === undefined ? found : err(unreachable(to));
}

const unknownAddress = {
  email: "No e-mail address is known of her.",
  sms: "No telephone number is known of her.",
  voice: "No telephone number is known of her.",
  push: "No device of hers takes push messages.",
  print: "No postal address is known of her.",
} as const satisfies Readonly<Record<ChannelName, string>>;

async function findCustomerNamed(store: Store, code: string, channel: ChannelName): Promise<Result<Recipient, Fault>> {
  const [row] = await store.read<{ code: string; zone: string; addressHash: string | null }>(
    sql`select c.code, c.zone, ${addressHashOf(`'${channel}'`, "c")} as addressHash from customers named
      join customers c on c.id = coalesce(named.merged_into, named.id) where named.code = ${code} and c.erased_at is null`,
  );
  if (row === undefined) return err({ pointer: "/to/customer", message: "There is no such customer." });
  const { addressHash, ...recipient } = row;
  if (addressHash === null) return err({ pointer: "/to/customer", message: unknownAddress[channel] });
  return ok({ ...recipient, addressHash });
}

function addresseeOf(
  deps: RecipientDeps,
  { address, zone, locale, firstName }: Exclude<SendInput["to"], { customer: string }>,
  channel: ChannelName,
): Result<Recipient, Fault> {
  if (channel === "push") {
    return err({
      pointer: "/channel",
      message: "A push message goes to the devices of a customer, not to an address.",
    });
  }
  if (channel === "print") {
    return err({ pointer: "/channel", message: "A letter goes to the postal address of a customer: name her." });
  }
  const identity = channel === "email" ? emailIdentity(deps.secret, address) : phoneIdentity(deps, address);
  if (identity === undefined) {
    const message = channel === "email" ? "This is no bare e-mail address." : "This is no telephone number.";
    return err({ pointer: "/to/address", message });
  }
  const { value, hash } = identity;
  const code = `${ADDRESSEE_PREFIX}${keyedHash(deps.secret.keyFor("addressee/1"), value).slice(0, 22)}`;
  const [email, phone] = channel === "email" ? [value, null] : [null, value];
  return ok({ code, zone, addressHash: hash, addressee: { email, phone, locale, firstName: firstName ?? null } });
}

/** Where nothing may go to: the same words whether the address complained, does not exist or was erased. */
export function unreachable(to: SendInput["to"]): Fault {
  const pointer = "customer" in to ? "/to/customer" : "/to/address";
  return { pointer, message: "The address is suppressed: nothing may be sent to it." };
}

/** As the claim asks it of transactional messages (claim/standing.ts). An opt-out from marketing does not stop them. */
export function isSuppressed(addressHash: string, channel: string): SQL {
  return sql`exists (select 1 from suppressions where address_hash = ${addressHash} and channel = ${channel} and scope = ''
    and reason in ('unknown_recipient', 'complaint', 'erased', 'stop'))`;
}
