import { findPrediction, type Prediction } from "#predict/registry/prediction.ts";
import { promoteModel } from "#predict/registry/models/promote-model.ts";
import { listModels, type RegisteredModel } from "#predict/registry/models/model.ts";
import { askTraining } from "#predict/registry/runs/ask-training.ts";
import { listRuns, type Run } from "#predict/registry/runs/run.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { numberParam } from "#console/number-param.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { Code, count, spaced, StateBadge, When } from "#console/words.tsx";
import { headlineOf } from "./headline.ts";
import { modelPath, predictionPath, predictionsPath } from "./prediction-paths.ts";

const PATH = `${predictionsPath}/:code`;
const MODELS = `${PATH}/models/:version/champion`;
const MOST_RUNS = 10;

export const predictionPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "predictions:read", handle: showPrediction },
  { method: "post", path: `${PATH}/train`, scope: "predictions:write", handle: train },
  { method: "post", path: MODELS, scope: "predictions:write", handle: promote },
];

async function showPrediction(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const prediction = await findPrediction(store, scene.context.req.param("code") ?? "");
  if (prediction === undefined) return notFound(scene);
  const [models, runs] = await Promise.all([
    listModels(store, prediction.id),
    listRuns(store, prediction.id, MOST_RUNS),
  ]);
  const mayWrite = scene.actor.scopes.includes("predictions:write");
  const isOpen = runs.some(({ kind, finishedAt }) => kind === "train" && finishedAt === null);
  const content = (
    <>
      <PageHeader
        title={prediction.title}
        parent={{ href: predictionsPath, label: "Predictions" }}
        actions={mayWrite && !isOpen ? <TrainForm code={prediction.code} /> : undefined}
      />
      <div class="stack">
        <Question prediction={prediction} />
        <Models prediction={prediction} models={models} mayWrite={mayWrite} />
        <Runs runs={runs} />
      </div>
    </>
  );
  return scenePage(scene, { title: prediction.title, current: predictionsPath }, content);
}

function TrainForm({ code }: { readonly code: string }) {
  return (
    <form method="post" action={`${predictionPath(code)}/train`}>
      <Button>Train now</Button>
    </form>
  );
}

function Question({ prediction }: { readonly prediction: Prediction }) {
  const { code, task, subject, settings, state, version } = prediction;
  const { horizonDays, quietDays, outcome, inputs, clusters, retrainDays } = settings;
  const optional: ReadonlyArray<readonly [string, string | undefined]> = [
    ["Quiet means", quietDays === undefined ? undefined : `${quietDays} days without a purchase`],
    ["What shall happen", outcome === undefined ? undefined : [outcome.event, outcome.category].join(" ").trim()],
    ["May use", inputs?.map(spaced).join(", ")],
    ["Groups", clusters === undefined ? undefined : String(clusters)],
  ];
  return (
    <Card title="The question" action={<Badge tone={state === "live" ? "good" : "neutral"} label={state} />}>
      <DefinitionList
        items={[
          ["Code", <Code of={code} />],
          ["Task", spaced(task)],
          ["About each", subject],
          ["Looks ahead", `${horizonDays} days`],
          ...optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
          ["Trained anew", `after ${retrainDays} days, or when people have changed`],
          ["Version of the question", String(version)],
        ]}
      />
    </Card>
  );
}

type ModelsProps = {
  readonly prediction: Prediction;
  readonly models: readonly RegisteredModel[];
  readonly mayWrite: boolean;
};

function Models({ prediction, models, mayWrite }: ModelsProps) {
  const choice = {
    label: "Choose",
    cell: (row: RegisteredModel) =>
      row.state === "champion" || row.size === 0 ? null : (
        <form method="post" action={`${modelPath(prediction.code, row.version)}/champion`}>
          <Button isSmall look="quiet" label={`Let version ${row.version} count`}>
            Let it count
          </Button>
        </form>
      ),
  };
  return (
    <Table
      caption="Models"
      columns={[
        {
          label: "Model",
          isRowHeader: true,
          cell: (row: RegisteredModel) => (
            <a href={modelPath(prediction.code, row.version)}>
              Version {row.version}, {row.card.model.model}
            </a>
          ),
        },
        {
          label: "State",
          cell: (row) => <Badge tone={row.state === "champion" ? "good" : "neutral"} label={row.state} />,
        },
        { label: "On what came later", cell: (row) => headlineOf(row) },
        { label: "Trained", cell: (row) => <When at={row.trainedAt} /> },
        { label: "Asked by", cell: (row) => row.cause },
        ...(mayWrite ? [choice] : []),
      ]}
      rows={models}
      empty={<EmptyState title="No model yet">One is trained as soon as enough is known.</EmptyState>}
    />
  );
}

function Runs({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <Table
      caption="Trainings and scorings"
      columns={[
        { label: "Run", isRowHeader: true, cell: (row) => (row.kind === "train" ? "training" : "scoring") },
        { label: "State", cell: (row) => <StateBadge state={row.state} /> },
        { label: "Step", cell: (row) => row.step },
        { label: "Scored", align: "end", cell: (row) => (row.kind === "score" ? count(row.scored) : "") },
        { label: "Because of", cell: (row) => row.cause },
        { label: "Asked", cell: (row) => <When at={row.askedAt} /> },
        { label: "Over", cell: (row) => <When at={row.finishedAt} /> },
      ]}
      rows={runs}
      empty={<EmptyState title="Nothing ran yet">The first training is asked for with the prediction.</EmptyState>}
    />
  );
}

async function train(scene: Scene): Promise<Response> {
  const { deps, actor, context } = scene;
  const code = context.req.param("code") ?? "";
  const asked = await askTraining({ deps, actor, input: { code } });
  return asked.ok ? seeOther(predictionPath(code)) : notFound(scene);
}

/** The way back to an earlier model, or on to a challenger. */
async function promote(scene: Scene): Promise<Response> {
  const { deps, actor, context } = scene;
  const input = { code: context.req.param("code") ?? "", version: numberParam(scene, "version") };
  const promoted = await promoteModel({ deps, actor, input });
  if (promoted.ok) return seeOther(predictionPath(input.code));
  return promoted.error.code === "conflict"
    ? notice(scene, 409, "This model is only remembered: its document is no longer kept")
    : notFound(scene);
}
