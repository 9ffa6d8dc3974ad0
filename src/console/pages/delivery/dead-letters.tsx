import type { DeadLetter, DeadLetterQueue } from "#messages/dead-letters/dead-letter.ts";
import { listDeadLetters } from "#messages/dead-letters/list-dead-letters.ts";
import { replayDeadLetter } from "#messages/dead-letters/replay-dead-letter.ts";
import { Button } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { numberParam } from "#console/number-param.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, When } from "#console/words.tsx";

const PATH = "/console/dead-letters";

/** What queues and senders gave up, to be looked at and done once more. */
export const deadLetterPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "messages:read", handle: showDeadLetters },
  { method: "post", path: `${PATH}/:id/replay`, scope: "messages:write", handle: replay },
];

const queues: Readonly<Record<DeadLetterQueue, string>> = { clicks: "Clicks", send: "Sending" };

async function showDeadLetters(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor"]);
  const page = await listDeadLetters(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE });
  const isDone = scene.context.req.query("replayed") !== undefined;
  const mayReplay = scene.actor.scopes.includes("messages:write");
  const replayColumn = {
    label: "Replay",
    cell: (row: DeadLetter) =>
      row.state === "replayed" ? (
        <>
          Replayed <When at={row.replayedAt} />
        </>
      ) : (
        <form method="post" action={`${PATH}/${row.id}/replay`}>
          <Button label={`Replay: ${nameOf(row)}`}>Replay</Button>
        </form>
      ),
  };
  const content = (
    <>
      <PageHeader
        title="Dead letters"
        lead="What was tried again and again and given up: clicks that could not be written down, messages that could not be made, turns that failed. Mend the cause, then replay; replayed twice it is done once."
      />
      {isDone ? (
        <Flash tone="good" title="It was replayed.">
          A message is due again; a click is written down. <a href="/console/audit">See the record</a>
        </Flash>
      ) : (
        <></>
      )}
      <Table
        caption="Dead letters"
        isCaptionHidden
        columns={[
          { label: "What", isRowHeader: true, cell: (row: DeadLetter) => <What row={row} /> },
          { label: "Queue", cell: (row) => queues[row.queue] },
          { label: "Why", cell: (row) => <code>{row.reason}</code> },
          { label: "Times", align: "end", cell: (row) => count(row.times) },
          { label: "Last", cell: (row) => <When at={row.lastAt} /> },
          ...(mayReplay ? [replayColumn] : []),
        ]}
        rows={page.items}
        empty={
          <EmptyState title="Nothing was given up">
            Every click was written down, every turn came to its end.
          </EmptyState>
        }
      />
      <Pager {...pagerOf(PATH, search, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Dead letters", current: PATH }, content);
}

function messageOf({ name }: DeadLetter): string | undefined {
  return /^message\/(\d+)$/.exec(name)?.[1];
}

function nameOf(row: DeadLetter): string {
  const message = messageOf(row);
  if (message !== undefined) return `message ${message}`;
  return row.queue === "clicks" ? `click ${row.id}` : `turn “${row.name}”`;
}

function What({ row }: { readonly row: DeadLetter }) {
  const message = messageOf(row);
  return message === undefined ? <>{nameOf(row)}</> : <a href={`/console/messages/${message}`}>{nameOf(row)}</a>;
}

async function replay(scene: Scene): Promise<Response> {
  const { deps, actor } = scene;
  const id = numberParam(scene, "id");
  const replayed = await replayDeadLetter({ deps: deps.deadLetters, actor, id });
  if (replayed.ok) return seeOther(hrefOf(PATH, { replayed: "1" }));
  return replayed.error.code === "not_found" ? notFound(scene) : notice(scene, 409, replayed.error.detail ?? "");
}
