import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { findNewsletter } from "#messages/newsletters/list-newsletters.ts";
import { bestHourFaults, type NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";

type SwitchBestHour = {
  readonly deps: NewsletterDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string; readonly isOn: boolean };
};

/** Lets a newsletter seek the best hour, or come at its usual minute again; everything else of it stays. */
export async function switchBestHour({ deps, actor, input }: SwitchBestHour): Promise<Result<undefined, Problem>> {
  const newsletter = await findNewsletter(deps.store, input.code);
  if (newsletter === undefined) return err(problem("not_found"));
  const faults = bestHourFaults({ ...newsletter, bestHour: input.isOn });
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const at = deps.clock.now();
  await deps.store.write([
    sql`update newsletters set best_hour = ${input.isOn ? 1 : 0}, updated_at = ${at} where code = ${input.code}`,
    auditStatement({
      at,
      actor,
      action: "switch-best-hour",
      subject: { kind: "newsletter", id: input.code },
      detail: { isOn: input.isOn },
    }),
  ]);
  return ok(undefined);
}
