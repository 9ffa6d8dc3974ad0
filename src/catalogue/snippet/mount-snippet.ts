import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { snippetSource } from "./snippet-source.ts";

const etag = `"${createHash("sha256").update(snippetSource).digest("base64url").slice(0, 22)}"`;

const headers = {
  "content-type": "text/javascript; charset=utf-8",
  // Vendors write this address into their pages, so it can't change with its content.
  "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
  // The vendor's site is another origin than ours.
  "cross-origin-resource-policy": "cross-origin",
  "access-control-allow-origin": "*",
  "x-content-type-options": "nosniff",
  etag,
};

/** /assets/snippet.js, for the vendor's own site. */
export function mountSnippet(app: Hono): void {
  app.get("/assets/snippet.js", (context) =>
    context.req.header("if-none-match") === etag
      ? new Response(null, { status: 304, headers: { etag } })
      : new Response(snippetSource, { headers }),
  );
}
