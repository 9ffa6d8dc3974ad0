import type { Feed } from "#catalogue/feeds/find-feed.ts";
import { decideRun } from "#catalogue/feeds/run/decide-run.ts";
import type { Reject, RunView } from "#catalogue/feeds/run/run.ts";
import { findRun, listRejects, viewOfRun } from "#catalogue/feeds/run/run-rows.ts";
import { instantOf } from "#kernel/calendar.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Stat, Stats } from "#web/pages/stat.tsx";
import { Table } from "#web/pages/table.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, StateBadge, When } from "#console/words.tsx";
import { feedsPath, sceneFeed } from "./feeds.tsx";

export const feedRunPages: readonly ConsolePage[] = [
  { method: "get", path: `${feedsPath}/:code/runs/:id`, scope: "catalogue:read", handle: showRun },
  { method: "post", path: `${feedsPath}/:code/runs/:id`, scope: "catalogue:write", handle: decide },
];

/** What an answer may wait for; the clockwork does the rest. */
const CHUNKS = 5;

async function showRun(scene: Scene): Promise<Response> {
  const feed = await sceneFeed(scene);
  const row = feed === undefined ? undefined : await findRun(scene.deps.store, feed.id, numberIn(scene));
  if (feed === undefined || row === undefined) return notFound(scene);
  const run = viewOfRun(row);
  const rejects = await listRejects(scene.deps.store, run.run);
  const content = (
    <>
      <PageHeader
        title={`Run ${run.run}`}
        lead={leadOf(run)}
        parent={{ href: `${feedsPath}/${feed.code}`, label: feed.settings.title }}
        actions={<StateBadge state={run.state} />}
      />
      <Condition scene={scene} feed={feed} run={run} />
      <div class="stack">
        <Totals run={run} />
        <Rejects run={run} rejects={rejects} />
      </div>
    </>
  );
  return scenePage(scene, { title: `Run ${run.run}`, current: feedsPath }, content);
}

const originWords: Readonly<Record<RunView["origin"], string>> = {
  push: "Pushed",
  url: "Fetched when asked",
  schedule: "Fetched by its schedule",
};

function leadOf({ origin, startedAt, isDry }: RunView) {
  return (
    <>
      {originWords[origin]}, <When at={instantOf(startedAt)} />
      {isDry ? ". A trial: nothing was changed." : ""}
    </>
  );
}

/** 0, which no run has, where the address names no number. */
function numberIn({ context }: Scene): number {
  const text = context.req.param("id") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

type ConditionProps = { readonly scene: Scene; readonly feed: Feed; readonly run: RunView };

function Condition({ scene, feed, run }: ConditionProps) {
  const here = `${feedsPath}/${feed.code}/runs/${run.run}`;
  if (run.state === "reading" || run.state === "applying") {
    const done = run.state === "reading" ? `${count(run.read)} records were read.` : progressWords(run);
    return (
      <Flash tone="info" title={done}>
        <a href={here}>Look again</a>
      </Flash>
    );
  }
  if (run.state === "failed") {
    return (
      <Flash tone="bad" title="Nothing was changed.">
        {run.fault}
      </Flash>
    );
  }
  if (run.state !== "held") return <></>;
  return (
    <Flash tone="warn" title="It waits for you: nothing was changed yet.">
      <div class="stack-tight">
        <p>{run.fault}</p>
        {scene.actor.scopes.includes("catalogue:write") ? (
          <form method="post" action={here} class="row">
            <Button look="danger" name="decision" value="apply">
              Take it over, and withdraw {count(run.missing)}
            </Button>
            <Button name="decision" value="discard">
              Discard it
            </Button>
          </form>
        ) : null}
      </div>
    </Flash>
  );
}

function progressWords({ applied, created, changed }: RunView): string {
  return `${count(applied)} of ${count(created + changed)} are in the catalogue.`;
}

function Totals({ run }: { readonly run: RunView }) {
  return (
    <Stats>
      <Stat label="Read" value={count(run.read)} note={`${count(run.unchanged)} as before`} />
      <Stat label="New" value={count(run.created)} />
      <Stat label="Changed" value={count(run.changed)} />
      <Stat label="Refused" value={count(run.rejected)} />
      <Stat
        label="Gone"
        value={count(run.missing)}
        note={`of ${count(run.known)}; ${count(run.withdrawn)} withdrawn`}
      />
    </Stats>
  );
}

function Rejects({ run, rejects }: { readonly run: RunView; readonly rejects: readonly Reject[] }) {
  return (
    <Table
      caption={run.rejected > rejects.length ? "Refused records, the first of them" : "Refused records"}
      columns={[
        { label: "Where", isRowHeader: true, cell: (row: Reject) => row.place },
        { label: "Code", cell: (row: Reject) => <span class="schema-type">{row.code ?? ""}</span> },
        { label: "Field", cell: (row: Reject) => row.field },
        { label: "Why", cell: (row: Reject) => row.reason },
      ]}
      rows={rejects}
      empty={<EmptyState title="Nothing was refused">Every record was understood.</EmptyState>}
    />
  );
}

async function decide(scene: Scene): Promise<Response> {
  const feed = await sceneFeed(scene);
  if (feed === undefined) return notFound(scene);
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { decision: "one" } });
  const decision = fields.ok ? fields.value.one("decision") : "";
  if (decision !== "apply" && decision !== "discard") return notice(scene, 400, problems.invalid_request.title);
  const run = numberIn(scene);
  const decided = await decideRun({ deps: deps.feeds, actor, feed, run, decision, maxChunks: CHUNKS });
  if (!decided.ok) return notice(scene, 409, decided.error.detail ?? problems.conflict.title);
  return seeOther(`${feedsPath}/${feed.code}/runs/${run}`);
}
