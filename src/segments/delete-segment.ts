import { sql } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { catalogueChanged } from "#catalogue/settings.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { findSegment } from "./segment.ts";
import type { SegmentDeps } from "./segment-deps.ts";
import { findUsers } from "./find-users.ts";

/** What rooms above keep that asks for a segment, in words: "newsletter weekly-picks". */
export type UsersOfSegment = (code: string) => Promise<readonly string[]>;

export type DeleteDeps = SegmentDeps & { readonly usersAbove: UsersOfSegment };

export type DeleteSegment = {
  readonly deps: DeleteDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string };
};

/** Takes a segment away, unless something still asks for it. Its members go with the next ticks, the code is free at once. */
export async function deleteSegment({ deps, actor, input }: DeleteSegment): Promise<Result<undefined, Problem>> {
  const { store, clock } = deps;
  const segment = await findSegment(store, input.code);
  if (segment === undefined) return err(problem("not_found"));
  const users = [...(await findUsers(store, input.code)), ...(await deps.usersAbove(input.code))];
  if (users.length > 0) return err(problem("conflict", `It is still asked for by ${users.join(", ")}.`));
  const now = clock.now();
  await store.write([
    // No code that anybody may give begins with "~".
    sql`update segments set code = '~' || id, deleted_at = ${now} where id = ${segment.id} and deleted_at is null`,
    auditIfChanged({ at: now, actor, action: "delete-segment", subject: { kind: "segment", id: input.code } }),
    catalogueChanged(now),
  ]);
  return ok(undefined);
}
