import type { WebhookEndpoint } from "#outbound/webhooks/endpoint.ts";
import { findEndpoint } from "#outbound/webhooks/find-endpoints.ts";
import { type Delivery, listDeliveries } from "#outbound/webhooks/list-deliveries.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { When } from "#console/words.tsx";
import { ReplayCard } from "./webhook-replay.tsx";
import { answerWords, DeliveryState, EndpointState, webhooksPath } from "./webhook-words.tsx";
import { nameOf } from "./webhooks.tsx";

export const webhookPage: ConsolePage = {
  method: "get",
  path: `${webhooksPath}/:id`,
  scope: "webhooks:read",
  handle: showEndpoint,
};

/** What a form is told with, by the name that it comes back under. */
const doneWords: Readonly<Record<string, string>> = {
  saved: "Saved.",
  on: "The endpoint is on. What waited for it goes on.",
  off: "The endpoint is off. Of what happens now it will not hear.",
  again: "The event is on its way once more.",
};

const states = ["pending", "delivered", "failed"] as const;

async function showEndpoint(scene: Scene): Promise<Response> {
  const { deps, context, now } = scene;
  const id = context.req.param("id") ?? "";
  const endpoint = await findEndpoint(deps.store, { id, now });
  if (endpoint === undefined) return notFound(scene);
  const search = searchOf(scene, ["cursor", "state", "done", "replayed", "tested"]);
  const state = states.find((one) => one === search.state);
  const page = await listDeliveries(deps.store, { endpointId: id, cursor: search.cursor, state, limit: PAGE_SIZE });
  const mayManage = scene.actor.scopes.includes("webhooks:manage");
  const path = `${webhooksPath}/${id}`;
  const content = (
    <>
      <PageHeader
        title={nameOf(endpoint)}
        parent={{ href: webhooksPath, label: "Webhooks" }}
        actions={mayManage ? <Actions of={endpoint} /> : null}
      />
      <Done search={search} deliveries={page.items} />
      <div class="stack">
        <Card>
          <Facts of={endpoint} />
        </Card>
        <Card title="Deliveries">
          <StateFilter path={path} current={state} />
          <Deliveries of={page.items} path={path} mayManage={mayManage} />
          <Pager {...pagerOf(path, { cursor: search.cursor, state }, page.nextCursor)} />
        </Card>
        {mayManage ? <ReplayCard path={path} /> : null}
      </div>
    </>
  );
  return scenePage(scene, { title: nameOf(endpoint), current: webhooksPath }, content);
}

function Actions({ of: { id, state } }: { readonly of: WebhookEndpoint }) {
  const path = `${webhooksPath}/${id}`;
  return (
    <>
      <form method="post" action={`${path}/test`}>
        <Button look="primary">Send a test</Button>
      </form>
      <form method="post" action={`${path}/${state === "active" ? "off" : "on"}`}>
        <Button>{state === "active" ? "Switch off" : "Switch on"}</Button>
      </form>
      <ButtonLink href={`${path}/edit`}>Change</ButtonLink>
      <ButtonLink href={`${path}/secret`}>New secret</ButtonLink>
      <ButtonLink look="quiet" href={`${path}/delete`}>
        Delete
      </ButtonLink>
    </>
  );
}

type DoneProps = {
  readonly search: Partial<Readonly<Record<"done" | "replayed" | "tested", string>>>;
  readonly deliveries: readonly Delivery[];
};

function Done({ search: { done, replayed, tested }, deliveries }: DoneProps) {
  if (replayed !== undefined && /^\d+$/.test(replayed)) {
    return <Flash tone="good" title={`${replayed} events are on their way once more.`} />;
  }
  const test = deliveries.find(({ number }) => String(number) === tested);
  if (test !== undefined) {
    return test.state === "delivered" ? (
      <Flash tone="good" title={`The test arrived: ${answerWords(test)}.`} />
    ) : (
      <Flash tone="bad" title={`The test did not arrive: ${answerWords(test)}.`} />
    );
  }
  const words = doneWords[done ?? ""];
  return words === undefined ? <></> : <Flash tone="good" title={words} />;
}

function Facts({ of: endpoint }: { readonly of: WebhookEndpoint }) {
  const { url, types, discloses, lastSuccessAt, oldSecretUntil, createdAt } = endpoint;
  return (
    <DefinitionList
      items={[
        ["State", <EndpointState of={endpoint} />],
        ["Address", <code>{url}</code>],
        ["Hears of", types.join(", ")],
        ["Knows", discloses.length === 0 ? "codes alone" : `codes, ${discloses.join(", ")}`],
        ["Last taken", lastSuccessAt === undefined ? "never" : <When at={lastSuccessAt} />],
        ...(oldSecretUntil === undefined ? [] : [["Two secrets sign until", <When at={oldSecretUntil} />] as const]),
        ["Since", <When at={createdAt} />],
      ]}
    />
  );
}

function StateFilter({ path, current }: { readonly path: string; readonly current: string | undefined }) {
  return (
    <nav class="filters" aria-label="Deliveries by state">
      {[undefined, ...states].map((state) => (
        <a class="filter" href={hrefOf(path, { state })} aria-current={state === current ? "true" : undefined}>
          {state ?? "all"}
        </a>
      ))}
    </nav>
  );
}

type DeliveriesProps = { readonly of: readonly Delivery[]; readonly path: string; readonly mayManage: boolean };

function Deliveries({ of, path, mayManage }: DeliveriesProps) {
  return (
    <Table
      caption="Deliveries, newest first"
      isCaptionHidden
      columns={[
        { label: "Event", isRowHeader: true, cell: (row: Delivery) => row.type },
        { label: "Happened", cell: (row) => <When at={row.happenedAt} /> },
        { label: "State", cell: (row) => <DeliveryState of={row} /> },
        { label: "Answer", cell: answerWords },
        { label: "Tries", align: "end", cell: (row) => String(row.attempts) },
        { label: "Next try", cell: (row) => (row.nextAt === undefined ? "" : <When at={row.nextAt} />) },
        ...(mayManage ? [{ label: "Send", cell: (row: Delivery) => <Again of={row} path={path} /> }] : []),
      ]}
      rows={of}
      empty={
        <EmptyState title="Nothing here" level={3}>
          Deliveries are kept for 30 days.
        </EmptyState>
      }
    />
  );
}

function Again({ of: { number, state, type }, path }: { readonly of: Delivery; readonly path: string }) {
  if (state === "pending") return <></>;
  return (
    <form method="post" action={`${path}/deliveries/${number}/replay`}>
      <Button look="quiet" isSmall>
        Again
        <span class="hidden-words">
          {" "}
          {type} {String(number)}
        </span>
      </Button>
    </form>
  );
}
