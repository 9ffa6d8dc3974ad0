import { join } from "node:path";

/** A part gets the folder of public data sets and gives its figures. */
type Part = (data: string) => unknown;

/** One area a line; its measurements lie in kit/predict. */
const parts: Readonly<Record<string, () => Promise<Part>>> = {
  btyd: async () => (await import("./kit/predict/btyd.ts")).btyd,
  "hit-and-run": async () => (await import("./kit/predict/purchases/cdnow-chances.ts")).cdnowChances("hit-and-run"),
  dormancy: async () => (await import("./kit/predict/purchases/cdnow-chances.ts")).cdnowChances("dormancy"),
  activity: async () => (await import("./kit/predict/purchases/cdnow-chances.ts")).cdnowChances("activity"),
  spending: async () => (await import("./kit/predict/purchases/spending.ts")).spending,
  worlds: async () => (await import("./kit/predict/worlds.ts")).worlds,
  timing: async () => (await import("./kit/predict/timing.ts")).timing,
  durations: async () => (await import("./kit/predict/durations.ts")).durations,
  clusters: async () => (await import("./kit/predict/clusters.ts")).clusters,
  next: async () => (await import("./kit/predict/next.ts")).next,
  response: async () => (await import("./kit/predict/response.ts")).response,
  learners: async () => (await import("./kit/predict/learners.ts")).learners,
};

/**
 * What predictions cost and how good they are. `--part btyd,timing` (or `PREDICT_ONLY`) runs the parts named there alone;
 * `PREDICT_DATA` names the folder of public data sets.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const data = process.env["PREDICT_DATA"] ?? join(import.meta.dirname, "../../shared/data");
  const only = askedParts();
  const unknown = only?.filter((name) => !(name in parts)) ?? [];
  if (unknown.length > 0)
    throw new RangeError(`No part ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}.`);
  const figures: Record<string, unknown> = {};
  for (const [name, load] of Object.entries(parts)) {
    if (only?.includes(name) ?? true) figures[name] = await (await load())(data);
  }
  return figures;
}

function askedParts(): readonly string[] | undefined {
  const at = process.argv.indexOf("--part");
  const words = at === -1 ? process.env["PREDICT_ONLY"] : process.argv[at + 1];
  return words?.split(",");
}
