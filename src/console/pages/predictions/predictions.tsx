import { listPredictions, type Prediction } from "#predict/registry/prediction.ts";
import { findKnownTruth } from "#predict/registry/known-truth.ts";
import { findChampion, type RegisteredModel } from "#predict/registry/models/model.ts";
import { listRuns, type Run } from "#predict/registry/runs/run.ts";
import { listRules, type PredictionRule } from "#predict/rules/prediction-rule.ts";
import { Badge } from "#web/pages/badge.tsx";
import { ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { Code, spaced, StateBadge, When } from "#console/words.tsx";
import { headlineOf } from "./headline.ts";
import { KnownTruthCard } from "./known-truth.tsx";
import { newPredictionPath, predictionPath, predictionsPath } from "./prediction-paths.ts";

export const predictionsPage: ConsolePage = {
  method: "get",
  path: predictionsPath,
  scope: "predictions:read",
  handle: showPredictions,
};

type PredictionLine = {
  readonly prediction: Prediction;
  readonly champion: RegisteredModel | undefined;
  readonly run: Run | undefined;
};

async function showPredictions(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const [predictions, rules, truth] = await Promise.all([
    listPredictions(store),
    listRules(store),
    findKnownTruth(store),
  ]);
  const lines = await Promise.all(
    predictions.map(async (prediction): Promise<PredictionLine> => {
      const [champion, [run]] = await Promise.all([
        findChampion(store, prediction.id),
        listRuns(store, prediction.id, 1),
      ]);
      return { prediction, champion, run };
    }),
  );
  const mayWrite = scene.actor.scopes.includes("predictions:write");
  const content = (
    <>
      <PageHeader
        title="Predictions"
        lead="Questions about each customer that are kept answered: a model is trained on what was, judged on what came after, and asked anew as facts come in."
        actions={mayWrite ? <ButtonLink href={newPredictionPath}>New prediction</ButtonLink> : undefined}
      />
      <div class="stack">
        <Predictions lines={lines} />
        {truth === undefined ? null : <KnownTruthCard truth={truth} />}
        {rules.length === 0 ? null : <Rules rules={rules} />}
      </div>
    </>
  );
  return scenePage(scene, { title: "Predictions", current: predictionsPath }, content);
}

function Predictions({ lines }: { readonly lines: readonly PredictionLine[] }) {
  return (
    <Table
      caption="Predictions"
      isCaptionHidden
      columns={[
        {
          label: "Prediction",
          isRowHeader: true,
          cell: ({ prediction }) => <a href={predictionPath(prediction.code)}>{prediction.title}</a>,
        },
        { label: "Task", cell: ({ prediction }) => spaced(prediction.task) },
        { label: "On what came later", cell: ({ champion }) => headlineOf(champion) },
        {
          label: "Drift",
          cell: ({ champion }) => (champion?.drift === undefined ? "" : <StateBadge state={champion.drift.verdict} />),
        },
        { label: "Last run", cell: ({ run }) => (run === undefined ? "" : <LastRun run={run} />) },
        {
          label: "State",
          cell: ({ prediction: { state } }) => <Badge tone={state === "live" ? "good" : "neutral"} label={state} />,
        },
      ]}
      rows={lines}
      empty={
        <EmptyState title="Nothing is predicted yet">
          A prediction is a question with a time: who buys again within a month, how much, what next.
        </EmptyState>
      }
    />
  );
}

function LastRun({ run }: { readonly run: Run }) {
  return (
    <>
      <StateBadge state={run.state} /> <When at={run.finishedAt ?? run.askedAt} />
    </>
  );
}

function Rules({ rules }: { readonly rules: readonly PredictionRule[] }) {
  return (
    <Table
      caption="Rules over predictions"
      columns={[
        { label: "Rule", isRowHeader: true, cell: (row) => row.title },
        { label: "Code", cell: (row) => <Code of={row.code} /> },
        { label: "Kind", cell: (row) => row.kind },
        { label: "Holds where", cell: (row) => <code>{row.condition}</code> },
        { label: "Version", align: "end", cell: (row) => row.version },
        { label: "By", cell: (row) => row.author },
      ]}
      rows={rules}
    />
  );
}
