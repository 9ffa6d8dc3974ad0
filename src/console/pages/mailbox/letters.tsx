import type { ReceivedLetter } from "#channels/memory/letterbox.ts";
import { parsePostalText } from "#channels/postal-address.ts";
import { letterFile } from "#messages/print/letter-response.ts";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { count, messageName, When } from "#console/words.tsx";
import { MailboxTabs, mailboxPaths } from "./mailbox-tabs.tsx";

const PATH = mailboxPaths.letters;
const ONE = `${PATH}/:arrival`;

/** The letters that would have been posted, where they go to memory. */
export const letterPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "messages:read", handle: showLetters },
  { method: "get", path: ONE, scope: "messages:read", handle: showLetter },
  { method: "get", path: `${ONE}/picture.svg`, scope: "messages:read", handle: (scene) => fileOf(scene, "svg") },
  { method: "get", path: `${ONE}/letter.pdf`, scope: "messages:read", handle: (scene) => fileOf(scene, "pdf") },
];

async function showLetters(scene: Scene): Promise<Response> {
  const { letters } = scene.deps;
  if (letters === undefined) return notFound(scene);
  const { before } = searchOf(scene, ["before"]);
  const until = before === undefined ? Infinity : Number(before);
  const found = letters.list().filter(({ arrival }) => arrival < until);
  const rows = found.slice(0, PAGE_SIZE);
  const next = found.length > rows.length ? rows.at(-1)?.arrival : undefined;
  const content = (
    <>
      <PageHeader
        title="Letters"
        lead="Every letter that would have been posted. Nothing here has left this machine."
      />
      <MailboxTabs deps={scene.deps} current={PATH} />
      <div class="stack">
        <Letters rows={rows} />
        <Pager
          position={`${count(letters.count())} arrived so far`}
          firstHref={before === undefined ? undefined : hrefOf(PATH, {})}
          nextHref={next === undefined ? undefined : hrefOf(PATH, { before: String(next) })}
        />
      </div>
    </>
  );
  return scenePage(scene, { title: "Letters", current: mailboxPaths.mails }, content);
}

function Letters({ rows }: { readonly rows: readonly ReceivedLetter[] }) {
  return (
    <Table
      caption="Letters"
      isCaptionHidden
      columns={[
        {
          label: "To",
          isRowHeader: true,
          cell: (row) => <a href={`${PATH}/${row.arrival}`}>{addresseeOf(row)}</a>,
        },
        { label: "Paper", cell: (row) => row.content.format },
        { label: "Sheets", align: "end", cell: (row) => count(row.content.sheets) },
        { label: "Posted", cell: (row) => <When at={row.date} /> },
        {
          label: "Message",
          cell: (row) => <a href={`/console/messages/${row.messageNumber}`}>{messageName(row.messageNumber)}</a>,
        },
      ]}
      rows={rows}
      empty={<EmptyState title="No letter yet">Letters leave together, in the hour that the vendor set.</EmptyState>}
    />
  );
}

function addresseeOf({ to }: ReceivedLetter): string {
  return parsePostalText(to)?.addressee ?? "Letter";
}

function letterOf({ deps, context }: Scene): ReceivedLetter | undefined {
  return deps.letters?.find(Number(context.req.param("arrival")));
}

async function showLetter(scene: Scene): Promise<Response> {
  const letter = letterOf(scene);
  if (letter === undefined) return notFound(scene);
  const { arrival, content, date, messageNumber } = letter;
  const title = addresseeOf(letter);
  const page = (
    <>
      <PageHeader title={title} parent={{ href: PATH, label: "Letters" }} />
      <div class="stack">
        <Card>
          <DefinitionList
            items={[
              ["Paper", content.format],
              ["Sheets", count(content.sheets)],
              ["Posted", <When at={date} />],
              ["Why these", <a href={`/console/messages/${messageNumber}`}>{messageName(messageNumber)}</a>],
            ]}
          />
        </Card>
        <Card title="As it is printed" action={<a href={`${PATH}/${arrival}/letter.pdf`}>Whole, as PDF</a>}>
          <img class="sheet" src={`${PATH}/${arrival}/picture.svg`} alt="First page of the letter" width="612" />
        </Card>
      </div>
    </>
  );
  return scenePage(scene, { title, current: mailboxPaths.mails }, page);
}

async function fileOf(scene: Scene, as: "pdf" | "svg"): Promise<Response> {
  const letter = letterOf(scene);
  if (letter === undefined) return notFound(scene);
  return letterFile(as, as === "pdf" ? letter.content.pdf : letter.content.picture());
}
