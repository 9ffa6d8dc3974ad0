import type { HtmlEscapedString } from "hono/utils/html";
import { securityHeaders } from "./security-headers.ts";

/** What a page component gives. */
export type PageElement = HtmlEscapedString | Promise<HtmlEscapedString>;

export type PageOptions = {
  readonly status?: number;
  /** Over the defaults; a page is private and not stored unless it says otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  /** true where the request came over TLS. */
  readonly isHttps?: boolean;
};

/** A whole page as an answer. User text inside was escaped by the renderer; nothing here is raw. */
export async function pageResponse(page: PageElement, options: PageOptions = {}): Promise<Response> {
  return htmlResponse(await renderPage(page), options);
}

/** The document as text, for whoever needs its digest first. */
export async function renderPage(page: PageElement): Promise<string> {
  // A component that waits for something makes the text itself a promise, whatever the type says.
  const html = await Promise.resolve((await page).toString());
  return `<!doctype html>${html}`;
}

export function htmlResponse(
  html: string,
  { status = 200, headers = {}, isHttps = false }: PageOptions = {},
): Response {
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      ...securityHeaders(isHttps),
      ...headers,
    },
  });
}
