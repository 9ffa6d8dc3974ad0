import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import { findSuppression } from "./suppress.ts";
import { type AddressAt, addressHashOf, noAddress } from "./suppress-address.ts";

/**
 * Takes an address off the list, where the vendor put it there by hand. What a person did, to unsubscribe, complain or be erased,
 * only she can take back, by an act of her own; and so what was said of her address: that act shows that somebody is there.
 */
export async function liftSuppression({
  deps,
  actor,
  input,
}: {
  readonly deps: Pick<CustomerDeps, "store" | "clock" | "secret" | "defaultCountry">;
  readonly actor: AuditActor;
  readonly input: AddressAt;
}): Promise<Result<{ readonly addressHash: string }, Problem>> {
  const addressHash = addressHashOf(deps, input);
  if (addressHash === undefined) return err(noAddress());
  const { channel, scope } = input;
  const [lifted] = await deps.store.write([
    {
      sql: `delete from suppressions where address_hash = ? and channel = ? and scope = ?
        and reason = 'manual' returning reason`,
      params: [addressHash, channel, scope],
    },
    auditIfChanged({
      at: deps.clock.now(),
      actor,
      action: "lift-suppression",
      subject: { kind: "address", id: addressHash },
      detail: { channel, scope },
    }),
  ]);
  if (lifted?.length === 1) return ok({ addressHash });
  const standing = await findSuppression(deps.store, { addressHash, channel, scope });
  return err(
    standing === undefined ? problem("not_found") : problem("conflict", "Only she can take that back herself."),
  );
}
