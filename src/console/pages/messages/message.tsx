import type { Explanation } from "#content/selection.ts";
import { findMessage, type MessageDetail } from "#messages/newsletters/find-message.ts";
import { sayLeftWay } from "#messages/newsletters/say-left-way.ts";
import { renderMessage } from "#messages/newsletters/render-message.ts";
import { messagePolicy } from "#me/view/message-policy.ts";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { messageCallPath } from "#console/pages/voice/message-call.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { SearchForm } from "#web/pages/search-form.tsx";
import { Table } from "#web/pages/table.tsx";
import { type ClickLine, clicksOfMessage } from "#console/queries/list-clicks.ts";
import { searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { ReasonWords, shortNumbers, spaced, StateBadge, When } from "#console/words.tsx";
import { clickColumns } from "./click-columns.tsx";
import { framedMessage } from "#console/pages/mailbox/framed-message.ts";
import { Pairs } from "#console/pages/pairs.tsx";
import { pickColumns } from "./pick-columns.tsx";

const PATH = "/console/messages";

export const messagePages: readonly ConsolePage[] = [
  { method: "get", path: `${PATH}/:number`, scope: "messages:read", handle: showMessage },
  { method: "get", path: `${PATH}/:number/preview`, scope: "messages:read", handle: showPreview },
];

function numberOf({ context }: Scene): number {
  const text = context.req.param("number") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

async function showMessage(scene: Scene): Promise<Response> {
  const { deps } = scene;
  const message = await findMessage(deps.store, numberOf(scene));
  if (message === undefined) return notFound(scene);
  const { product } = searchOf(scene, ["product"]);
  const [clicks, explanation] = await Promise.all([
    clicksOfMessage(deps.store, message.number),
    product === undefined ? undefined : deps.explain({ messageNumber: message.number, productCode: product }),
  ]);
  const title = `Message ${message.number}`;
  const content = (
    <>
      <PageHeader
        title={title}
        lead={`${message.newsletterTitle} for ${message.occurrenceOn}`}
        parent={{ href: PATH, label: "Messages" }}
        actions={<StateBadge state={message.state} />}
      />
      <div class="stack">
        <div class="columns">
          <Why message={message} product={product} explanation={explanation} />
          <History message={message} />
        </div>
        <Clicks clicks={clicks} />
        <Preview message={message} />
      </div>
    </>
  );
  return scenePage(scene, { title, current: PATH, hasFrame: true }, content);
}

function History({ message }: { readonly message: MessageDetail }) {
  const steps: ReadonlyArray<readonly [string, number | null]> = [
    ["Planned", message.plannedAt],
    ["Due", message.dueAt],
    ["Reserved", message.reservedAt],
    ["First try", message.firstAttemptAt],
    ["Accepted", message.acceptedAt],
    ["Opted out", message.optedOutAt],
    ["Complaint", message.complainedAt],
  ];
  return (
    <Card title="What happened">
      <Pairs
        items={[
          ["Customer", <a href={`/console/customers/${encodeURIComponent(message.customer)}`}>{message.customer}</a>],
          ...steps.flatMap(([name, at]) => (at === null ? [] : [[name, <When at={at} />] as const])),
          ["State", <StateBadge state={message.state} />],
          ...(message.reason === null ? [] : [["Reason", spaced(message.reason)] as const]),
          ["Tries", String(message.attempts)],
          ["Channel", message.provider === null ? message.channel : `${message.channel}, by ${message.provider}`],
          ...(message.channel === "voice" && message.attempts > 0
            ? [["As it is heard", <a href={messageCallPath(message.number)}>Walk the call</a>] as const]
            : []),
          ...message.ways.map((left) => ["Another way", sayLeftWay(left)] as const),
          [
            "Template",
            message.template === null ? "not chosen yet" : `${message.template}, version ${message.templateVersion}`,
          ],
        ]}
      />
    </Card>
  );
}

type WhyProps = {
  readonly message: MessageDetail;
  readonly product: string | undefined;
  readonly explanation: Explanation | undefined;
};

function Why({ message, product, explanation }: WhyProps) {
  return (
    <Card title="Why these">
      <div class="stack-tight">
        <Table
          caption="Chosen product sets"
          isCaptionHidden
          columns={pickColumns}
          rows={message.picks}
          empty={
            <EmptyState title="Nothing is chosen yet" level={3}>
              The choice is made when a sender takes the message, from what is known then.
            </EmptyState>
          }
        />
        <SearchForm
          action={`${PATH}/${message.number}`}
          name="product"
          label="Why not another? Its code"
          value={product}
          buttonLabel="Ask"
        />
        {product === undefined || explanation === undefined ? null : (
          <Answer product={product} explanation={explanation} />
        )}
      </div>
    </Card>
  );
}

/** As the choice would fall now: what was bought or clicked since the message left has its say too. */
function Answer({ product, explanation }: { readonly product: string; readonly explanation: Explanation }) {
  if (explanation.kind === "unknown_product") return <p role="status">{product} is no live product set.</p>;
  if (explanation.kind === "chosen") {
    const { item } = explanation;
    return (
      <p role="status">
        Chosen now, <ReasonWords of={item.reason.words} />: {item.slot}, place {String(item.position)}, score{" "}
        {item.score.toFixed(2)}.
      </p>
    );
  }
  return (
    <div role="status">
      <p>
        {product} would not be chosen now. {shortNumbers(explanation.cause.words)}
      </p>
      <DefinitionList items={explanation.bySlot.map(({ slot, cause }) => [slot, shortNumbers(cause.words)] as const)} />
    </div>
  );
}

function Clicks({ clicks }: { readonly clicks: readonly ClickLine[] }) {
  return (
    <Table
      caption="Clicks"
      columns={clickColumns.filter(({ label }) => label !== "Message" && label !== "Customer")}
      rows={clicks}
      empty={<EmptyState title="Nobody clicked yet">Clicks stand here within a second.</EmptyState>}
    />
  );
}

function Preview({ message }: { readonly message: MessageDetail }) {
  if (message.template === null) return <></>;
  return (
    <Card title="As it was written" action={<a href={`${PATH}/${message.number}/preview`}>Alone</a>}>
      <iframe
        src={`${PATH}/${message.number}/preview`}
        title={`Message ${message.number}`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        width="100%"
        height="900"
        frameborder="0"
      />
    </Card>
  );
}

const GONE =
  '<html lang="en"><head><title>Not shown</title></head><body><p>What this message was made of is gone.</p></body></html>';

async function showPreview(scene: Scene): Promise<Response> {
  const rendered = await renderMessage(scene.deps, numberOf(scene));
  const policy = messagePolicy(scene.deps.publicUrl, "'self'");
  // A page of ours lets nobody frame it, not even ourselves: the frame would stay empty and not say why.
  return rendered === undefined ? framedMessage(GONE, policy, 404) : framedMessage(rendered.html, policy);
}
