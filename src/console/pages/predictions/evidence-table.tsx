import type { ModelCard } from "#predict/tasks/model-card.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Card } from "#web/pages/card.tsx";
import { Table } from "#web/pages/table.tsx";
import { count } from "#console/words.tsx";

type Evidence = ModelCard["evidence"][number];

/** What may stand in evidence, in the order in which it is shown. */
const FIGURES: ReadonlyArray<readonly [key: string, label: string]> = [
  ["auc", "AUC"],
  ["logLoss", "Log-loss"],
  ["brier", "Brier"],
  ["ece", "ECE"],
  ["concordance", "c-index"],
  ["integratedBrier", "Integrated Brier"],
  ["deviance", "Deviance"],
  ["meanAbsoluteError", "Mean error"],
  ["normalisedGini", "Gini"],
  ["qini", "Qini"],
  ["upliftOfBest30", "Uplift of best 30 %"],
  ["recallAt10", "Recall at 10"],
  ["hitAt5", "Hit at 5"],
  ["stability", "Stability"],
];

/** The candidates that were tried on rows which none of them had seen, and the one that was taken. */
export function EvidenceCard({ card }: { readonly card: ModelCard }) {
  const rows = card.evidence as readonly Evidence[];
  const figures = FIGURES.filter(([key]) => rows.some((row) => figureOf(row, key) !== undefined));
  return (
    <Card title="How it was chosen">
      <p>{card.choice}</p>
      <p class="quiet">{card.evidenceBy}</p>
      <Table
        caption="Candidates"
        isCaptionHidden
        columns={[
          {
            label: "Candidate",
            isRowHeader: true,
            cell: (row: Evidence) => (
              <>
                {row.candidate} {row.isChosen ? <Badge tone="good" label="taken" /> : null}
              </>
            ),
          },
          ...figures.map(([key, label]) => ({
            label,
            align: "end" as const,
            cell: (row: Evidence) => shown(figureOf(row, key)),
          })),
        ]}
        rows={rows}
        empty={<p>Nothing was compared.</p>}
      />
    </Card>
  );
}

function figureOf(row: Evidence, key: string): number | undefined {
  const value = (row as Readonly<Record<string, unknown>>)[key];
  return typeof value === "number" ? value : undefined;
}

/** Three places say what a comparison can say; large amounts none. */
export function shown(value: number | undefined): string {
  if (value === undefined) return "";
  return Math.abs(value) >= 100 ? count(Math.round(value)) : value.toFixed(3).replace("-", "−");
}
