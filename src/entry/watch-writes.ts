import type { Clock } from "#kernel/clock.ts";
import { saveWatermark } from "#messages/plan/planner-queries.ts";
import type { Store } from "#store/store.ts";
import type { Log } from "./log-line.ts";

export type WatchedStore = {
  readonly store: Store;
  /** False from a write that the disk had no room for until there is room again. */
  readonly canWrite: () => boolean;
};

type Watched = { readonly store: Store; readonly clock: Clock; readonly log: Log };

/**
 * Readiness is what the last write said: asking the disk with each question would be a write for whoever asks. A batch that
 * changes nothing needs no room, so the first one that passes again is followed by one that does.
 */
export function watchWrites({ store, clock, log }: Watched): WatchedStore {
  let isFull = false;
  const tell = (now: boolean) => {
    if (now === isFull) return;
    isFull = now;
    log(now ? "disk_failed" : "disk_has_room", {});
  };
  const hasRoom = async () => {
    const now = clock.now();
    await saveWatermark(store, { planner: "room", watermark: now, now });
    tell(false);
  };
  return {
    store: {
      ...store,
      write: async (statements) => {
        try {
          const rows = await store.write(statements);
          // What was written stays written, whatever the question after it comes to.
          if (isFull) await hasRoom().catch(() => undefined);
          return rows as never;
        } catch (cause) {
          if (cause instanceof Error && cause.name === "StoreFull") tell(true);
          throw cause;
        }
      },
    },
    canWrite: () => !isFull,
  };
}
