import { join } from "node:path";

/** A part gets the folder of public data sets and gives its figures. */
type Part = (data: string) => unknown;

/** One area a line; its measurements lie in kit/predict. */
const parts: Readonly<Record<string, () => Promise<Part>>> = {
  btyd: async () => (await import("./kit/predict/btyd.ts")).btyd,
  timing: async () => (await import("./kit/predict/timing.ts")).timing,
  clusters: async () => (await import("./kit/predict/clusters.ts")).clusters,
  next: async () => (await import("./kit/predict/next.ts")).next,
  response: async () => (await import("./kit/predict/response.ts")).response,
  learners: async () => (await import("./kit/predict/learners.ts")).learners,
};

/**
 * What predictions cost and how good they are. `PREDICT_ONLY=btyd` runs the parts named there alone; `PREDICT_DATA` names the
 * folder of public data sets.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const data = process.env["PREDICT_DATA"] ?? join(import.meta.dirname, "../../shared/data");
  const only = process.env["PREDICT_ONLY"]?.split(",");
  const figures: Record<string, unknown> = {};
  for (const [name, load] of Object.entries(parts)) {
    if (only?.includes(name) ?? true) figures[name] = await (await load())(data);
  }
  return figures;
}
