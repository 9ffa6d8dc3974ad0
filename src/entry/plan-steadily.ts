import { sql } from "drizzle-orm";
import { DAY_MS, MINUTE_MS } from "#kernel/clock.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { findWatermark, PLANNER } from "#messages/plan/planner-queries.ts";
import { duePlan } from "#messages/schedule/due.ts";

/** The longest grace time that a newsletter may have (newsletter.ts); each one's own is applied in SQL. */
const LONGEST_GRACE_MS = 30 * DAY_MS;

type PlannerDeps = Pick<MessageDeps, "store" | "clock" | "policy" | "log">;

/**
 * Plans, unless the clock jumped. The watermark never moves back: planned by a clock that is a year ahead for a minute, nobody
 * would get a message for a year. So where the clock is further ahead of everything planned than a late tick explains, a breaker
 * opens: nothing is planned until the clock has run evenly for as long again. What was planned before is sent meanwhile.
 */
export async function planSteadily(
  deps: PlannerDeps,
  breathe?: () => Promise<void>,
): Promise<{ readonly planned: number; readonly missed: number }> {
  const { store, clock, policy } = deps;
  if (await isBroken(deps)) return { planned: 0, missed: 0 };
  return planMessages(store, clock.now(), {
    planAheadMs: policy.planAheadMs,
    graceMs: LONGEST_GRACE_MS,
    ...(breathe === undefined ? {} : { breathe }),
  });
}

const BREAKER = "breaker";

async function isBroken({ store, clock, policy: { maxJumpMs }, log }: PlannerDeps): Promise<boolean> {
  const watermark = maxJumpMs === undefined ? undefined : await findWatermark(store, PLANNER);
  if (maxJumpMs === undefined || watermark === undefined) return false;
  const now = clock.now();
  const { jumpMs } = duePlan({ schedules: [], watermark, now, graceMs: 0, maxJumpMs });
  if (jumpMs === undefined) return false;
  // Its watermark is when it opened. A clock that was not seen between, or went far back, has to begin anew.
  const [rows = []] = await store.write<{ openedAt: number }>([
    sql`insert into planner_state (name, watermark, updated_at) values (${BREAKER}, ${now}, ${now})
      on conflict (name) do update set updated_at = excluded.updated_at,
        watermark = iif(abs(excluded.updated_at - updated_at) <= ${maxJumpMs}, watermark, excluded.watermark)
      returning watermark as openedAt`,
  ]);
  const openedAt = rows[0]?.openedAt ?? now;
  if (openedAt === now) log("planner_breaker", { jump_minutes: Math.round(jumpMs / MINUTE_MS) });
  return now - openedAt < maxJumpMs;
}
