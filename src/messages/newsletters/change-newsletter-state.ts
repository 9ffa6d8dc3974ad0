import { sql } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import type { NewsletterState } from "./newsletter.ts";
import { type NewsletterView, type StoredNewsletter, viewOfNewsletter } from "./newsletter-view.ts";
import type { NewsletterDeps } from "./put-newsletter.ts";

export type ChangeNewsletterState = {
  readonly deps: NewsletterDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string; readonly state: NewsletterState };
};

const actions: Readonly<Record<NewsletterState, string>> = {
  running: "run-newsletter",
  paused: "pause-newsletter",
  stopped: "stop-newsletter",
};

/**
 * Lets a newsletter run, rest or end. It takes effect at the next claim, because the claim itself asks for the state. Of a
 * paused one the plan goes on, so that nothing within its grace time is lost; of a stopped one what was planned is taken back.
 */
export async function changeNewsletterState({
  deps,
  actor,
  input: { code, state },
}: ChangeNewsletterState): Promise<Result<NewsletterView, Problem>> {
  const now = deps.clock.now();
  const [, , rows = []] = await deps.store.write<StoredNewsletter>([
    sql`update newsletters set state = ${state}, updated_at = ${now} where code = ${code} and state <> ${state}`,
    auditIfChanged({ at: now, actor, action: actions[state], subject: { kind: "newsletter", id: code } }),
    sql`select * from newsletters where code = ${code}`,
  ]);
  const [row] = rows;
  if (row === undefined) return err(problem("not_found"));
  if (row.state === "stopped") await takeBackPlanned(deps.store, row.id);
  return ok(viewOfNewsletter(row));
}

/** Rows of one statement: about 20 ms of the writer. */
const CHUNK = 1_500;

/** Each chunk asks again whether it is still stopped: somebody may have changed her mind in between. */
export async function takeBackPlanned(store: Store, newsletterId: number): Promise<void> {
  for (;;) {
    const [gone = []] = await store.write([
      sql`delete from messages where id in (select id from messages where newsletter_id = ${newsletterId}
          and state in ('planned', 'deferred') and state = 'planned' order by due_at limit ${CHUNK})
        and exists (select 1 from newsletters where id = ${newsletterId} and state = 'stopped') returning id`,
    ]);
    if (gone.length < CHUNK) return;
  }
}
