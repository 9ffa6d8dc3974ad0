import type { PropsWithChildren } from "hono/jsx";
import { messagePolicy } from "#me/view/message-policy.ts";
import { findNewsletter } from "#messages/newsletters/list-newsletters.ts";
import type { NewsletterPreview } from "#messages/newsletters/preview-newsletter.ts";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { SearchForm } from "#web/pages/search-form.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { framedMessage } from "#console/pages/mailbox/framed-message.ts";
import { pickColumns } from "./pick-columns.tsx";
import { LetterCard } from "./letter-card.tsx";
import { letterResponse } from "#messages/print/letter-response.ts";
import { TextCard } from "./text-card.tsx";

const NEWSLETTERS = "/console/newsletters";
const PATH = `${NEWSLETTERS}/:code/preview`;

export const newsletterPreviewPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "messages:read", handle: showPreview },
  { method: "get", path: `${PATH}/body`, scope: "messages:read", handle: showBody },
  { method: "get", path: `${PATH}/letter.pdf`, scope: "messages:read", handle: (scene) => showLetter(scene, "pdf") },
  { method: "get", path: `${PATH}/letter.svg`, scope: "messages:read", handle: (scene) => showLetter(scene, "svg") },
];

const askedOf = (scene: Scene) => ({
  newsletterCode: scene.context.req.param("code") ?? "",
  customerCode: (scene.context.req.query("customer") ?? "").trim().slice(0, 200),
});

async function showPreview(scene: Scene): Promise<Response> {
  const asked = askedOf(scene);
  const newsletter = await findNewsletter(scene.deps.store, asked.newsletterCode);
  if (newsletter === undefined) return notFound(scene);
  const here = `${NEWSLETTERS}/${newsletter.code}/preview`;
  const preview = asked.customerCode === "" ? undefined : await scene.deps.preview(asked);
  const letter = preview?.isPrinted === true ? await scene.deps.previewLetter(asked) : undefined;
  const content = (
    <>
      <PageHeader
        title={`${newsletter.title}, as a customer would get it now`}
        lead="Chosen by the same rules from the same facts. Nothing is sent, and none of her own links is in it."
        parent={{ href: `${NEWSLETTERS}/${newsletter.code}`, label: newsletter.title }}
      />
      <div class="stack">
        <SearchForm action={here} name="customer" label="Customer code" value={asked.customerCode} buttonLabel="Show" />
        {asked.customerCode !== "" && preview === undefined ? (
          <EmptyState title="There is nothing to show">
            Nobody has this code, or the newsletter's template is not published yet.
          </EmptyState>
        ) : null}
        {preview === undefined ? null : (
          <Shown preview={preview} src={hrefOf(`${here}/body`, { customer: asked.customerCode })}>
            {letter === undefined ? null : (
              <LetterCard
                letter={letter}
                pictureSrc={hrefOf(`${here}/letter.svg`, { customer: asked.customerCode })}
                pdfHref={hrefOf(`${here}/letter.pdf`, { customer: asked.customerCode })}
              />
            )}
          </Shown>
        )}
      </div>
    </>
  );
  return scenePage(scene, { title: "Preview", current: NEWSLETTERS, hasFrame: true }, content);
}

function Shown({
  preview,
  src,
  children,
}: PropsWithChildren<{ readonly preview: NewsletterPreview; readonly src: string }>) {
  return (
    <div class="stack">
      <Card title="Why these">
        <Table
          caption="Chosen product sets"
          isCaptionHidden
          columns={pickColumns}
          rows={preview.picks}
          empty={
            <EmptyState title="Nothing would be chosen" level={3}>
              What is left of the catalogue after the rules and her purchases fills no place.
            </EmptyState>
          }
        />
      </Card>
      {preview.sms === undefined ? null : <TextCard sms={preview.sms} />}
      {children}
      <Card title={preview.subject}>
        <iframe
          src={src}
          title={preview.subject}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          width="100%"
          height="900"
          frameborder="0"
        />
      </Card>
    </div>
  );
}

async function showBody(scene: Scene): Promise<Response> {
  const preview = await scene.deps.preview(askedOf(scene));
  if (preview === undefined) return notFound(scene);
  return framedMessage(preview.html, messagePolicy(scene.deps.publicUrl, "'self'"));
}

async function showLetter(scene: Scene, as: "pdf" | "svg"): Promise<Response> {
  const letter = await scene.deps.previewLetter(askedOf(scene));
  const response = letter?.ok === true ? await letterResponse(letter.value, { as, page: 1 }) : undefined;
  return response ?? notFound(scene);
}
