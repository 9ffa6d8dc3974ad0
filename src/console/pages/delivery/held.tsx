import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { listNewsletters } from "#messages/newsletters/list-newsletters.ts";
import { cancelRestored } from "#outbound/restored/cancel-restored.ts";
import { countRestored, type RestoredCount } from "#outbound/restored/count-restored.ts";
import { releaseRestored } from "#outbound/restored/release-restored.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, When } from "#console/words.tsx";

export const heldPath = "/console/held";

/** Messages that a restore holds back, since the database that was lost may have sent them: an operator's to decide. */
export const heldPages: readonly ConsolePage[] = [
  { method: "get", path: heldPath, scope: "messages:read", handle: showHeld },
  { method: "get", path: `${heldPath}/:newsletter`, scope: "messages:write", handle: showDecision },
  { method: "post", path: `${heldPath}/:newsletter`, scope: "messages:write", handle: decide },
];

/** What is held of a programme, under the name that operators know it by. */
type Held = RestoredCount & { readonly title: string };

async function findHeld({ deps: { store } }: Scene): Promise<readonly Held[]> {
  const [held, newsletters] = await Promise.all([countRestored(store), listNewsletters(store, { limit: 200 })]);
  const titles = new Map(newsletters.items.map(({ code, title }) => [code, title]));
  return held.map((row) => ({ ...row, title: titles.get(row.newsletter) ?? row.newsletter }));
}

const rowsOf = (newsletter: string) =>
  hrefOf("/console/messages", { newsletter, state: "skipped", reason: "restored" });

async function showHeld(scene: Scene): Promise<Response> {
  const held = await findHeld(scene);
  const mayDecide = scene.actor.scopes.includes("messages:write");
  const decision = {
    label: "Decide",
    cell: ({ newsletter, title }: Held) => (
      <a href={`${heldPath}/${encodeURIComponent(newsletter)}`} aria-label={`Release or cancel: ${title}`}>
        Release or cancel
      </a>
    ),
  };
  const content = (
    <>
      <PageHeader
        title="Held back"
        lead="Messages that were due between a backup and its restore. The database that was lost may have sent them, so they wait for you."
      />
      <Done scene={scene} />
      <Table
        caption="Held back, by newsletter"
        isCaptionHidden
        columns={[
          { label: "Newsletter", isRowHeader: true, cell: (row: Held) => row.title },
          {
            label: "Held",
            align: "end",
            cell: (row) => <a href={rowsOf(row.newsletter)}>{count(row.held)}</a>,
          },
          { label: "Oldest due", cell: (row) => <When at={row.oldestDueAt} /> },
          ...(mayDecide ? [decision] : []),
        ]}
        rows={held}
        empty={
          <EmptyState title="Nothing is held back">
            After a restore from a backup, what the lost database may have sent already stands here.
          </EmptyState>
        }
      />
    </>
  );
  return scenePage(scene, { title: "Held back", current: heldPath }, content);
}

/** What a decision did, told once on the page that it leads to. */
function Done({ scene: { context } }: { readonly scene: Scene }) {
  const released = countIn(context.req.query("released"));
  if (released !== undefined) {
    return (
      <Flash tone="good" title={`${count(released)} messages are due now.`}>
        Consent, suppression and limits are asked again before each goes out.
      </Flash>
    );
  }
  const cancelled = countIn(context.req.query("cancelled"));
  if (cancelled === undefined) return <></>;
  return (
    <Flash tone="good" title={`${count(cancelled)} messages are cancelled.`}>
      They never go out. <a href="/console/audit">See the record</a>
    </Flash>
  );
}

function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

async function showDecision(scene: Scene): Promise<Response> {
  const asked = scene.context.req.param("newsletter") ?? "";
  const held = (await findHeld(scene)).find(({ newsletter }) => newsletter === asked);
  if (held === undefined) return notFound(scene);
  const here = `${heldPath}/${encodeURIComponent(asked)}`;
  const content = (
    <>
      <PageHeader
        title={held.title}
        lead={
          <>
            <a href={rowsOf(asked)}>{count(held.held)} messages</a> are held back. The oldest was due{" "}
            <When at={held.oldestDueAt} />.
          </>
        }
        parent={{ href: heldPath, label: "Held back" }}
      />
      <form method="post" action={here} class="grid">
        <Card title="They were not sent">
          <div class="stack-tight">
            <p>
              Released, they are due at once. Whoever left, paused or was suppressed since is left out. What the lost
              database had sent already is sent a second time: look into the mail server's log first.
            </p>
            <div>
              <Button look="danger" name="decision" value="release">
                Release {count(held.held)}
              </Button>
            </div>
          </div>
        </Card>
        <Card title="They were sent, or are too late">
          <div class="stack-tight">
            <p>
              Cancelled, they never go out, and can't be brought back. They go on counting in customers' limits, since
              the lost database may have sent them.
            </p>
            <div class="row">
              <Button name="decision" value="cancel">
                Cancel {count(held.held)}
              </Button>
              <ButtonLink look="quiet" href={heldPath}>
                Decide later
              </ButtonLink>
            </div>
          </div>
        </Card>
      </form>
    </>
  );
  return scenePage(scene, { title: held.title, current: heldPath }, content);
}

async function decide(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { decision: "one" } });
  const decision = fields.ok ? fields.value.one("decision") : "";
  if (decision !== "release" && decision !== "cancel") return notice(scene, 400, problems.invalid_request.title);
  const newsletter = context.req.param("newsletter") ?? "";
  if (!(await findHeld(scene)).some((held) => held.newsletter === newsletter)) return notFound(scene);
  const settle = { deps: deps.outbound, actor, input: { newsletter } };
  return decision === "release"
    ? seeOther(hrefOf(heldPath, { released: String(await releaseRestored(settle)) }))
    : seeOther(hrefOf(heldPath, { cancelled: String(await cancelRestored(settle)) }));
}
