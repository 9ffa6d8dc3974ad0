import type { MessageDeps } from "#messages/message-deps.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Admitted } from "#messages/traffic/admit.ts";
import type { PutOff } from "#messages/traffic/put-off.ts";
import { dayOf } from "#messages/phone/spend-limit.ts";
import { NO_CAP } from "./next-cap.ts";
import { rankEngaged, type Ranked } from "./rank-engaged.ts";
import { countQuota, quotaOf, takeQuota } from "./take-quota.ts";

type Kept = { readonly kept: readonly Admitted[]; readonly later: readonly PutOff[] };

/**
 * While a domain is getting known, each receiver takes so many of its messages a day: those of the most engaged first, the rest
 * on the next day, at the time of day at which each was due. What somebody waits for (transactional mail) goes all the same, and counts.
 */
export async function keepToPlan(deps: MessageDeps, mails: readonly Admitted[], now: number): Promise<Kept> {
  const plan = deps.traffic?.warmUp;
  const { day, endsAt } = dayOf(now);
  if (plan === undefined || day < plan.startOn) return { kept: mails, later: [] };
  const kept: Admitted[] = [];
  const later: PutOff[] = [];
  for (const [stream = "", items] of Map.groupBy(mails, ({ way }) => way.stream)) {
    const { cap } = await quotaOf(deps.store, { stream, plan, now });
    const urgent = items.filter(({ message }) => message.messageClass === "transactional" || cap >= NO_CAP);
    kept.push(...urgent);
    if (urgent.length > 0) await deps.store.write([countQuota(stream, urgent.length, now)]);
    const rest = items.filter((item) => !urgent.includes(item));
    const ranked = await rankEngaged(deps.store, rest, now);
    // Who waited for the more engaged once does not again.
    const isReady = ({ item, waitsMs }: Ranked<Admitted>) => waitsMs === 0 || item.message.lastReason === "warm_up";
    const ready = ranked.filter(isReady);
    const taken = await takeQuota(deps.store, { stream, count: ready.length, plan, now });
    kept.push(...ready.slice(0, taken).map(({ item }) => item));
    later.push(
      ...ready.slice(taken).map(({ item }) => backAt(item, sameTimeAfter(item.message.dueAt, endsAt))),
      ...ranked.filter((one) => !isReady(one)).map(({ item, waitsMs }) => backAt(item, now + waitsMs)),
    );
  }
  return { kept, later };
}

/** Nobody asked for her mail at the hour at which a day of the plan begins. */
function sameTimeAfter(dueAt: number, from: number): number {
  return dueAt + Math.max(0, Math.ceil((from - dueAt) / DAY_MS)) * DAY_MS;
}

function backAt({ message: { id, fence } }: Admitted, dueAt: number): PutOff {
  return { id, fence, dueAt, reason: "warm_up" };
}
