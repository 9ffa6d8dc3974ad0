import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { flowFaults } from "#channels/voice/flow-faults.ts";
import type { Clock } from "#kernel/clock.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { linkJudge } from "#messages/content/given-data.ts";
import type { Store } from "#store/store.ts";
import { WEBSITE } from "./fill-menu.ts";
import { findMenu, type Menu } from "./find-menu.ts";
import type { MenuFlow } from "./menu-shape.ts";

export type PutMenuDeps = { readonly store: Store; readonly clock: Clock };

/**
 * Puts a new version of a menu in use, for the calls that begin from now on. The version that is in use already is not put
 * again. Refused where a step leads nowhere, nobody could end the calls, or a link would lead off the vendor's hosts.
 */
export async function putMenu({
  deps,
  actor,
  code,
  flow,
}: {
  readonly deps: PutMenuDeps;
  readonly actor: AuditActor;
  readonly code: string;
  readonly flow: MenuFlow;
}): Promise<Result<Menu, Problem>> {
  const faults = await menuFaults(deps.store, flow);
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const text = JSON.stringify(flow);
  const at = deps.clock.now();
  const known = await findMenu(deps.store, code);
  if (known.version > 0 && JSON.stringify(known.flow) === text) return ok(known);
  await deps.store.write([
    sql`insert into voice_menus (code, version, flow, created_at)
      select ${code}, coalesce(max(version), 0) + 1, ${text}, ${at} from voice_menus where code = ${code}`,
    auditStatement({ at, actor, action: "put-voice-menu", subject: { kind: "voice-menu", id: code }, detail: flow }),
  ]);
  return ok(await findMenu(deps.store, code));
}

/** Everything that keeps a menu from being used, each with its place. */
export async function menuFaults(store: Store, flow: MenuFlow): Promise<readonly Fault[]> {
  const isLink = await linkJudge(store);
  const links = flow.steps.flatMap((step, index) =>
    step.kind === "send_link" && step.url !== WEBSITE && !isLink(step.url)
      ? [{ pointer: `/steps/${index}/url`, message: "Links may not lead there: name its host in the settings first." }]
      : [],
  );
  return [...flowFaults(flow), ...links];
}
