import { keypad } from "#channels/voice/call-flow.ts";
import type { ReceivedCall } from "#channels/memory/calls.ts";
import { isPhoneNumber } from "#channels/sms-address.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { hrefOf, PAGE_SIZE, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { Conversation } from "#console/pages/voice/conversation.tsx";
import { messageCallPath } from "#console/pages/voice/message-call.tsx";
import { count, messageName, When } from "#console/words.tsx";
import { MailboxTabs, mailboxPaths } from "./mailbox-tabs.tsx";

const CALLS = mailboxPaths.calls;
const PATH = `${CALLS}/:arrival`;

/** The telephones that would have rung, where calls go to memory, and what is pressed on them. */
export const callPages: readonly ConsolePage[] = [
  { method: "get", path: CALLS, scope: "messages:read", handle: showCalls },
  { method: "post", path: CALLS, scope: "messages:write", handle: callUs },
  { method: "get", path: PATH, scope: "messages:read", handle: showCall },
  { method: "post", path: PATH, scope: "messages:write", handle: goOn },
];

async function showCalls(scene: Scene): Promise<Response> {
  const { calls } = scene.deps.voice;
  if (calls === undefined) return notFound(scene);
  const { before } = searchOf(scene, ["before"]);
  const until = before === undefined ? Infinity : Number(before);
  const found = calls.list().filter(({ arrival }) => arrival < until);
  const rows = found.slice(0, PAGE_SIZE);
  const next = found.length > rows.length ? rows.at(-1)?.arrival : undefined;
  const content = (
    <>
      <PageHeader title="Calls" lead="Every call that would have rung. Nothing here has left this machine." />
      <MailboxTabs deps={scene.deps} current={CALLS} />
      <div class="stack">
        <Calls rows={rows} />
        <Pager
          position={`${count(calls.count())} so far`}
          firstHref={before === undefined ? undefined : CALLS}
          nextHref={next === undefined ? undefined : hrefOf(CALLS, { before: String(next) })}
        />
        <Card title="Call us">
          <form class="form" method="post" action={CALLS}>
            <TextField
              name="from"
              label="From the number"
              hint="With its country code. Empty: the number is hidden."
              type="tel"
              autocomplete="off"
              maxLength={16}
              isShort
            />
            <Button look="primary">Call</Button>
          </form>
        </Card>
      </div>
    </>
  );
  return scenePage(scene, { title: "Calls", current: mailboxPaths.mails }, content);
}

function Calls({ rows }: { readonly rows: readonly ReceivedCall[] }) {
  return (
    <Table
      caption="Calls"
      isCaptionHidden
      columns={[
        {
          label: "Telephone",
          isRowHeader: true,
          cell: (row) => <a href={`${CALLS}/${row.arrival}`}>{herNumber(row)}</a>,
        },
        { label: "Direction", cell: ({ direction }) => (direction === "out" ? "we called" : "called us") },
        { label: "Began", cell: (row) => <When at={row.date} /> },
        { label: "State", cell: stateOf },
      ]}
      rows={rows}
      empty={<EmptyState title="No call yet">The first one stands here as soon as the sender had its turn.</EmptyState>}
    />
  );
}

function herNumber({ direction, from, to }: ReceivedCall): string {
  const number = direction === "out" ? to : from;
  return number === "" ? "hidden" : number;
}

function stateOf({ lines, waiting }: ReceivedCall): string {
  if (waiting !== undefined) return "waits for a key";
  return lines.length === 0 ? "rings" : "over";
}

function callOf({ deps, context }: Scene): ReceivedCall | undefined {
  return deps.voice.calls?.find(Number(context.req.param("arrival")));
}

async function showCall(scene: Scene): Promise<Response> {
  const call = callOf(scene);
  if (call === undefined) return notFound(scene);
  const content = (
    <>
      <PageHeader
        title={herNumber(call)}
        lead="As the telephone hears it. What is pressed here has its effect, as a key of a real telephone."
        parent={{ href: CALLS, label: "Calls" }}
      />
      <Card title={call.direction === "out" ? "We called" : "Called us"} footer={<Keys call={call} />}>
        {call.lines.length === 0 ? <p class="quiet">It rings.</p> : <Conversation lines={call.lines} />}
        {call.messageNumber === 0 ? null : (
          <p class="quiet">
            <a href={`/console/messages/${call.messageNumber}`}>{messageName(call.messageNumber)}</a>,{" "}
            <a href={messageCallPath(call.messageNumber)}>walk it without effect</a>
          </p>
        )}
      </Card>
    </>
  );
  return scenePage(scene, { title: herNumber(call), current: mailboxPaths.mails }, content);
}

function Keys({ call: { arrival, lines, waiting } }: { readonly call: ReceivedCall }) {
  if (waiting === undefined && lines.length > 0) return <p class="quiet">The call is over.</p>;
  return (
    <form method="post" action={`${CALLS}/${arrival}`} class="keys">
      {waiting === undefined ? (
        <Button look="primary">Pick up</Button>
      ) : (
        <>
          {waiting.keys.map((key) => (
            <Button name="key" value={key} label={`Key ${key}`}>
              {key}
            </Button>
          ))}
          <Button look="quiet">Nothing</Button>
        </>
      )}
    </form>
  );
}

async function goOn(scene: Scene): Promise<Response> {
  const { deps, context } = scene;
  const call = callOf(scene);
  if (call === undefined || deps.voice.calls === undefined) return notFound(scene);
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape: { key: "one" } });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  const key = keypad.find((one) => one === sent.value.one("key"));
  await deps.voice.calls.goOn(call.arrival, key);
  return seeOther(`${CALLS}/${call.arrival}`);
}

/** As if somebody had dialled the vendor's number. */
async function callUs(scene: Scene): Promise<Response> {
  const { deps, context } = scene;
  if (deps.voice.calls === undefined) return notFound(scene);
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape: { from: "one" } });
  const from = sent.ok ? sent.value.one("from").replaceAll(/[\s().-]/g, "") : "?";
  if (from !== "" && !isPhoneNumber(from)) return notice(scene, 400, "This is no number with its country code");
  return seeOther(`${CALLS}/${await deps.voice.calls.callUs(from)}`);
}
