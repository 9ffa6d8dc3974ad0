import { auditStatement } from "#access/audit.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { emailIdentity } from "#customers/normalise-identity.ts";
import { seal } from "#customers/seal.ts";
import { addressPlace } from "#me/enter/request-code.ts";
import { recordCorrection } from "./correct-profile.ts";

type AddressChange = {
  readonly customerId: number;
  readonly code: string;
  /** The new address, to which a code was sent that she has typed. */
  readonly address: string;
};

/**
 * A confirmed address takes the place of the old one, and the old one is told so: whoever came in with somebody else's phone
 * can't carry the page away unseen. The code that was typed is the proof.
 */
export async function changeAddress(deps: CustomerDeps, { customerId, code, address }: AddressChange): Promise<void> {
  const identity = emailIdentity(deps.secret, address);
  if (identity === undefined) return;
  const [before] = await deps.store.read<{ email: string | null; hash: string | null }>({
    sql: "select email, email_hash as hash from customers where id = ? and erased_at is null",
    params: [customerId],
  });
  if (before === undefined || before.hash === identity.hash) return;
  await recordCorrection(deps, { customerId, profile: { email: identity }, fields: ["email"] });
  const now = deps.clock.now();
  await deps.store.write([
    {
      sql: "update identities set verified_at = ? where kind = 'email' and hash = ? and customer_id = ?",
      params: [now, identity.hash, customerId],
    },
    auditStatement({
      at: now,
      actor: { kind: "customer", id: code },
      action: "change-address",
      subject: { kind: "customer", id: code },
    }),
    ...(before.email === null || before.hash === null
      ? []
      : [tellOld(deps, { customerId, email: before.email, hash: before.hash })]),
  ]);
}

/** A line in the same book from which codes are sent: it is due at once, and holds no code. */
function tellOld(
  { secret, ids, clock }: CustomerDeps,
  { customerId, email, hash }: { readonly customerId: number; readonly email: string; readonly hash: string },
) {
  const idHash = ids.next("moved").replaceAll("_", "");
  const now = clock.now();
  return {
    sql: `insert into own_requests (id_hash, kind, address_hash, customer_id, address, network, state, at, expires_at)
      values (?, 'moved', ?, ?, ?, '', 'due', ?, ?)`,
    params: [idHash, hash, customerId, seal(secret, addressPlace(idHash), email), now, now],
  };
}
