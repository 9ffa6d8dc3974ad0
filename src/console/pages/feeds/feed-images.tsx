import { auditStatement } from "#access/audit.ts";
import { countPictures, type PictureCounts } from "#catalogue/images/count-pictures.ts";
import { MAX_IMAGE_BYTES } from "#catalogue/images/fetch-images.ts";
import { type HostedImage, hostImage } from "#catalogue/images/host-image.ts";
import { imageFaults } from "#catalogue/images/render-image.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { readBody } from "#web/read-body.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Stat, Stats } from "#web/pages/stat.tsx";
import { Table } from "#web/pages/table.tsx";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { count } from "#console/words.tsx";
import { feedsPath } from "./feeds.tsx";

const PATH = "/console/images";
const BODY_TIMEOUT_MS = 60 * SECOND_MS;

export const feedImagePages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "catalogue:read", handle: (scene) => showPictures(scene) },
  { method: "post", path: PATH, scope: "catalogue:write", handle: upload },
];

type Outcome = { readonly image?: HostedImage; readonly fault?: string };

async function showPictures(scene: Scene, { image, fault }: Outcome = {}): Promise<Response> {
  const counts = await countPictures(scene.deps.store);
  const content = (
    <>
      <PageHeader
        title="Pictures"
        lead="Pictures of product sets are fetched, made to the sizes of mails and pages, and shown from here."
        parent={{ href: feedsPath, label: "Feeds" }}
      />
      {fault === undefined ? null : <Flash tone="bad" title={fault} />}
      {image === undefined ? null : <Hosted image={image} />}
      <div class="stack">
        <Stats>
          <Stat label="Shown from here" value={count(counts.ready)} />
          <Stat label="Waiting" value={count(counts.waiting)} />
          <Stat label="Not hosted" value={count(counts.failed)} note="shown from where they are" />
        </Stats>
        {scene.actor.scopes.includes("catalogue:write") ? <Upload /> : null}
        <Faults counts={counts} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Pictures", current: feedsPath, status: fault === undefined ? 200 : 422 }, content);
}

function Hosted({ image: { url, width, height } }: { readonly image: HostedImage }) {
  return (
    <Flash tone="good" title={`It is hosted: ${width} × ${height} pixels.`}>
      <p>
        <a class="schema-type" href={url}>
          {url}
        </a>
      </p>
    </Flash>
  );
}

function Upload() {
  return (
    <Card title="Host a picture">
      <form class="form" method="post" action={PATH} enctype="multipart/form-data">
        <div class="field">
          <label for="picture">Picture</label>
          <p class="hint" id="picture-hint">
            JPEG, PNG, WebP or AVIF, up to {MAX_IMAGE_BYTES / 1_048_576} MB. Place and camera are taken out of it.
          </p>
          <input
            id="picture"
            class="input"
            type="file"
            name="picture"
            accept="image/jpeg,image/png,image/webp,image/avif"
            aria-describedby="picture-hint"
            required
          />
        </div>
        <div class="row">
          <Button look="primary">Host it</Button>
        </div>
      </form>
    </Card>
  );
}

function Faults({ counts: { faults } }: { readonly counts: PictureCounts }) {
  return (
    <Table
      caption="The latest that can't be hosted"
      columns={[
        {
          label: "Picture",
          isRowHeader: true,
          cell: (row: PictureCounts["faults"][number]) => <span class="schema-type">{row.url}</span>,
        },
        { label: "Why", cell: (row) => row.fault },
      ]}
      rows={faults}
      empty={
        <EmptyState title="None was refused">A picture that can't be hosted stands here, with the reason.</EmptyState>
      }
    />
  );
}

async function upload(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const limits = { maxBytes: MAX_IMAGE_BYTES + 65_536, timeoutMs: BODY_TIMEOUT_MS, timer: deps.timer };
  const body = await readBody(context.req.raw, limits);
  const picture = body.ok ? await pictureIn(body.value, context.req.header("content-type") ?? "") : undefined;
  if (picture === undefined)
    return showPictures(scene, { fault: "There is no picture in the form, or it is too large." });
  const hosted = await hostImage(deps.feeds, picture, (image, at) => [
    auditStatement({ at, actor, action: "put-image", subject: { kind: "image", id: image.hash } }),
  ]);
  return showPictures(scene, hosted.ok ? { image: hosted.value } : { fault: imageFaults[hosted.error] });
}

/** The file of a multipart form (RFC 7578), as browsers send it. */
async function pictureIn(body: Uint8Array, type: string): Promise<Uint8Array | undefined> {
  if (!/^multipart\/form-data\s*;/i.test(type)) return undefined;
  try {
    const form = await new Response(Uint8Array.from(body), { headers: { "content-type": type } }).formData();
    const file = form.get("picture");
    return file instanceof Blob && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}
