import { z } from "zod";
import { auditStatement } from "#access/audit.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { readBody } from "#web/read-body.ts";
import { WRITE } from "#catalogue/api/api-shapes.ts";
import { MAX_IMAGE_BYTES } from "#catalogue/images/fetch-images.ts";
import { hostImage } from "#catalogue/images/host-image.ts";
import type { ImageDeps } from "#catalogue/images/image-deps.ts";
import { imageFaults } from "#catalogue/images/render-image.ts";

const BODY_TIMEOUT_MS = 60 * SECOND_MS;

const hostedImageView = z.strictObject({
  url: z.string().describe("For `imageUrl` of a product set."),
  hash: z.string().describe("The same bytes have the same hash, whoever sends them."),
  kind: z.enum(["jpg", "png"]).describe("What mails get; pages get WebP beside it."),
  width: z.int(),
  height: z.int(),
});

export function putImage(deps: ImageDeps) {
  return defineOperation({
    operationId: "putImage",
    method: "put",
    path: "/v1/images",
    tag: "Feeds",
    summary: "Host a picture",
    description:
      "The body is the picture: JPEG, PNG, WebP or AVIF, judged by its content. It is made to the sizes that mails and pages show, without its metadata.",
    scope: WRITE,
    success: { status: 200, description: "Where it is shown from.", schema: hostedImageView },
    problems: [
      "invalid_request",
      "unauthenticated",
      "forbidden",
      "payload_too_large",
      "unsupported_media_type",
      "request_timeout",
      "invalid_content",
    ],
    handle: async ({ actor, request }) => {
      const { timer } = deps.outgoing;
      const body = await readBody(request, { maxBytes: MAX_IMAGE_BYTES, timeoutMs: BODY_TIMEOUT_MS, timer });
      if (!body.ok) return body;
      const hosted = await hostImage(deps, body.value, (image, at) => [
        auditStatement({ at, actor, action: "put-image", subject: { kind: "image", id: image.hash } }),
      ]);
      if (hosted.ok) return ok(hosted.value);
      return err(problem("invalid_content", undefined, [{ pointer: "", message: imageFaults[hosted.error] }]));
    },
  });
}
