import { SECOND_MS } from "#kernel/clock.ts";
import type { ServerManners } from "#store/http-driver.ts";
import { systemTimer } from "./runtime.ts";

/** A long plan's largest chunk takes a second or two; what is silent for this long has gone. */
const PATIENCE_MS = 30 * SECOND_MS;

/** How a libSQL server is spoken to from a process or an isolate: with patience that ends. */
export const serverManners: ServerManners = {
  fetch: (request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }),
  rest: (ms) =>
    new Promise((resolve) => {
      systemTimer.after(ms, resolve);
    }),
};

/** On Node one process asks for all its readers: a flood of them must not take every stream that the server has. */
export const nodeServerManners: ServerManners = { ...serverManners, concurrency: 20 };
