import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { changeTriggerState } from "#messages/triggers/change-trigger-state.ts";
import { countEntries, type TriggerNumbers } from "#messages/triggers/count-entries.ts";
import { entryOutcomes } from "#messages/triggers/entry-outcome.ts";
import { type EntryLine, listEntries } from "#messages/triggers/list-entries.ts";
import { findTrigger } from "#messages/triggers/load-triggers.ts";
import { type Trigger, type TriggerState, triggerStates } from "#messages/triggers/trigger.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Stat, Stats } from "#web/pages/stat.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, messageName, StateBadge, When } from "#console/words.tsx";
import { againWords, outcomeWords, waitWords, whenWords } from "./trigger-words.ts";

const PATH = "/console/triggers";

export const triggerPages: readonly ConsolePage[] = [
  { method: "get", path: `${PATH}/:code`, scope: "messages:read", handle: showTrigger },
  { method: "get", path: `${PATH}/:code/state`, scope: "messages:write", handle: confirmState },
  { method: "post", path: `${PATH}/:code/state`, scope: "messages:write", handle: changeState },
];

function findAsked({ deps, context }: Scene): Promise<Trigger | undefined> {
  return findTrigger(deps.store, context.req.param("code") ?? "");
}

async function showTrigger(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const trigger = await findAsked(scene);
  if (trigger === undefined) return notFound(scene);
  const search = searchOf(scene, ["outcome", "reason", "cursor"]);
  const outcome = entryOutcomes.find((known) => known === search.outcome);
  const [numbers, entries] = await Promise.all([
    countEntries(store, trigger.id),
    listEntries(store, { triggerId: trigger.id, ...search, outcome, limit: PAGE_SIZE }),
  ]);
  const path = `${PATH}/${trigger.input.code}`;
  const content = (
    <>
      <PageHeader
        title={trigger.input.title}
        lead={`When ${whenWords(trigger.input.when)}.`}
        parent={{ href: PATH, label: "Triggers" }}
        actions={<Actions trigger={trigger} mayChange={scene.actor.scopes.includes("messages:write")} />}
      />
      {scene.context.req.query("changed") === "1" ? (
        <Flash tone="good" title={`It is ${trigger.state} now.`}>
          The next claim goes by it. <a href="/console/audit">See the record</a>
        </Flash>
      ) : null}
      <div class="stack">
        <Numbers numbers={numbers} path={path} />
        <Facts trigger={trigger} />
        <Entries rows={entries.items} />
        <Pager {...pagerOf(path, search, entries.nextCursor)} />
      </div>
    </>
  );
  return scenePage(scene, { title: trigger.input.title, current: PATH }, content);
}

const moves: Readonly<Record<TriggerState, readonly TriggerState[]>> = {
  draft: ["live"],
  live: ["paused", "draft"],
  paused: ["live", "draft"],
};

const moveWords: Readonly<Record<TriggerState, { readonly verb: string; readonly effect: string }>> = {
  live: { verb: "Start", effect: "What happens from now on lets customers in; what is known already does not." },
  paused: {
    verb: "Pause",
    effect: "Nobody comes in, and nothing leaves from the next claim on. Who waits goes on waiting.",
  },
  draft: { verb: "Withdraw", effect: "Nobody comes in, and everybody who waits is let go without a message." },
};

function Actions({ trigger, mayChange }: { readonly trigger: Trigger; readonly mayChange: boolean }) {
  const path = `${PATH}/${trigger.input.code}`;
  return (
    <>
      <StateBadge state={trigger.state} />
      <ButtonLink href={`${path}/rehearsal`}>Rehearse</ButtonLink>
      {(mayChange ? moves[trigger.state] : []).map((state) => (
        <ButtonLink look={state === "draft" ? "danger" : "plain"} href={hrefOf(`${path}/state`, { to: state })}>
          {moveWords[state].verb}
        </ButtonLink>
      ))}
    </>
  );
}

/** Each number leads to the rows that it counts. */
function Numbers({ numbers, path }: { readonly numbers: TriggerNumbers; readonly path: string }) {
  return (
    <Stats>
      <Stat label="Entered" value={count(numbers.entered)} href={path} />
      {numbers.outcomes.map(({ outcome, reason, count: value }) => (
        <Stat
          label={outcomeWords(outcome, reason)}
          value={count(value)}
          href={hrefOf(path, { outcome, reason: reason ?? undefined })}
        />
      ))}
    </Stats>
  );
}

function Facts({ trigger: { input, liveSince } }: { readonly trigger: Trigger }) {
  const { when, wait, message, exit, again, holdOutPercent, lateByHours } = input;
  const leaves = [...exit.events.map(({ name }) => `“${name}”`), ...(exit.when === undefined ? [] : [exit.when])];
  return (
    <Card title="As it stands">
      <DefinitionList
        items={[
          ["Code", input.code],
          ["Only where", when.if === undefined ? "always" : <code>{when.if}</code>],
          ["Due", waitWords(wait)],
          ["Leaves by", leaves.length === 0 ? "nothing" : leaves.join(", ")],
          ["Comes in", againWords(again)],
          ["Template", message.template],
          ["Class", message.messageClass],
          ["Topic of consent", message.topic],
          ["Held out", `${holdOutPercent} %`],
          ["Late by at most", `${lateByHours} hours`],
          ["Live since", liveSince === null ? "never" : <When at={liveSince} />],
        ]}
      />
    </Card>
  );
}

function Entries({ rows }: { readonly rows: readonly EntryLine[] }) {
  return (
    <Table
      caption="Who came in"
      columns={[
        {
          label: "Customer",
          isRowHeader: true,
          cell: (row) => <a href={`/console/customers/${encodeURIComponent(row.customer)}`}>{row.customer}</a>,
        },
        { label: "Entered", cell: (row) => <When at={row.enteredAt} /> },
        { label: "Due", cell: (row) => <When at={row.dueAt} /> },
        {
          label: "Outcome",
          cell: (row) => outcomeWords(row.outcome, row.reason),
        },
        {
          label: "Message",
          cell: ({ message }) =>
            message === null ? "none" : <a href={`/console/messages/${message}`}>{messageName(message)}</a>,
        },
      ]}
      rows={rows}
      empty={<EmptyState title="Nobody came in">A rehearsal tells whom it would have reached.</EmptyState>}
    />
  );
}

async function confirmState(scene: Scene): Promise<Response> {
  const trigger = await findAsked(scene);
  const state = triggerStates.find((known) => known === scene.context.req.query("to"));
  if (trigger === undefined || state === undefined) return notFound(scene);
  const { verb, effect } = moveWords[state];
  const back = `${PATH}/${trigger.input.code}`;
  const content = (
    <>
      <PageHeader
        title={`${verb} “${trigger.input.title}”?`}
        lead={effect}
        parent={{ href: back, label: trigger.input.title }}
      />
      <form method="post" action={`${back}/state`} class="row">
        <input type="hidden" name="state" value={state} />
        <Button look={state === "draft" ? "danger" : "primary"}>{verb}</Button>
        <ButtonLink href={back}>Leave it as it is</ButtonLink>
      </form>
    </>
  );
  return scenePage(scene, { title: verb, current: PATH }, content);
}

async function changeState(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { state: "one" } });
  const asked = fields.ok ? fields.value.one("state") : undefined;
  const state = triggerStates.find((known) => known === asked);
  if (state === undefined) return notice(scene, 400, problems.invalid_request.title);
  const code = context.req.param("code") ?? "";
  const changed = await changeTriggerState({ deps, actor, input: { code, state } });
  if (changed.ok) return seeOther(`${PATH}/${code}?changed=1`);
  return changed.error.code === "not_found" ? notFound(scene) : notice(scene, 409, problems[changed.error.code].title);
}
