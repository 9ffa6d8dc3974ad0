import { auditStatement } from "#access/audit.ts";
import { keyedHash } from "#kernel/secret.ts";
import type { Scene } from "./scene.tsx";

/**
 * Whoever asks for customers who are not there may be trying codes, and that is worth a row. What was asked for may be anything
 * that somebody typed, an address too: it stands there as a keyed hash, by which the same question is known again.
 */
export async function auditAttempt({ deps, actor, now }: Scene, code: string): Promise<void> {
  const id = keyedHash(deps.secret.keyFor("audit-attempt/1"), code).slice(0, 22);
  await deps.store.write([
    auditStatement({ at: now, actor, action: "open-unknown-customer", subject: { kind: "code", id } }),
  ]);
}
