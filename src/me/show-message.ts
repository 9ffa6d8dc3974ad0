import type { Context } from "hono";
import { refusedLinkPage } from "#clicks/refused-link-page.tsx";
import { renderMessage } from "#messages/newsletters/render-message.ts";
import { htmlResponse } from "#web/pages/page-response.ts";
import type { MeDeps } from "./me-deps.ts";
import { openToken } from "./open-token.ts";
import { pageLanguage } from "./words/words-for.ts";

/**
 * What a message may do in a browser. Mail is laid out by style attributes, which neither a nonce nor a hash can allow one by
 * one, so inline style is allowed and everything else is taken away: no script, no form, no frame, pictures only, and the
 * sandbox gives the page an origin of its own, so that nothing that a template smuggled in could reach a cookie of ours.
 */
export function messagePolicy(publicUrl: string, frameAncestors: "'none'" | "'self'"): string {
  return [
    "default-src 'none'",
    `img-src https: data: ${new URL(publicUrl).origin}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors}`,
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
  ].join("; ");
}

/** `GET /v/<token>`: the message as a page, rendered once more from what was kept of it. */
export async function showMessage(deps: MeDeps, context: Context): Promise<Response> {
  const opened = await openToken(deps, context, "view");
  if (!opened.ok) return opened.error;
  const { payload, reader } = opened.value;
  const rendered = await renderMessage(deps, payload.messageNumber);
  if (rendered === undefined) {
    return refusedLinkPage({ isExpired: true, brand: await deps.brand(), language: pageLanguage(reader.locale) });
  }
  return htmlResponse(rendered.html, {
    headers: {
      "content-security-policy": messagePolicy(deps.publicUrl, "'none'"),
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
      "cache-control": "no-store",
      // A sandboxed document with any other policy is a network error (HTML, "obtain a cross-origin opener policy").
      "cross-origin-opener-policy": "unsafe-none",
    },
    isHttps: deps.publicUrl.startsWith("https:"),
  });
}
