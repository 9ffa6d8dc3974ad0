import type { ReceivedText } from "#channels/memory/phone.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { SearchForm } from "#web/pages/search-form.tsx";
import { Table } from "#web/pages/table.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { hrefOf, PAGE_SIZE, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, messageName, When } from "#console/words.tsx";
import { MailboxTabs, mailboxPaths } from "./mailbox-tabs.tsx";
import { TextBubble } from "#console/pages/text-bubble.tsx";

const MAILBOX = mailboxPaths.mails;
const phonesPath = mailboxPaths.phones;
const PATH = `${phonesPath}/:arrival`;
/** A telephone shows its newest texts. */
const MOST_SHOWN = 50;
const MOST_TEXT = 1_600;

/** The telephones to which texts would have gone, where they go to memory. */
export const phonePages: readonly ConsolePage[] = [
  { method: "get", path: phonesPath, scope: "messages:read", handle: showPhones },
  { method: "get", path: PATH, scope: "messages:read", handle: showPhone },
  { method: "post", path: PATH, scope: "messages:write", handle: writeBack },
];

async function showPhones(scene: Scene): Promise<Response> {
  const { phones } = scene.deps;
  if (phones === undefined) return notFound(scene);
  const { to, before } = searchOf(scene, ["to", "before"]);
  const until = before === undefined ? Infinity : Number(before);
  const found = phones.list().filter((text) => text.arrival < until && (to === undefined || text.to.includes(to)));
  const rows = found.slice(0, PAGE_SIZE);
  const next = found.length > rows.length ? rows.at(-1)?.arrival : undefined;
  const content = (
    <>
      <PageHeader title="Telephones" lead="Every text that would have gone out. Nothing here has left this machine." />
      <MailboxTabs deps={scene.deps} current={phonesPath} />
      <div class="stack">
        <SearchForm action={phonesPath} name="to" label="Number" value={to} buttonLabel="Find" />
        <Texts rows={rows} />
        <Pager
          position={`${count(phones.count())} arrived so far`}
          firstHref={before === undefined ? undefined : hrefOf(phonesPath, { to })}
          nextHref={next === undefined ? undefined : hrefOf(phonesPath, { to, before: String(next) })}
        />
      </div>
    </>
  );
  return scenePage(scene, { title: "Telephones", current: MAILBOX }, content);
}

function Texts({ rows }: { readonly rows: readonly ReceivedText[] }) {
  return (
    <Table
      caption="Texts"
      isCaptionHidden
      columns={[
        { label: "Number", isRowHeader: true, cell: (row) => <a href={`${phonesPath}/${row.arrival}`}>{row.to}</a> },
        { label: "Text", cell: (row) => beginningOf(row.text) },
        { label: "From", cell: (row) => row.from },
        { label: "Sent", cell: (row) => <When at={row.date} /> },
        { label: "Segments", align: "end", cell: (row) => count(row.segments) },
      ]}
      rows={rows}
      empty={<EmptyState title="No text yet">The first one stands here as soon as the sender had its turn.</EmptyState>}
    />
  );
}

const MOST_OF_A_LINE = 60;

function beginningOf(text: string): string {
  return text.length <= MOST_OF_A_LINE ? text : `${text.slice(0, MOST_OF_A_LINE)}…`;
}

function textOf({ deps, context }: Scene): ReceivedText | undefined {
  return deps.phones?.find(Number(context.req.param("arrival")));
}

async function showPhone(scene: Scene): Promise<Response> {
  const text = textOf(scene);
  if (text === undefined) return notFound(scene);
  const texts = scene.deps.phones?.list().filter(({ to }) => to === text.to) ?? [];
  const content = (
    <>
      <PageHeader
        title={text.to}
        lead="As its telephone shows it. What you write back goes the way of every answer."
        parent={{ href: phonesPath, label: "Telephones" }}
      />
      <div class="stack">
        <Card title="Texts">
          <ol class="bubbles">
            {texts
              .slice(0, MOST_SHOWN)
              .reverse()
              .map((one) => (
                <Bubble text={one} />
              ))}
          </ol>
        </Card>
        <Card title={`Write back to ${text.from}`}>
          <form class="form" method="post" action={`${phonesPath}/${text.arrival}`}>
            <TextField
              name="text"
              label="Your text"
              hint="STOP, START, HELP, or anything else."
              value=""
              autocomplete="off"
            />
            <Button look="primary">Send</Button>
          </form>
        </Card>
      </div>
    </>
  );
  return scenePage(scene, { title: text.to, current: MAILBOX }, content);
}

function Bubble({ text }: { readonly text: ReceivedText }) {
  return (
    <li>
      <TextBubble text={text.text} isLive />
      <p class="quiet">
        {text.from}, <When at={text.date} />
        {text.messageNumber === 0 ? null : (
          <>
            , <a href={`/console/messages/${text.messageNumber}`}>{messageName(text.messageNumber)}</a>
          </>
        )}
      </p>
    </li>
  );
}

/** As if the telephone's owner had written it; what is answered arrives there as well. */
async function writeBack(scene: Scene): Promise<Response> {
  const { deps, context } = scene;
  const text = textOf(scene);
  if (text === undefined || deps.phones === undefined) return notFound(scene);
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape: { text: "one" } });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  await deps.phones.writeBack({ from: text.to, to: text.from, text: sent.value.one("text").slice(0, MOST_TEXT) });
  return seeOther(`${phonesPath}/${deps.phones.list().find(({ to }) => to === text.to)?.arrival ?? text.arrival}`);
}
