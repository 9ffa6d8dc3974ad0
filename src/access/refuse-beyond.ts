import { type Problem, problem } from "#kernel/problem.ts";
import type { Store } from "#store/store.ts";
import type { Actor } from "#web/operation.ts";
import { scopesOfRole } from "./scopes.ts";

/** Who changes operators: a caller, whose scopes bound what she may touch, or our own clockwork, which nothing bounds. */
export type OperatorsActor = Actor | { readonly kind: "system"; readonly id: string };

type Reach = {
  readonly store: Store;
  readonly actor: OperatorsActor;
  /** The role to be given. */
  readonly role?: string;
  /** Whose account is touched. */
  readonly operatorId?: string;
};

/**
 * A key that manages operators may hold little else: it must not make itself an owner, nor take an owner's account over.
 * Nobody gives a role, or touches an account, that holds more than she does. undefined where nothing is beyond her.
 */
export async function refuseBeyond({ store, actor, role, operatorId }: Reach): Promise<Problem | undefined> {
  if (actor.kind === "system") return undefined;
  const rows =
    operatorId === undefined
      ? []
      : await store.read<{ role: string }>({ sql: "select role from user where id = ?", params: [operatorId] });
  const roles = [...rows.map((row) => row.role), ...(role === undefined ? [] : [role])];
  const isBeyond = roles.flatMap(scopesOfRole).some((scope) => !actor.scopes.includes(scope));
  return isBeyond ? problem("forbidden", "The role holds more than the caller does.") : undefined;
}
