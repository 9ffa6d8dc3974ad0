import type { ModelCard } from "#predict/tasks/model-card.ts";
import { Card } from "#web/pages/card.tsx";
import { Table } from "#web/pages/table.tsx";
import { count } from "#console/words.tsx";
import { percent } from "./percent.ts";

type Clusters = NonNullable<ModelCard["clusters"]>;
type OneCluster = Clusters[number];

const MOST_MARKS = 5;
/** So many spreads from the mean fill half of the scale. */
const FULL = 2;

/** Who they are, what sets each apart, and what each has more often than the others. */
export function ClusterCards({ clusters }: { readonly clusters: Clusters }) {
  const all = clusters.reduce((sum, { size }) => sum + size, 0);
  return (
    <div class="halves">
      {clusters.map((cluster) => (
        <Card title={cluster.name}>
          <p class="quiet">
            {count(cluster.size)} of {count(all)}, {percent(cluster.size / all)}
          </p>
          <Marks marks={cluster.marks} />
          <Needs needs={cluster.needs} />
        </Card>
      ))}
    </div>
  );
}

/** Bars from the mean of all to the left or to the right. */
function Marks({ marks }: Pick<OneCluster, "marks">) {
  return (
    <ul class="bars" aria-label="What sets it apart, in spreads from the mean of all">
      {marks.slice(0, MOST_MARKS).map(({ kpi, spreads }) => {
        const width = Math.min(50, (Math.abs(spreads) / FULL) * 50);
        return (
          <li>
            <div class="bars-words">
              <span>{kpi}</span>
              <span class="number">{spreads.toFixed(1).replace("-", "−")}</span>
            </div>
            <svg aria-hidden="true">
              <rect class="track" width="100%" height="100%" rx="4" />
              <rect class="fill" x={`${spreads < 0 ? 50 - width : 50}%`} width={`${width}%`} height="100%" />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}

function Needs({ needs }: Pick<OneCluster, "needs">) {
  if (needs.length === 0) return <p>Nothing that they have more often than the others.</p>;
  return (
    <Table
      caption="Needs"
      isFlowing
      columns={[
        { label: "Category", isRowHeader: true, cell: (row) => row.category },
        { label: "Have it", align: "end", cell: (row) => percent(row.share) },
        { label: "Times the usual", align: "end", cell: (row) => `× ${row.lift.toFixed(1)}` },
      ]}
      rows={needs}
    />
  );
}
