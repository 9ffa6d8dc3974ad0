import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { AccessDeps } from "./access-deps.ts";
import { formatKey, hashKeySecret, newKeySecret } from "./api-key.ts";
import { type AuditActor, auditIfChanged } from "./audit.ts";
import type { Scope } from "./scopes.ts";

export type NewKey = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: number | undefined;
};

/** The only time that the key itself is seen: afterwards there is only the HMAC of its secret. */
export type CreatedKey = NewKey & { readonly id: string; readonly key: string; readonly createdAt: number };

type Creation = {
  readonly deps: AccessDeps;
  /** Nobody hands out what she does not hold herself. */
  readonly actor: AuditActor & { readonly scopes: readonly string[] };
  readonly input: NewKey;
  /** Where the caller must be able to ask twice and still make one key: `newKeyId`, chosen before she asks. */
  readonly id?: string;
};

/** A key's public half. */
export function newKeyId({ ids }: Pick<AccessDeps, "ids">): string {
  return ids.next("key").slice("key_".length);
}

/** Makes a key. With an id that there is already nothing is made, and nobody sees that key's secret again: a conflict. */
export async function createKey({
  deps,
  actor,
  input,
  id = newKeyId(deps),
}: Creation): Promise<Result<CreatedKey, Problem>> {
  const beyond = input.scopes.findIndex((scope) => !actor.scopes.includes(scope));
  if (beyond !== -1) {
    const fault = { pointer: `/scopes/${beyond}`, message: "A key gets only scopes that its maker holds." };
    return err(problem("forbidden", undefined, [fault]));
  }
  const secret = newKeySecret();
  const at = deps.clock.now();
  const [made] = await deps.store.write([
    {
      sql: `insert into api_keys (id, name, secret_hash, scopes, created_at, expires_at) values (?, ?, ?, ?, ?, ?)
        on conflict (id) do nothing returning id`,
      params: [
        id,
        input.name,
        hashKeySecret(deps.secret, secret),
        JSON.stringify(input.scopes),
        at,
        input.expiresAt ?? null,
      ],
    },
    auditIfChanged({
      at,
      actor,
      action: "create-key",
      subject: { kind: "key", id },
      detail: { scopes: input.scopes, expiresAt: input.expiresAt ?? null },
    }),
  ]);
  if (made?.length !== 1) return err(problem("conflict", "There is a key with this id already."));
  return ok({ ...input, id, key: formatKey({ id, secret }), createdAt: at });
}
