import type { KnownTruth } from "#predict/registry/known-truth.ts";
import { Card } from "#web/pages/card.tsx";
import { Table } from "#web/pages/table.tsx";
import { count, Code } from "#console/words.tsx";

const digits = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(3));

/** Where everybody is simulated: how close the predictions came to what the simulation alone knows. */
export function KnownTruthCard({ truth: { lines } }: { readonly truth: KnownTruth }) {
  return (
    <Card title="Beside the simulated truth">
      <p class="quiet">
        Everybody here is simulated, so the true chances are known, and with them what a prediction can reach at best.
      </p>
      <Table
        caption="How close the predictions came"
        isCaptionHidden
        columns={[
          { label: "Prediction", isRowHeader: true, cell: ({ prediction }) => <Code of={prediction} /> },
          { label: "Figure", cell: ({ figure }) => figure },
          { label: "Customers", align: "end", cell: ({ subjects }) => count(subjects) },
          { label: "Ours", align: "end", cell: ({ ours }) => digits(ours) },
          { label: "Best from the facts", align: "end", cell: ({ best }) => digits(best) },
          { label: "With the truth itself", align: "end", cell: ({ truth }) => digits(truth) },
        ]}
        rows={lines}
      />
    </Card>
  );
}
