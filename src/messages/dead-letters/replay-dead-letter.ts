import { sql } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type DeadLetterDeps, type DeadLetterQueue, openLetter, type Replayers } from "./dead-letter.ts";

export type ReplayDeps = DeadLetterDeps & { readonly replayers: Replayers };

export type ReplayDeadLetter = {
  readonly deps: ReplayDeps;
  readonly actor: AuditActor;
  readonly id: number;
};

type Row = { readonly queue: DeadLetterQueue; readonly name: string; readonly body: ArrayBuffer | Uint8Array };

/**
 * Does what was given up once more. What it does is known by the letter's own name, so that a letter that is replayed twice, or
 * comes by the queue once more, changes nothing. One that fails again stays dead.
 */
export async function replayDeadLetter({
  deps,
  actor,
  id,
}: ReplayDeadLetter): Promise<Result<{ readonly id: number; readonly state: "replayed" }, Problem>> {
  const { store, clock, secret, replayers } = deps;
  const [row] = await store.read<Row>(sql`select queue, name, body from dead_letters where id = ${id}`);
  if (row === undefined) return err(problem("not_found"));
  const { queue, name } = row;
  const body = openLetter(secret, queue, { name, sealed: new Uint8Array(row.body) });
  if (body === undefined) return err(problem("conflict", "Its key is gone: it can't be read any more."));
  if (!(await replayers[queue]({ name, body }))) return err(problem("conflict", "It can't be done as it is."));
  const now = clock.now();
  await store.write([
    sql`update dead_letters set state = 'replayed', replayed_at = ${now} where id = ${id} and state = 'dead'`,
    auditIfChanged({
      at: now,
      actor,
      action: "replay-dead-letter",
      subject: { kind: "dead letter", id: String(id) },
      detail: { queue },
    }),
  ]);
  return ok({ id, state: "replayed" });
}
