import type { FeedSchedule } from "#catalogue/feeds/feed.ts";
import { type Feed, findFeed, listFeeds } from "#catalogue/feeds/find-feed.ts";
import { requestFetch } from "#catalogue/feeds/request-fetch.ts";
import type { RunView } from "#catalogue/feeds/run/run.ts";
import { listRuns } from "#catalogue/feeds/run/run-rows.ts";
import { instantOf } from "#kernel/calendar.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, StateBadge, When } from "#console/words.tsx";

export const feedsPath = "/console/feeds";
/** Beside the feeds, whose codes are the vendor's: one may be "new". */
export const newFeedPath = "/console/new-feed";

export const feedPages: readonly ConsolePage[] = [
  { method: "get", path: feedsPath, scope: "catalogue:read", handle: showFeeds },
  { method: "get", path: `${feedsPath}/:code`, scope: "catalogue:read", handle: showFeed },
  { method: "post", path: `${feedsPath}/:code/fetch`, scope: "catalogue:write", handle: fetchFeed },
];

type Line = { readonly feed: Feed; readonly last: RunView | undefined };

async function showFeeds(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const feeds = await listFeeds(store);
  const lines: readonly Line[] = await Promise.all(
    feeds.map(async (feed) => ({ feed, last: (await listRuns(store, { feedId: feed.id, limit: 1 })).items[0] })),
  );
  const content = (
    <>
      <PageHeader
        title="Feeds"
        lead="Where product sets come from by themselves."
        actions={
          <>
            <ButtonLink href="/console/images">Pictures</ButtonLink>
            {scene.actor.scopes.includes("catalogue:write") ? (
              <ButtonLink look="primary" href={newFeedPath}>
                New feed
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <Table
        caption="Feeds"
        isCaptionHidden
        columns={[
          {
            label: "Feed",
            isRowHeader: true,
            cell: ({ feed }: Line) => <a href={`${feedsPath}/${feed.code}`}>{feed.settings.title}</a>,
          },
          { label: "State", cell: ({ feed }) => <StateBadge state={feed.settings.state} /> },
          { label: "Brings", cell: ({ feed }) => modeWords(feed) },
          { label: "Last run", cell: ({ last }) => (last === undefined ? "none" : <StateBadge state={last.state} />) },
          { label: "At", cell: ({ last }) => <When at={last && instantOf(last.startedAt)} /> },
          { label: "Next", cell: ({ feed }) => <When at={feed.nextRunAt} /> },
        ]}
        rows={lines}
        empty={
          <EmptyState title="No feed yet">
            A shop's product feed, or a table of prices and stock: by its address on a schedule, or pushed to the API.
          </EmptyState>
        }
      />
    </>
  );
  return scenePage(scene, { title: "Feeds", current: feedsPath }, content);
}

function modeWords({ settings: { mode } }: Feed): string {
  return mode === "full" ? "whole product sets" : "prices and stock";
}

export async function sceneFeed({ deps, context }: Scene): Promise<Feed | undefined> {
  return findFeed(deps.store, context.req.param("code") ?? "");
}

async function showFeed(scene: Scene): Promise<Response> {
  const feed = await sceneFeed(scene);
  if (feed === undefined) return notFound(scene);
  const search = searchOf(scene, ["cursor"]);
  const here = `${feedsPath}/${feed.code}`;
  const page = await listRuns(scene.deps.store, { feedId: feed.id, limit: PAGE_SIZE, cursor: search.cursor });
  const mayWrite = scene.actor.scopes.includes("catalogue:write");
  const mayFetch = feed.settings.url !== undefined && mayWrite;
  const content = (
    <>
      <PageHeader
        title={feed.settings.title}
        parent={{ href: feedsPath, label: "Feeds" }}
        actions={
          <>
            <StateBadge state={feed.settings.state} />
            {mayWrite ? <ButtonLink href={`${here}/edit`}>Change</ButtonLink> : null}
            {mayFetch ? (
              <form method="post" action={`${here}/fetch`}>
                <Button>Fetch now</Button>
              </form>
            ) : null}
          </>
        }
      />
      {scene.context.req.query("asked") === "1" ? (
        <Flash tone="good" title="It is fetched within seconds.">
          <a href={here}>Look again</a>
        </Flash>
      ) : null}
      {scene.context.req.query("saved") === "1" ? (
        <Flash tone="good" title="Saved.">
          It is read this way from the next fetch on.
        </Flash>
      ) : null}
      <div class="stack">
        <Facts feed={feed} />
        <Table caption="Runs" columns={runColumns(here)} rows={page.items} empty={<EmptyState title="No run yet" />} />
        <Pager {...pagerOf(here, search, page.nextCursor)} />
      </div>
    </>
  );
  return scenePage(scene, { title: feed.settings.title, current: feedsPath }, content);
}

function Facts({ feed }: { readonly feed: Feed }) {
  const { mode, form, url, schedule, guardPercent, images } = feed.settings;
  return (
    <Card title="How it is read">
      <DefinitionList
        items={[
          ["Code", <code>{feed.code}</code>],
          ["Brings", modeWords(feed)],
          ["Form", form.kind],
          ["From", url === undefined ? "pushed to the API" : <span class="schema-type">{url}</span>],
          ...(feed.header === undefined ? [] : [["Header", `${feed.header.name}, kept sealed`] as const]),
          ["Fetched", schedule === undefined ? "when asked" : scheduleWords(schedule)],
          ...(feed.failures === 0 ? [] : [["Failures in a row", count(feed.failures)] as const]),
          ...(mode === "delta"
            ? []
            : [
                ["Waits for you", `when more than ${guardPercent} % of its product sets are gone`] as const,
                ["Pictures", images === "host" ? "shown from here" : "shown from where they are"] as const,
              ]),
        ]}
      />
    </Card>
  );
}

function scheduleWords(schedule: FeedSchedule): string {
  if ("everyHours" in schedule) return schedule.everyHours === 1 ? "every hour" : `every ${schedule.everyHours} hours`;
  return `at ${schedule.at.join(", ")} (${schedule.zone})`;
}

function runColumns(here: string) {
  return [
    {
      label: "Started",
      isRowHeader: true,
      cell: (row: RunView) => (
        <a href={`${here}/runs/${row.run}`}>
          <When at={instantOf(row.startedAt)} />
        </a>
      ),
    },
    { label: "State", cell: (row: RunView) => <StateBadge state={row.state} /> },
    { label: "Read", align: "end" as const, cell: (row: RunView) => count(row.read) },
    { label: "New", align: "end" as const, cell: (row: RunView) => count(row.created) },
    { label: "Changed", align: "end" as const, cell: (row: RunView) => count(row.changed) },
    { label: "Refused", align: "end" as const, cell: (row: RunView) => count(row.rejected) },
    { label: "Gone", align: "end" as const, cell: (row: RunView) => count(row.missing) },
  ];
}

async function fetchFeed(scene: Scene): Promise<Response> {
  const feed = await sceneFeed(scene);
  if (feed?.settings.url === undefined) return notFound(scene);
  await requestFetch(scene.deps.feeds, scene.actor, feed);
  return seeOther(`${feedsPath}/${feed.code}?asked=1`);
}
