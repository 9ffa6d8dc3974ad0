import type { Child } from "hono/jsx";
import { closeBreaker } from "#messages/traffic/breakers/close-breaker.ts";
import { type BreakerView, findSending, type LaneView, type StreamView } from "#messages/traffic/find-sending.ts";
import { sidesOf, streamOf } from "#messages/traffic/stream.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, When } from "#console/words.tsx";

const PATH = "/console/sending";

/** How sending goes at this moment: who is down, who wants less, and what a person decides about it. */
export const sendingPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "messages:read", handle: showSending },
  { method: "post", path: `${PATH}/close`, scope: "messages:write", handle: close },
];

async function showSending(scene: Scene): Promise<Response> {
  const { lanes, breakers, streams } = await findSending(scene.deps.sending);
  const isClosed = scene.context.req.query("closed") !== undefined;
  const content = (
    <>
      <PageHeader
        title="Sending"
        lead="Each channel leaves by a lane of its own. Where a provider is down or a receiver wants less, only its own messages wait."
      />
      {isClosed ? (
        <Flash tone="good" title="It is closed.">
          What waited leaves within a quarter of an hour. <a href="/console/audit">See the record</a>
        </Flash>
      ) : null}
      <div class="stack">
        <Breakers breakers={breakers} mayClose={scene.actor.scopes.includes("messages:write")} />
        <Lanes lanes={lanes} breakers={breakers} />
        <Streams streams={streams} breakers={breakers} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Sending", current: PATH }, content);
}

const causes: Readonly<Record<string, string>> = {
  refused_credentials: "The provider refuses the account. Look at its key or password.",
  no_answer: "The provider did not answer, several times in a row.",
  too_fast: "The provider says that we are too fast.",
  hard_bounces: "Too many addresses that do not exist. Look at where they came from.",
  complaints: "Too many readers called it spam. Look at what was sent to whom.",
};

function Breakers({ breakers, mayClose }: { readonly breakers: readonly BreakerView[]; readonly mayClose: boolean }) {
  const closeColumn = {
    label: "Close",
    cell: ({ subject }: BreakerView) => (
      <form method="post" action={`${PATH}/close`}>
        <input type="hidden" name="subject" value={subject} />
        <Button label={`Close: ${nameOf(subject)}`}>Close</Button>
      </form>
    ),
  };
  return (
    <Card title="Stopped">
      <Table
        caption="Stopped"
        isCaptionHidden
        columns={[
          { label: "What", isRowHeader: true, cell: ({ subject }: BreakerView) => nameOf(subject) },
          { label: "Why", cell: (row) => <Why row={row} /> },
          { label: "Since", cell: ({ openedAt }) => <When at={openedAt} /> },
          { label: "Next try", cell: ({ probeAt, state }) => nextTry(probeAt, state) },
          ...(mayClose ? [closeColumn] : []),
        ]}
        rows={breakers}
        empty={
          <EmptyState title="Nothing is stopped">Every provider answers, and no receiver is in danger.</EmptyState>
        }
      />
    </Card>
  );
}

function nextTry(probeAt: number | null, state: BreakerView["state"]): Child {
  if (probeAt === null) return "When somebody closes it";
  return state === "half_open" ? "Under way" : <When at={probeAt} />;
}

function nameOf(subject: string): string {
  const sides = sidesOf(subject);
  return sides === undefined ? subject : `${sides.sendingDomain} to ${sides.receiver}`;
}

function Why({ row: { cause, numbers } }: { readonly row: BreakerView }) {
  const { judged, hard, complained } = numbers;
  const told =
    judged === undefined
      ? ""
      : ` Of ${count(judged)} messages in seven days: ${count(hard ?? 0)} to dead addresses, ${count(complained ?? 0)} complaints.`;
  return <>{(causes[cause] ?? cause) + told}</>;
}

function Lanes({
  lanes,
  breakers,
}: {
  readonly lanes: readonly LaneView[];
  readonly breakers: readonly BreakerView[];
}) {
  const open = new Set(breakers.map(({ subject }) => subject));
  return (
    <Card title="Lanes">
      <Table
        caption="Lanes"
        isCaptionHidden
        columns={[
          { label: "Channel", isRowHeader: true, cell: ({ channel }: LaneView) => channel },
          {
            label: "Leaves by",
            cell: ({ providers }) => (
              <span class="row">
                {providers.map((name) => (
                  <Badge tone={open.has(name) ? "bad" : "good"} label={open.has(name) ? `${name}: stopped` : name} />
                ))}
              </span>
            ),
          },
          { label: "Due", align: "end", cell: ({ due }) => count(due) },
          { label: "Held", align: "end", cell: ({ held }) => count(held) },
          { label: "In flight", align: "end", cell: ({ inFlight }) => count(inFlight) },
        ]}
        rows={lanes}
        empty={<EmptyState title="No channel leaves the house" />}
      />
    </Card>
  );
}

function Streams({
  streams,
  breakers,
}: {
  readonly streams: readonly StreamView[];
  readonly breakers: readonly BreakerView[];
}) {
  const open = new Set(breakers.map(({ subject }) => subject));
  return (
    <Card title="Receivers today">
      <Table
        caption="Receivers today"
        isCaptionHidden
        columns={[
          {
            label: "Receiver",
            isRowHeader: true,
            cell: ({ receiver, sendingDomain }: StreamView) => (
              <>
                {receiver} <small>from {sendingDomain}</small>
              </>
            ),
          },
          {
            label: "Pace",
            cell: (row) =>
              open.has(streamOf(row.sendingDomain, row.receiver)) ? (
                <Badge tone="bad" label="Stopped" />
              ) : (
                <Pace row={row} />
              ),
          },
          { label: "Sent", align: "end", cell: ({ today }) => count(today.sent) },
          { label: "Warm-up", align: "end", cell: ({ today }) => warmUp(today) },
          { label: "Dead", align: "end", cell: ({ today }) => count(today.hard) },
          { label: "Complaints", align: "end", cell: ({ today }) => count(today.complained) },
        ]}
        rows={streams}
        empty={
          <EmptyState title="No mail left today">Receivers stand here once something was sent to them.</EmptyState>
        }
      />
    </Card>
  );
}

function warmUp({ cap, booked }: StreamView["today"]): string {
  return cap === null ? "–" : `${count(booked)} of ${count(cap)}`;
}

function Pace({ row: { suspendedUntil, slowedUntil, perMinute, connections, rule } }: { readonly row: StreamView }) {
  if (suspendedUntil !== null) {
    return (
      <>
        <Badge tone="bad" label="Waits" /> until <When at={suspendedUntil} /> (<code>{rule}</code>)
      </>
    );
  }
  const pace = `${count(perMinute)} a minute, ${count(connections)} at once`;
  if (slowedUntil === null) return <>{pace}</>;
  return (
    <>
      <Badge tone="warn" label="Slowed" /> {pace}, until <When at={slowedUntil} /> (<code>{rule}</code>)
    </>
  );
}

async function close(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { subject: "one" } });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const closed = await closeBreaker({ deps: deps.sending, actor, subject: fields.value.one("subject") });
  return closed.ok ? seeOther(hrefOf(PATH, { closed: "1" })) : notFound(scene);
}
