import { RefusedModel } from "#predict/models/model.ts";
import { cluster } from "./cluster/cluster.ts";
import { next } from "./next/next.ts";
import { patterns } from "./patterns/patterns.ts";
import { propensity } from "./propensity/propensity.ts";
import { response } from "./response/response.ts";
import { sale } from "./sale/sale.ts";
import type { FittedTask, Task } from "./task.ts";
import { timing } from "./timing/timing-task.ts";
import { chanceTask } from "./transactions/chance-task.ts";
import { activity, dormancy, hitAndRun } from "./transactions/questions.ts";
import { spending } from "./transactions/spending.ts";

/** All tasks, a line each. */
export const tasks: readonly Task[] = [
  propensity,
  chanceTask(hitAndRun),
  chanceTask(dormancy),
  chanceTask(activity),
  spending,
  timing,
  response,
  cluster,
  next,
  patterns,
  sale,
];

export function findTask(name: string): Task | undefined {
  return tasks.find((task) => task.name === name);
}

/** The fitted task of a document; RefusedModel where no task knows it. */
export function loadTask(json: unknown): FittedTask {
  const name = typeof json === "object" && json !== null ? (json as { name?: unknown }).name : undefined;
  const task = tasks.find((each) => each.name === name);
  if (task === undefined) throw new RefusedModel("This is no stored model of a task that is known here.");
  return task.load(json);
}
