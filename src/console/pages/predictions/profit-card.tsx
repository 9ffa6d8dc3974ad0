import type { ChanceEvaluation } from "#predict/evaluate/evaluate-chances.ts";
import { profitsOf, type Worth } from "#predict/evaluate/gains.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Table } from "#web/pages/table.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { count } from "#console/words.tsx";
import { percent } from "./percent.ts";

/** What the form of the card said; undefined where it is not whole. */
function worthOf({ value, cost }: { readonly value?: string; readonly cost?: string }): Worth | undefined {
  const worth = { value: Number(value?.trim() || "?"), cost: Number(cost?.trim() || "?") };
  return worth.value > 0 && worth.cost >= 0 && Number.isFinite(worth.value + worth.cost) ? worth : undefined;
}

type ProfitProps = {
  readonly chances: ChanceEvaluation;
  readonly asked: { readonly value?: string; readonly cost?: string };
};

/** How far down the list it pays to ask, once somebody says what an answer brings and what asking costs. */
export function ProfitCard({ chances, asked }: ProfitProps) {
  const worth = worthOf(asked);
  return (
    <Card title="Profit">
      <div class="stack-tight">
        <form method="get" class="search many">
          <TextField name="value" label="One who does it brings" inputMode="decimal" value={asked.value} isShort />
          <TextField name="cost" label="Asking one costs" inputMode="decimal" value={asked.cost} isShort />
          <Button>Work it out</Button>
        </form>
        {worth === undefined ? (
          <p class="quiet">In any currency: how much asking the best of the list brings, less what it costs.</p>
        ) : (
          <Depths chances={chances} worth={worth} />
        )}
      </div>
    </Card>
  );
}

function Depths({ chances, worth }: { readonly chances: ChanceEvaluation; readonly worth: Worth }) {
  const points = profitsOf(chances.gains, worth);
  const best = points.reduce((top, point) => (point.profit > top.profit ? point : top), {
    depth: 0,
    rows: 0,
    profit: 0,
  });
  return (
    <>
      <p>
        {best.rows === 0
          ? "Asking costs more than it brings at each of these depths."
          : `Asking the best ${percent(best.depth)} of these ${count(chances.rows)} would have brought most: ${money(best.profit)}.`}
      </p>
      <Table
        caption="Profit by how much of the list is asked"
        isCaptionHidden
        columns={[
          { label: "Of the list", isRowHeader: true, cell: (row) => percent(row.depth) },
          { label: "Asked", align: "end", cell: (row) => count(row.rows) },
          { label: "Profit", align: "end", cell: (row) => money(row.profit) },
        ]}
        rows={points}
        empty={<p>Nobody was held out.</p>}
      />
    </>
  );
}

function money(amount: number): string {
  const said = Math.abs(amount).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return amount < 0 ? `−${said}` : said;
}
