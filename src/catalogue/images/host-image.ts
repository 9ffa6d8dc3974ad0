import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Statement } from "#store/store.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { ImageDeps } from "./image-deps.ts";
import { hostedUrl, imageName } from "./image-name.ts";
import { IMAGE_PIPELINE, type ImageFault } from "./render-image.ts";

export type HostedImage = {
  readonly hash: string;
  readonly kind: "jpg" | "png";
  readonly width: number;
  readonly height: number;
  readonly url: string;
};

type ImageRow = { readonly kind: "jpg" | "png"; readonly width: number; readonly height: number };

/** Statements of the batch that makes a picture known, for whoever needs more in it. */
export type Remember = (image: HostedImage, now: number) => readonly Statement[];

/**
 * Makes the files of a picture and keeps them. The same bytes are the same picture, whoever sends them: its files are made
 * once. Files are written before the row that names them, so that an address that was given out always has its file.
 */
export async function hostImage(
  deps: ImageDeps,
  bytes: Uint8Array,
  remember: Remember = () => [],
): Promise<Result<HostedImage, ImageFault>> {
  const { store, clock, images, publicUrl } = deps;
  const hash = createHash("sha256").update(IMAGE_PIPELINE).update(bytes).digest("hex").slice(0, 32);
  const [known] = await store.read<ImageRow>(sql`select kind, width, height from images where hash = ${hash}`);
  if (known !== undefined) {
    const image = { hash, ...known, url: hostedUrl(publicUrl, hash, known.kind) };
    await store.write(remember(image, clock.now()));
    return ok(image);
  }
  const rendered = await deps.renderImage(bytes);
  if (!rendered.ok) return rendered;
  const { kind, width, height, files } = rendered.value;
  for (const file of files) await images.put(imageName(hash, file.width, file.format), file.body);
  const image = { hash, kind, width, height, url: hostedUrl(publicUrl, hash, kind) };
  const size = files.reduce((sum, { body }) => sum + body.byteLength, 0);
  const now = clock.now();
  await store.write([
    sql`insert or ignore into images (hash, kind, width, height, bytes, created_at)
      values (${hash}, ${kind}, ${width}, ${height}, ${size}, ${now})`,
    ...remember(image, now),
  ]);
  return ok(image);
}
