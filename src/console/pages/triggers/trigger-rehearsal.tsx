import { type Rehearsal, rehearseTrigger } from "#messages/triggers/rehearse-trigger.ts";
import { findTrigger } from "#messages/triggers/load-triggers.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Button } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { Stat, Stats } from "#web/pages/stat.tsx";
import { Table } from "#web/pages/table.tsx";
import { searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage } from "#console/scene.tsx";
import { count, When } from "#console/words.tsx";
import { outcomeWords } from "./trigger-words.ts";

const PATH = "/console/triggers";
const periods = ["1", "7", "30", "90"] as const;

export const triggerRehearsalPage: ConsolePage = {
  method: "get",
  path: `${PATH}/:code/rehearsal`,
  scope: "messages:read",
  handle: showRehearsal,
};

async function showRehearsal(scene: Scene): Promise<Response> {
  const code = scene.context.req.param("code") ?? "";
  const trigger = await findTrigger(scene.deps.store, code);
  if (trigger === undefined) return notFound(scene);
  const { days: asked } = searchOf(scene, ["days"]);
  const days = periods.find((known) => known === asked) ?? "7";
  const rehearsed = await rehearseTrigger(scene.deps, { code, days: Number(days) });
  if (!rehearsed.ok) return notice(scene, 409, "Its conditions are not understood any more");
  const content = (
    <>
      <PageHeader
        title={`Rehearsal of “${trigger.input.title}”`}
        lead="Whom it would have reached had it been live, and when. Nothing was sent or written."
        parent={{ href: `${PATH}/${code}`, label: trigger.input.title }}
      />
      <div class="stack">
        <form method="get" class="search many">
          <Select
            name="days"
            label="Over the last"
            value={days}
            options={periods.map((value) => ({ value, label: value === "1" ? "day" : `${value} days` }))}
          />
          <Button>Rehearse</Button>
        </form>
        <Outcome rehearsal={rehearsed.value} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Rehearsal", current: PATH }, content);
}

function Outcome({ rehearsal: { entered, outcomes, entrants, isComplete } }: { readonly rehearsal: Rehearsal }) {
  return (
    <>
      {isComplete ? null : (
        <Flash tone="warn" title="More would have come in than are shown">
          The numbers are of those that were looked at.
        </Flash>
      )}
      <Stats>
        <Stat label="Would have entered" value={count(entered)} />
        {outcomes.map(({ outcome, reason, count: value }) => (
          <Stat label={outcomeWords(outcome, reason)} value={count(value)} />
        ))}
      </Stats>
      <Table
        caption="The latest of them"
        columns={[
          {
            label: "Customer",
            isRowHeader: true,
            cell: (row) => <a href={`/console/customers/${encodeURIComponent(row.customer)}`}>{row.customer}</a>,
          },
          { label: "Entered", cell: (row) => <When at={row.enteredAt} /> },
          { label: "Due", cell: (row) => <When at={row.dueAt} /> },
          { label: "Outcome", cell: (row) => outcomeWords(row.outcome, row.reason) },
        ]}
        rows={entrants}
        empty={<EmptyState title="It would have reached nobody">A longer time, or another condition, may.</EmptyState>}
      />
    </>
  );
}
