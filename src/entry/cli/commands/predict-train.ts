import { parseArgs } from "node:util";
import { openDatabase } from "#entry/cli/open-database.ts";
import { findChampion, listModels } from "#predict/registry/models/model.ts";
import { findPrediction, listPredictions, type Prediction, predictionBody } from "#predict/registry/prediction.ts";
import { putPrediction } from "#predict/registry/put-prediction.ts";
import { askTraining } from "#predict/registry/runs/ask-training.ts";
import { listRuns } from "#predict/registry/runs/run.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { tendPredictions } from "#predict/training/tend-predictions.ts";
import type { Command } from "./command.ts";
import { say } from "./predict-progress.ts";
import { answered, Refusal } from "./predict-refusal.ts";

const usage = `jumpstation predict train --task <task> | --prediction <code>

  --task <task>        the predictions of this task; where there is none, one is declared with the usual settings
  --prediction <code>  this one
  --json               the model card as one line of JSON

Trains on the configured database, which no server may have at the same time: a running one is asked by
POST /v1/predictions/<code>/runs. The model is judged on the time that is held out, and everybody is scored by the champion.
The status is 1 where too little is known to learn from, 2 for a refusal.`;

const options = {
  task: { type: "string" },
  prediction: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const actor = { kind: "system", id: "command line" } as const;

export const command: Command = {
  summary: "Train in the configured database.",
  usage,
  run: (args) => answered(() => run(args)),
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help || (values.task === undefined && values.prediction === undefined)) {
    (values.help ? console.log : console.error)(usage);
    return values.help ? 0 : 2;
  }
  const opened = await openDatabase(process.env);
  if (!opened.ok) throw new Refusal(opened.error);
  const { customers: deps } = opened.value;
  try {
    let status = 0;
    for (const prediction of await wanted(deps, values))
      status = Math.max(status, await train(deps, prediction, values.json));
    return status;
  } finally {
    await opened.value.close();
  }
}

type Asked = { readonly task?: string | undefined; readonly prediction?: string | undefined };

async function wanted(deps: PredictDeps, { task, prediction: code }: Asked): Promise<readonly Prediction[]> {
  if (code !== undefined) {
    const found = await findPrediction(deps.store, code);
    if (found === undefined) throw new Refusal(`There is no prediction ${code}.`);
    return [found];
  }
  const known = (await listPredictions(deps.store)).filter((each) => each.task === task);
  if (known.length > 0) return known;
  const body = predictionBody.safeParse({ title: task, task });
  if (!body.success) throw new Refusal(body.error.issues.map(({ message }) => message).join(" "));
  const declared = await putPrediction({
    deps,
    actor,
    input: { code: body.data.task.replaceAll("-", "_"), prediction: body.data },
  });
  if (!declared.ok) throw new Refusal(declared.error.detail ?? declared.error.code);
  return [declared.value];
}

async function train(deps: PredictDeps, { id, code }: Prediction, isJson: boolean): Promise<number> {
  const { store } = deps;
  const before = (await listModels(store, id)).length;
  await askTraining({ deps, actor, input: { code } });
  const tend = () =>
    tendPredictions(deps, {
      kinds: ["train", "score"],
      slices: 1_000,
      log: (event, detail) => say(`${event} ${JSON.stringify(detail)}`),
    });
  while ((await listRuns(store, id, 5)).some(({ finishedAt }) => finishedAt === null)) await tend();
  const [newest] = await listModels(store, id);
  if (newest === undefined || (await listModels(store, id)).length === before) {
    const [run] = await listRuns(store, id, 1);
    console.error(`${code}: ${run?.step ?? "It was not trained."}`);
    return 1;
  }
  const champion = await findChampion(store, id);
  if (isJson) console.log(JSON.stringify(newest.card));
  else
    console.log(
      `${code}: version ${newest.version}, ${newest.card.model.model}, ${newest.state}. ${newest.card.comparison.words} Version ${champion?.version ?? "–"} counts.`,
    );
  return 0;
}
