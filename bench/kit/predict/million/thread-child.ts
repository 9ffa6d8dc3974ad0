import { openPredictionThread } from "#entry/node/predictions/open-prediction-thread.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { cpuClock, round } from "../../measure.ts";

/** One turn of everything on the prediction thread, with the one writer beside it; a line for each training and scoring. */
const [url = ""] = process.argv.slice(2);
const store = await openLibsql({ url });
const resident = process.memoryUsage.rss();
const steps: Record<string, number> = {};
const whole = cpuClock();
let step = cpuClock();
const thread = openPredictionThread(
  { url },
  {
    store,
    log: (event, { prediction, scored }) => {
      const words = `${prediction} ${event.replace("prediction_", "")}`;
      const { cpuMs, wallMs } = step();
      steps[words] = round(cpuMs / 1_000, 1);
      const rss = Math.round(process.memoryUsage.rss() / 2 ** 20);
      console.error(
        `${words} ${scored ?? ""}: ${round(wallMs / 1_000, 1)} s, CPU ${round(cpuMs / 1_000, 1)} s, ${rss} MiB`,
      );
      if (event !== "prediction_drift_alarm") step = cpuClock();
    },
  },
);
// A turn is bounded by slices: it is called as often as there is something left to do.
const open = { sql: "select count(*) as n from prediction_runs where finished_at is null", params: [] };
do await thread.turn();
while (((await store.read<{ n: number }>(open))[0]?.n ?? 0) > 0);
const { cpuMs, wallMs } = whole();
await thread.close();
const [row] = await store.read<{ n: number }>({ sql: "select count(*) as n from score_details", params: [] });
const [size] = await store.read<{ n: number }>({
  sql: "select count(distinct prediction_id) as n from prediction_models",
  params: [],
});
await store.close();
console.log(
  JSON.stringify({
    seconds: round(wallMs / 1_000, 1),
    cpuSeconds: round(cpuMs / 1_000, 1),
    rssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
    rssMiBBefore: Math.round(resident / 2 ** 20),
    models: size?.n ?? 0,
    scores: row?.n ?? 0,
    steps,
  }),
);
process.exit(0);
