import { dateOfEpochDay, isoOf } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { type DueCount, listDue } from "#messages/newsletters/list-due.ts";
import { countRestored } from "#outbound/restored/count-restored.ts";
import { BarChart } from "#web/pages/bar-chart.tsx";
import { BarList } from "#web/pages/bar-list.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Stat, Stats } from "#web/pages/stat.tsx";
import { Table } from "#web/pages/table.tsx";
import { programmeHref } from "#console/programme-href.ts";
import { hrefOf } from "#console/list-search.ts";
import {
  countOutcomes,
  countReasons,
  countRetries,
  countSentByDay,
  type DateWindow,
  type DayCount,
  type OutcomeCount,
  type ReasonCount,
} from "#console/queries/count-outcomes.ts";
import { findChangedChoice } from "#console/queries/find-changed-choice.ts";
import { countVerdicts, type VerdictCount } from "#console/queries/list-clicks.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { count, spaced, StateBadge, When } from "#console/words.tsx";
import { ChangedChoiceCard } from "./messages/changed-choice-card.tsx";
import { heldPath } from "./delivery/held.tsx";

const WINDOW_DAYS = 7;
const CHART_DAYS = 14;
const DUE_HOURS = 24;

export const overviewPage: ConsolePage = {
  method: "get",
  path: "/console",
  scope: "messages:read",
  handle: async (scene) => scenePage(scene, { title: "Overview", current: "/console" }, await overview(scene)),
};

async function overview({ deps, now }: Scene) {
  const { store } = deps;
  const today = Math.floor(now / DAY_MS);
  const window: DateWindow = { from: dateOfEpochDay(today - WINDOW_DAYS + 1), to: dateOfEpochDay(today + 1) };
  const chart: DateWindow = { from: dateOfEpochDay(today - CHART_DAYS + 1), to: dateOfEpochDay(today) };
  const since = now - WINDOW_DAYS * DAY_MS;
  const dueBy = now + DUE_HOURS * HOUR_MS;
  const [held, due, retries, outcomes, reasons, sent, verdicts, changed] = await Promise.all([
    countRestored(store),
    listDue(store, { now, hours: DUE_HOURS }),
    countRetries(store, dueBy),
    countOutcomes(store, window),
    countReasons(store, window),
    countSentByDay(store, chart),
    countVerdicts(store, since),
    findChangedChoice(deps, { since, now }),
  ]);
  return (
    <>
      <PageHeader title="Overview" lead="What goes out next, what came of the last seven days, and what it changed." />
      <HeldBack held={held.reduce((sum, row) => sum + row.held, 0)} />
      <div class="stack">
        <Numbers {...{ due, retries, outcomes, verdicts, window, dueBy, since }} />
        <div class="columns">
          <SentByDay days={sent} from={today - CHART_DAYS + 1} />
          <Reasons reasons={reasons} window={window} />
        </div>
        <ChangedChoiceCard changed={changed} />
        <Newsletters due={due} outcomes={outcomes} window={window} dueBy={dueBy} />
      </div>
    </>
  );
}

/** Said first of all: nothing of them moves before somebody decides. */
function HeldBack({ held }: { readonly held: number }) {
  if (held === 0) return <></>;
  return (
    <Flash tone="warn" title={`${count(held)} messages are held back since a restore.`}>
      <a href={heldPath}>See them</a>
    </Flash>
  );
}

type NumbersProps = {
  readonly due: readonly DueCount[];
  readonly retries: number;
  readonly outcomes: readonly OutcomeCount[];
  readonly verdicts: readonly VerdictCount[];
  readonly window: DateWindow;
  /** epoch ms */
  readonly dueBy: number;
  readonly since: number;
};

function Numbers({ due, retries, outcomes, verdicts, window, dueBy, since }: NumbersProps) {
  const ofState = (...states: readonly string[]) =>
    outcomes.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + row.count, 0);
  const of = (verdict: string) => verdicts.find((row) => row.verdict === verdict)?.count ?? 0;
  const rows = (state: string) => hrefOf("/console/messages", { state, from: window.from, to: window.to });
  const dueRows = (state?: string) => hrefOf("/console/messages", { state, dueBefore: isoOf(dueBy) });
  const clicks = (verdict: string) => hrefOf("/console/clicks", { verdict, since: isoOf(since), content: "only" });
  const waiting = due.reduce((sum, newsletter) => sum + newsletter.due, 0);
  return (
    <Stats>
      <Stat
        label="Due in 24 hours"
        value={count(waiting)}
        href={dueRows()}
        note={<a href={dueRows("deferred")}>{count(retries)} of them for another try</a>}
      />
      <Stat label="Sent in 7 days" value={count(ofState("accepted", "delivered", "bounced"))} href={rows("sent")} />
      <Stat label="Not sent, with a reason" value={count(ofState("skipped"))} href={rows("skipped")} />
      <Stat
        label="Unknown outcome"
        value={count(ofState("unknown_outcome"))}
        href={rows("unknown_outcome")}
        note="never sent again by itself"
      />
      <Stat
        label="Clicks of people"
        value={count(of("person"))}
        href={clicks("person")}
        note={
          <>
            <a href={clicks("machine")}>{count(of("machine"))} of machines</a> and{" "}
            <a href={clicks("unsure")}>{count(of("unsure"))} unsure</a> left out
          </>
        }
      />
    </Stats>
  );
}

function SentByDay({ days, from }: { readonly days: readonly DayCount[]; readonly from: number }) {
  const dates = Array.from({ length: CHART_DAYS }, (_, index) => dateOfEpochDay(from + index));
  return (
    <Card title="Sent by day" action={<a href="/console/messages?state=sent">All of them</a>}>
      <BarChart
        title="Messages that a provider took, by local date"
        points={dates.map((date, index) => ({
          label: date.slice(5),
          value: days.find(({ on }) => on === date)?.count ?? 0,
          isSecondary: index === dates.length - 1,
          href: hrefOf("/console/messages", { state: "sent", from: date, to: date }),
        }))}
        format={count}
      />
    </Card>
  );
}

function Reasons({ reasons, window }: { readonly reasons: readonly ReasonCount[]; readonly window: DateWindow }) {
  return (
    <Card title="Why not">
      {reasons.length === 0 ? (
        <EmptyState title="Nothing stood in the way" level={3}>
          Every message that was due went out.
        </EmptyState>
      ) : (
        <BarList
          label="Messages that did not go out, by reason"
          items={reasons.map(({ state, reason, count: value }) => ({
            label: `${spaced(state)}: ${spaced(reason)}`,
            value,
            href: hrefOf("/console/messages", { state, reason: reason === "" ? undefined : reason, ...window }),
          }))}
          format={count}
        />
      )}
    </Card>
  );
}

type NewslettersProps = Pick<NumbersProps, "due" | "outcomes" | "window" | "dueBy">;

function Newsletters({ due, outcomes, window, dueBy }: NewslettersProps) {
  const cell = (code: string, state: string, ...states: readonly string[]) => {
    const rows = outcomes.filter((row) => row.newsletter === code && states.includes(row.state));
    const sum = rows.reduce((total, row) => total + row.count, 0);
    return sum === 0 ? (
      "0"
    ) : (
      <a href={hrefOf("/console/messages", { newsletter: code, state, from: window.from, to: window.to })}>
        {count(sum)}
      </a>
    );
  };
  return (
    <div id="by-newsletter">
      <Table
        caption="By newsletter, seven days"
        columns={[
          {
            label: "Newsletter",
            isRowHeader: true,
            cell: (row) => <a href={programmeHref(row.code)}>{row.title}</a>,
          },
          { label: "State", cell: (row) => <StateBadge state={row.state} /> },
          {
            label: "Due in 24 h",
            align: "end",
            cell: (row) => (
              <a href={hrefOf("/console/messages", { newsletter: row.code, dueBefore: isoOf(dueBy) })}>
                {count(row.due)}
              </a>
            ),
          },
          { label: "First at", cell: (row) => <When at={row.firstDueAt} /> },
          { label: "Sent", align: "end", cell: (row) => cell(row.code, "sent", "accepted", "delivered", "bounced") },
          { label: "Skipped", align: "end", cell: (row) => cell(row.code, "skipped", "skipped") },
          { label: "Deferred", align: "end", cell: (row) => cell(row.code, "deferred", "deferred") },
          { label: "Unknown", align: "end", cell: (row) => cell(row.code, "unknown_outcome", "unknown_outcome") },
        ]}
        rows={due}
        empty={<EmptyState title="No newsletter yet">Put one through the API, and it stands here.</EmptyState>}
      />
    </div>
  );
}
