import { RefusedModel } from "#predict/models/model.ts";
import { loadCox } from "./cox.ts";
import { loadDiscreteHazard } from "./discrete-hazard.ts";
import type { FittedTiming } from "./fitted-timing.ts";
import { loadKaplanMeier } from "./kaplan-meier.ts";
import { loadTreeHazard } from "./tree-hazard/fitted-tree-hazard.ts";

const loaders: Readonly<Record<string, (json: unknown) => FittedTiming>> = {
  "kaplan-meier": loadKaplanMeier,
  cox: loadCox,
  "discrete-time-hazard": loadDiscreteHazard,
  "tree-hazard": loadTreeHazard,
};

/** Any of the models of time from its document; RefusedModel for what is none. */
export function loadTiming(json: unknown): FittedTiming {
  const name = typeof json === "object" && json !== null ? (json as { name?: unknown }).name : undefined;
  const load = typeof name === "string" && Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (load === undefined) throw new RefusedModel("This is no model of times that is known here.");
  return load(json);
}
