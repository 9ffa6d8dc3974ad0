import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import { hashAddress, normaliseEmail, normalisePhone } from "./normalise-identity.ts";
import { addressKindOf, type SuppressionReason, suppressStatement } from "./suppress.ts";

type AddressDeps = Pick<CustomerDeps, "store" | "clock" | "secret" | "defaultCountry">;

export type AddressAt = { readonly channel: string; readonly address: string; readonly scope: string };

/** Puts an address on the list by hand. The audit log keeps its hash, never the address. */
export async function suppressAddress({
  deps,
  actor,
  input,
}: {
  readonly deps: AddressDeps;
  readonly actor: AuditActor;
  readonly input: AddressAt & { readonly reason: SuppressionReason };
}): Promise<Result<{ readonly addressHash: string }, Problem>> {
  const addressHash = addressHashOf(deps, input);
  if (addressHash === undefined) return err(noAddress());
  const { channel, scope, reason } = input;
  const at = deps.clock.now();
  await deps.store.write([
    suppressStatement({ addressHash, channel, scope, reason, source: actor.kind, at }),
    auditStatement({
      at,
      actor,
      action: "suppress-address",
      subject: { kind: "address", id: addressHash },
      detail: { channel, scope, reason },
    }),
  ]);
  return ok({ addressHash });
}

/** The look-up key of an address as somebody wrote it; undefined where it is no address of the channel. */
export function addressHashOf(
  deps: Pick<AddressDeps, "secret" | "defaultCountry">,
  { channel, address }: Pick<AddressAt, "channel" | "address">,
): string | undefined {
  const kind = addressKindOf(channel);
  if (kind === undefined) return undefined;
  const normalised = kind === "email" ? normaliseEmail(address) : normalisePhone(address, deps.defaultCountry);
  return normalised === undefined ? undefined : hashAddress(deps.secret, kind, normalised);
}

export function noAddress(): Problem {
  return problem("invalid_content", undefined, [
    { pointer: "/address", message: "This can be no address of that channel." },
  ]);
}
