import { createHash } from "node:crypto";
import { htmlResponse, type PageOptions } from "#web/pages/page-response.ts";

export type CachedPage = {
  readonly html: string;
  /** Nothing of the visitor is in it: shared caches may keep it for a minute. */
  readonly isShared: boolean;
  readonly isHttps: boolean;
};

/** A page that a browser may keep and ask about: 304 without a body where it has the same bytes (RFC 9110 §13.1.2). */
export function etagResponse(request: Request, { html, isShared, isHttps }: CachedPage): Response {
  const etag = `"${createHash("sha256").update(html).digest("base64url").slice(0, 22)}"`;
  const headers = {
    etag,
    "cache-control": isShared ? "public, max-age=60, stale-while-revalidate=600" : "private, no-cache",
    vary: "accept-language, cookie, sec-gpc, dnt",
  };
  const options: PageOptions = { headers, isHttps };
  if (!isSameEntity(request.headers.get("if-none-match"), etag)) return htmlResponse(html, options);
  return new Response(null, { status: 304, headers });
}

/** Weak comparison: a proxy that packs the page marks its tag with W/. */
function isSameEntity(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}
