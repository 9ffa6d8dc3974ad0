import { DAY_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { measured, round } from "./measure.ts";
import { WATERMARK } from "./plan-world.ts";

const store = await openLibsql({ url: process.argv[2] ?? "" });
const now = WATERMARK + 60_000;
const { value, cpuMs, wallMs } = await measured(() =>
  planMessages(store, now, { planAheadMs: DAY_MS - 60_000, graceMs: DAY_MS }),
);
console.log(
  JSON.stringify({
    planned: value.planned,
    seconds: round(wallMs / 1_000, 2),
    cpuSeconds: round(cpuMs / 1_000, 2),
    rssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
  }),
);
