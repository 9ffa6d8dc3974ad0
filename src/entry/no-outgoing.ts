import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import { systemTimer } from "./runtime.ts";

/** For a station that only shows itself: whatever it is asked to fetch, nobody is asked. */
export const noOutgoing: OutgoingDeps = {
  transport: () => Promise.reject(Object.assign(new Error("Nobody is asked from here."), { code: "NO_OUTGOING" })),
  policy: { trustedOrigins: new Set(), ownHosts: new Set() },
  timer: systemTimer,
};
