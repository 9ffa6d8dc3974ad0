import type { Timer } from "#kernel/clock.ts";

/** What `work` gives, or `late` where it has not come after `ms`. What fails, fails; what comes later is not looked at. */
export async function within<T, L>(
  timer: Timer,
  ms: number,
  { work, late }: { work: Promise<T>; late: L },
): Promise<T | L> {
  let cancel = () => {};
  const patience = new Promise<L>((resolve) => {
    cancel = timer.after(ms, () => resolve(late));
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    cancel();
  }
}
