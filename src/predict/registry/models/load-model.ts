import { loadTask } from "#predict/tasks/task-registry.ts";
import type { FittedTask } from "#predict/tasks/task.ts";
import type { Store } from "#store/store.ts";

/** The fitted model of a row; RefusedModel where this version of the code can't read it. By the key of its parts. */
export async function loadModel(store: Pick<Store, "read">, modelId: number): Promise<FittedTask> {
  const parts = await store.read<{ body: string }>({
    sql: "select body from prediction_model_parts where model_id = ? order by no",
    params: [modelId],
  });
  return loadTask(JSON.parse(parts.map(({ body }) => body).join("")));
}
