import PostalMime from "postal-mime";
import type { Mailbox, ReceivedEmail } from "#channels/memory/mailbox.ts";
import { messagePolicy } from "#me/view/message-policy.ts";
import { Card } from "#web/pages/card.tsx";
import { CodeBlock } from "#web/pages/code-block.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { SearchForm } from "#web/pages/search-form.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { count, messageName, When } from "#console/words.tsx";
import { framedMessage } from "./framed-message.ts";
import { MailboxTabs } from "./mailbox-tabs.tsx";

const PATH = "/mailbox";

/** What would have gone out, where messages go to memory. */
export const mailboxPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "messages:read", handle: showMailbox },
  { method: "get", path: `${PATH}/:arrival`, scope: "messages:read", handle: showMail },
  { method: "get", path: `${PATH}/:arrival/html`, scope: "messages:read", handle: showHtml },
];

async function showMailbox(scene: Scene): Promise<Response> {
  const { mailbox } = scene.deps;
  if (mailbox === undefined) return notFound(scene);
  const { to, before } = searchOf(scene, ["to", "before"]);
  const until = before === undefined ? Infinity : Number(before);
  const found = mailbox
    .list()
    .filter((mail) => mail.arrival < until && (to === undefined || mail.envelope.to.includes(to.toLowerCase())));
  const rows = found.slice(0, PAGE_SIZE);
  const next = found.length > rows.length ? rows.at(-1)?.arrival : undefined;
  const content = (
    <>
      <PageHeader title="Mailbox" lead="Every mail that would have gone out. Nothing here has left this machine." />
      <MailboxTabs deps={scene.deps} current={PATH} />
      <div class="stack">
        <SearchForm action={PATH} name="to" label="Recipient" value={to} buttonLabel="Find" />
        <Mails rows={rows} />
        <Pager
          position={`${count(mailbox.count())} arrived so far`}
          firstHref={before === undefined ? undefined : hrefOf(PATH, { to })}
          nextHref={next === undefined ? undefined : hrefOf(PATH, { to, before: String(next) })}
        />
      </div>
    </>
  );
  return scenePage(scene, { title: "Mailbox", current: PATH }, content);
}

function Mails({ rows }: { readonly rows: readonly ReceivedEmail[] }) {
  return (
    <Table
      caption="Mails"
      isCaptionHidden
      columns={[
        { label: "Subject", isRowHeader: true, cell: (row) => <a href={`${PATH}/${row.arrival}`}>{row.subject}</a> },
        { label: "To", cell: (row) => row.envelope.to },
        { label: "Sent", cell: (row) => <When at={row.date} /> },
        {
          label: "Message",
          cell: (row) => <a href={`/console/messages/${row.messageNumber}`}>{messageName(row.messageNumber)}</a>,
        },
        { label: "Bytes", align: "end", cell: (row) => count(row.raw.length) },
      ]}
      rows={rows}
      empty={<EmptyState title="No mail yet">The first one stands here as soon as the sender had its turn.</EmptyState>}
    />
  );
}

function mailOf({ deps, context }: Scene): ReceivedEmail | undefined {
  const arrival = Number(context.req.param("arrival"));
  const mailbox: Mailbox | undefined = deps.mailbox;
  return mailbox?.list().find((mail) => mail.arrival === arrival);
}

async function showMail(scene: Scene): Promise<Response> {
  const mail = mailOf(scene);
  if (mail === undefined) return notFound(scene);
  const parsed = await PostalMime.parse(mail.raw);
  const content = (
    <>
      <PageHeader title={mail.subject} parent={{ href: PATH, label: "Mailbox" }} />
      <div class="stack">
        <Card>
          <DefinitionList
            items={[
              ["From", parsed.from?.address ?? mail.envelope.from],
              ["To", mail.envelope.to],
              ["Date", <When at={mail.date} />],
              ["Why these", <a href={`/console/messages/${mail.messageNumber}`}>{`Message ${mail.messageNumber}`}</a>],
            ]}
          />
        </Card>
        <Card title="As it arrived" action={<a href={`${PATH}/${mail.arrival}/html`}>Alone</a>}>
          <iframe
            src={`${PATH}/${mail.arrival}/html`}
            title={`The mail “${mail.subject}”`}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            width="100%"
            height="1100"
            frameborder="0"
          />
        </Card>
        <details class="card">
          <summary>Text part</summary>
          <CodeBlock code={parsed.text ?? ""} caption="text/plain" />
        </details>
        <details class="card">
          <summary>Headers</summary>
          <CodeBlock code={headersOf(mail.raw)} caption="As they would have been sent" />
        </details>
      </div>
    </>
  );
  return scenePage(scene, { title: mail.subject, current: PATH, hasFrame: true }, content);
}

/** RFC 5322 §2.1: the header section ends at the first empty line. */
function headersOf(raw: Uint8Array): string {
  const text = Buffer.from(raw).toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  return (end < 0 ? text : text.slice(0, end)).replaceAll("\r\n", "\n");
}

async function showHtml(scene: Scene): Promise<Response> {
  const mail = mailOf(scene);
  if (mail === undefined) return notFound(scene);
  const { html } = await PostalMime.parse(mail.raw);
  return framedMessage(html ?? "", messagePolicy(scene.deps.publicUrl, "'self'"));
}
