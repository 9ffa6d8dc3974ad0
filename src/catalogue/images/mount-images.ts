import type { Hono } from "hono";
import { problem } from "#kernel/problem.ts";
import { problemResponse } from "#web/respond.ts";
import type { ImageDeps } from "./image-deps.ts";
import { typeOfName } from "./image-name.ts";

/** Hosted pictures: an address names its bytes, so nobody asks twice. Mail programs and shops show them from elsewhere. */
export function mountImages(app: Hono, { images }: Pick<ImageDeps, "images">): void {
  app.get("/images/:name", async (context) => {
    const name = context.req.param("name");
    const type = typeOfName(name);
    const etag = `"${name}"`;
    const body = type === undefined ? undefined : await images.get(name);
    if (type === undefined || body === undefined) return problemResponse(problem("not_found"));
    const headers = { ...constant, etag };
    if (context.req.header("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(body, { headers: { ...headers, "content-type": type } });
  });
}

const constant = {
  "cache-control": "public, max-age=31536000, immutable",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "cross-origin",
  "x-content-type-options": "nosniff",
};
