import { findPrediction } from "#predict/registry/prediction.ts";
import {
  type DriftReport,
  findModel,
  type RegisteredCard,
  type RegisteredModel,
} from "#predict/registry/models/model.ts";
import { Badge, type Tone } from "#web/pages/badge.tsx";
import { BarList } from "#web/pages/bar-list.tsx";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { numberParam } from "#console/number-param.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { searchOf } from "#console/list-search.ts";
import { count, Day, spaced, When } from "#console/words.tsx";
import { CalibrationPicture, GainsPicture } from "./chance-pictures.tsx";
import { ClusterCards } from "./cluster-cards.tsx";
import { EvidenceCard, shown } from "./evidence-table.tsx";
import { predictionPath, predictionsPath } from "./prediction-paths.ts";
import { ProfitCard } from "./profit-card.tsx";

export const modelCardPage: ConsolePage = {
  method: "get",
  path: `${predictionsPath}/:code/models/:version`,
  scope: "predictions:read",
  handle: showModelCard,
};

const MOST_INPUTS = 12;
const MOST_DRIFTING = 10;

async function showModelCard(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const prediction = await findPrediction(store, scene.context.req.param("code") ?? "");
  const version = numberParam(scene, "version");
  const model = prediction === undefined ? undefined : await findModel(store, prediction.id, version);
  if (prediction === undefined || model === undefined) return notFound(scene);
  const { card } = model;
  const { heldOut } = card;
  const title = `${card.title}, version ${model.version}`;
  const content = (
    <>
      <PageHeader
        title={title}
        lead={card.comparison.words}
        parent={{ href: predictionPath(prediction.code), label: prediction.title }}
      />
      <div class="stack">
        <div class="halves">
          <Origin model={model} />
          <HeldOutCard card={card} />
        </div>
        {heldOut?.chances === undefined ? null : (
          <>
            <div class="halves">
              <GainsPicture chances={heldOut.chances} />
              <CalibrationPicture chances={heldOut.chances} />
            </div>
            <ProfitCard chances={heldOut.chances} asked={searchOf(scene, ["value", "cost"])} />
          </>
        )}
        {card.model.clusters === undefined ? null : <ClusterCards clusters={card.model.clusters} />}
        <div class="halves">
          <Importance card={card} />
          <Drift drift={model.drift} />
        </div>
        <EvidenceCard card={card.model} />
        <Limits card={card} />
      </div>
    </>
  );
  return scenePage(scene, { title, current: predictionsPath }, content);
}

function Origin({ model }: { readonly model: RegisteredModel }) {
  const { card, trainedAt, cause, horizonDays, state } = model;
  const { data } = card;
  const isSampled = data.subjects < data.ofSubjects;
  return (
    <Card title="What it is" action={<Badge tone={state === "champion" ? "good" : "neutral"} label={state} />}>
      <DefinitionList
        items={[
          ["Task", spaced(card.model.task)],
          ["Model", card.model.model],
          ["Foretells", `the next ${horizonDays} days`],
          ["Knows everything until", <Day on={data.until} />],
          [
            `Learnt from ${card.subject}s`,
            isSampled ? `${count(data.subjects)} of ${count(data.ofSubjects)}` : count(data.subjects),
          ],
          ["Trained", <When at={trainedAt} />],
          ["Asked by", cause],
        ]}
      />
    </Card>
  );
}

/** Names of figures that are better said than spelt. */
const FIGURES: Readonly<Record<string, string>> = {
  auc: "AUC",
  brier: "Brier score",
  ece: "Calibration error (ECE)",
  logLoss: "Log-loss",
  rate: "Share that did it",
  meanChance: "Mean chance foretold",
  recallAt10: "Found among ten guesses",
  hitAt5: "One of five guesses right",
  newHit: "A new one right",
};

/** Ends of an interval stand beside their figure. */
const ENDS = new Set(["aucLow", "aucHigh"]);

function HeldOutCard({ card: { heldOut } }: { readonly card: RegisteredCard }) {
  if (heldOut === undefined) {
    return (
      <Card title="On what came later">
        <p>Groups are not right or wrong: nothing could be held out.</p>
      </Card>
    );
  }
  const { auc, aucLow, aucHigh } = heldOut.figures;
  const figures = Object.entries(heldOut.figures).filter(([name]) => !ENDS.has(name));
  return (
    <Card title="On what came later">
      <p class="quiet">
        {count(heldOut.rows)} that it never saw, from <Day on={heldOut.from} /> to <Day on={heldOut.to} />.
      </p>
      <DefinitionList
        items={figures.map(([name, value]): readonly [string, string] => [
          FIGURES[name] ?? spaced(name.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)),
          name === "auc" && auc !== undefined && aucLow !== undefined && aucHigh !== undefined
            ? `${shown(auc)} (${shown(aucLow)} to ${shown(aucHigh)})`
            : shown(value),
        ])}
      />
    </Card>
  );
}

function Importance({ card: { model } }: { readonly card: RegisteredCard }) {
  if (model.importance.length === 0) return null;
  const [strongest] = model.importance;
  const top = strongest?.meanContribution ?? 1;
  return (
    <Card title="What moves it">
      <BarList
        label="Mean contribution, as a share of the strongest"
        items={model.importance.slice(0, MOST_INPUTS).map(({ column, meanContribution }) => ({
          label: spaced(column),
          value: top === 0 ? 0 : meanContribution / top,
        }))}
        format={(value) => value.toFixed(2)}
      />
    </Card>
  );
}

const driftTones: Readonly<Record<string, Tone>> = { stable: "good", watch: "warn", alarm: "bad" };

/** Whether people are still those that it learnt from. */
function Drift({ drift }: { readonly drift: DriftReport | undefined }) {
  if (drift === undefined) {
    return (
      <Card title="Are people still the same?">
        <p>Not measured yet: it is with the next scoring.</p>
      </Card>
    );
  }
  const inputs = drift.inputs.toSorted((left, right) => right.psi - left.psi).slice(0, MOST_DRIFTING);
  return (
    <Card
      title="Are people still the same?"
      action={<Badge tone={driftTones[drift.verdict] ?? "neutral"} label={drift.verdict} />}
    >
      <p class="quiet">
        Population stability index, <When at={drift.measuredAt} />. Scores: {shown(drift.scores)}; from 0.1 watch, from
        0.25 alarm.
      </p>
      <Table
        caption="Inputs"
        isFlowing
        isCaptionHidden
        columns={[
          { label: "Input", isRowHeader: true, cell: (row) => spaced(row.column) },
          { label: "PSI", align: "end", cell: (row) => shown(row.psi) },
          { label: "", cell: (row) => <Badge tone={driftTones[row.verdict] ?? "neutral"} label={row.verdict} /> },
        ]}
        rows={inputs}
        empty={<p>None of its inputs could be compared.</p>}
      />
    </Card>
  );
}

function Limits({ card }: { readonly card: RegisteredCard }) {
  const limits = [...new Set([...card.limits, ...card.model.caution])];
  if (limits.length === 0) return null;
  return (
    <Card title="What it does not say">
      <ul>
        {limits.map((limit) => (
          <li>{limit}</li>
        ))}
      </ul>
    </Card>
  );
}
