import { isoOf } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { clockOf } from "#me/say-dates.ts";
import { changeNewsletterState } from "#messages/newsletters/change-newsletter-state.ts";
import { countDatesAhead, type DateAhead } from "#messages/newsletters/count-dates-ahead.ts";
import { findNewsletter, listNewsletters } from "#messages/newsletters/list-newsletters.ts";
import type { NewsletterState } from "#messages/newsletters/newsletter.ts";
import type { NewsletterView } from "#messages/newsletters/newsletter-view.ts";
import { findSendTime } from "#messages/send-time/find-send-time.ts";
import { describePace } from "#messages/schedule/describe-pace.ts";
import { BarChart } from "#web/pages/bar-chart.tsx";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { countAhead, type DayCount } from "#console/queries/count-outcomes.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, Day, StateBadge, When } from "#console/words.tsx";
import { BestHourCard } from "./best-hour-card.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

const PATH = "/console/newsletters";
const AHEAD_DAYS = 14;

export const newsletterPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "messages:read", handle: showNewsletters },
  { method: "get", path: `${PATH}/:code`, scope: "messages:read", handle: showNewsletter },
  { method: "get", path: `${PATH}/:code/state`, scope: "messages:write", handle: confirmState },
  { method: "post", path: `${PATH}/:code/state`, scope: "messages:write", handle: changeState },
];

async function showNewsletters(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor"]);
  const page = await listNewsletters(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE });
  const content = (
    <>
      <PageHeader title="Newsletters" lead="Each with its own dates, and with those that customers chose instead." />
      <Table
        caption="Newsletters"
        isCaptionHidden
        columns={[
          { label: "Newsletter", isRowHeader: true, cell: (row) => <a href={`${PATH}/${row.code}`}>{row.title}</a> },
          { label: "State", cell: (row) => <StateBadge state={row.state} /> },
          { label: "Usually", cell: (row) => usualWords(row) },
          { label: "Class", cell: (row) => row.messageClass },
          { label: "Template", cell: (row) => row.templateName },
          { label: "Changed", cell: (row) => <When at={row.updatedAt} /> },
        ]}
        rows={page.items}
        empty={<EmptyState title="No newsletter yet">Put one through the API, and it stands here.</EmptyState>}
      />
      <Pager {...pagerOf(PATH, search, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Newsletters", current: PATH }, content);
}

function usualWords({ defaultPace, defaultMinute }: NewsletterView): string {
  const isTimed = "minute" in defaultPace && defaultPace.minute !== undefined;
  const words = describePace(defaultPace, "en");
  return isTimed || defaultPace.kind === "never" ? words : `${words} at ${clockOf(defaultMinute)}`;
}

async function showNewsletter(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const newsletter = await findNewsletter(store, scene.context.req.param("code") ?? "");
  if (newsletter === undefined) return notFound(scene);
  const { id: newsletterId, state } = newsletter;
  const until = scene.now + AHEAD_DAYS * DAY_MS;
  const [turns, planned, [subscribers], sendTime] = await Promise.all([
    state === "stopped" ? [] : countDatesAhead(store, { newsletterId, now: scene.now, days: AHEAD_DAYS }),
    countAhead(store, { newsletterId, until }),
    store.read<{ n: number }>({
      sql: "select count(*) as n from subscriptions where newsletter_id = ? and state = 'active'",
      params: [newsletterId],
    }),
    findSendTime(store, newsletterId),
  ]);
  const content = (
    <>
      <PageHeader
        title={newsletter.title}
        lead={newsletter.description === "" ? undefined : newsletter.description}
        parent={{ href: PATH, label: "Newsletters" }}
        actions={<Actions newsletter={newsletter} mayChange={scene.actor.scopes.includes("messages:write")} />}
      />
      {scene.context.req.query("changed") === "1" ? (
        <Flash tone="good" title={`It is ${newsletter.state} now.`}>
          The next claim goes by it. <a href="/console/audit">See the record</a>
        </Flash>
      ) : null}
      <div class="stack">
        <div class="columns">
          <Ahead turns={turns} planned={planned} until={until} newsletter={newsletter} />
          <Facts newsletter={newsletter} subscribers={subscribers?.n ?? 0} />
        </div>
        <BestHourCard
          newsletter={newsletter}
          sendTime={sendTime}
          mayChange={scene.actor.scopes.includes("messages:write")}
        />
      </div>
    </>
  );
  return scenePage(scene, { title: newsletter.title, current: PATH }, content);
}

const moves: Readonly<Record<NewsletterState, readonly NewsletterState[]>> = {
  running: ["paused", "stopped"],
  paused: ["running", "stopped"],
  stopped: ["running"],
};

const moveWords: Readonly<Record<NewsletterState, { readonly verb: string; readonly effect: string }>> = {
  running: {
    verb: "Resume",
    effect: "What is due goes out at the next claim; what is older than its grace time is left out.",
  },
  paused: {
    verb: "Pause",
    effect: "Nothing leaves from the next claim on. The plan goes on, so that it can be resumed.",
  },
  stopped: {
    verb: "Stop",
    effect: "Nothing leaves from the next claim on, and everything that was planned is taken back.",
  },
};

function Actions({ newsletter, mayChange }: { readonly newsletter: NewsletterView; readonly mayChange: boolean }) {
  const preview = <ButtonLink href={`${PATH}/${newsletter.code}/preview`}>Preview</ButtonLink>;
  if (!mayChange) {
    return (
      <>
        <StateBadge state={newsletter.state} />
        {preview}
      </>
    );
  }
  return (
    <>
      <StateBadge state={newsletter.state} />
      {preview}
      {moves[newsletter.state].map((state) => (
        <ButtonLink
          look={state === "stopped" ? "danger" : "plain"}
          href={hrefOf(`${PATH}/${newsletter.code}/state`, { to: state })}
        >
          {moveWords[state].verb}
        </ButtonLink>
      ))}
    </>
  );
}

type AheadProps = {
  /** By the customers' own calendars. */
  readonly turns: readonly DateAhead[];
  /** Rows that the planner has made of the first of them. */
  readonly planned: readonly DayCount[];
  /** epoch ms: the last due time that `planned` counts */
  readonly until: number;
  readonly newsletter: NewsletterView;
};

function Ahead({ turns, planned, until, newsletter }: AheadProps) {
  return (
    <Card title="Next occurrences" id="ahead">
      <div class="stack-tight">
        {turns.every((date) => date.count === 0) ? (
          <EmptyState title={`Nobody's turn comes within ${AHEAD_DAYS} days`} level={3}>
            {newsletter.state === "stopped" ? "It is stopped." : "Turns come from the dates that subscribers have."}
          </EmptyState>
        ) : (
          <>
            <BarChart
              title="Subscribers whose turn it is, by local date"
              points={turns.map((date) => ({ label: date.on, value: date.count }))}
              format={count}
            />
            <p class="quiet">Consent, pauses and limits are asked when a turn has come: fewer messages may go out.</p>
          </>
        )}
        <Planned days={planned} until={until} newsletter={newsletter.code} />
      </div>
    </Card>
  );
}

type PlannedProps = { readonly days: readonly DayCount[]; readonly until: number; readonly newsletter: string };

function Planned({ days, until, newsletter }: PlannedProps) {
  if (days.length === 0) return <p class="quiet">No message is planned yet: the planner works a day or so ahead.</p>;
  const rowsOf = (on: string) => hrefOf("/console/messages", { newsletter, from: on, to: on, dueBefore: isoOf(until) });
  return (
    <p>
      Messages planned so far:{" "}
      {days.map(({ on, count: waiting }, index) => (
        <>
          {index === 0 ? "" : ", "}
          <a href={rowsOf(on)}>{count(waiting)}</a> for <Day on={on} />
        </>
      ))}
      .
    </p>
  );
}

function Facts({ newsletter, subscribers }: { readonly newsletter: NewsletterView; readonly subscribers: number }) {
  return (
    <Card title="As it stands">
      <Pairs
        items={[
          ["Code", newsletter.code],
          ["Usually", usualWords(newsletter)],
          ["Subscribers", count(subscribers)],
          ["Topic of consent", newsletter.topic],
          ["Class", newsletter.messageClass],
          ["Audience", newsletter.audience ?? "every subscriber"],
          ["Comes to", newsletter.onePerHousehold ? "one member of a household" : "each subscriber"],
          ["Template", newsletter.templateName],
          ["Slots", newsletter.slots.map(({ name, size }) => `${name} (${size})`).join(", ") || "none"],
          ["Priority", String(newsletter.priority)],
          ["Late by at most", `${newsletter.graceHours} hours`],
          ["Changed", <When at={newsletter.updatedAt} />],
        ]}
      />
    </Card>
  );
}

function isState(text: string | undefined): text is NewsletterState {
  return text === "running" || text === "paused" || text === "stopped";
}

async function confirmState(scene: Scene): Promise<Response> {
  const newsletter = await findNewsletter(scene.deps.store, scene.context.req.param("code") ?? "");
  const state = scene.context.req.query("to");
  if (newsletter === undefined || !isState(state)) return notFound(scene);
  const { verb, effect } = moveWords[state];
  const back = `${PATH}/${newsletter.code}`;
  const content = (
    <>
      <PageHeader
        title={`${verb} “${newsletter.title}”?`}
        lead={effect}
        parent={{ href: back, label: newsletter.title }}
      />
      <form method="post" action={`${back}/state`} class="row">
        <input type="hidden" name="state" value={state} />
        <Button look={state === "stopped" ? "danger" : "primary"}>{verb}</Button>
        <ButtonLink href={back}>Leave it as it is</ButtonLink>
      </form>
    </>
  );
  return scenePage(scene, { title: verb, current: PATH }, content);
}

async function changeState(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { state: "one" } });
  const state = fields.ok ? fields.value.one("state") : undefined;
  if (!isState(state)) return notice(scene, 400, problems.invalid_request.title);
  const code = context.req.param("code") ?? "";
  const changed = await changeNewsletterState({ deps, actor, input: { code, state } });
  return changed.ok ? seeOther(`${PATH}/${code}?changed=1`) : notFound(scene);
}
