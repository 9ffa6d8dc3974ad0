import type { Context } from "hono";
import { refusedLinkPage } from "#clicks/refused-link-page.tsx";
import { renderMessage } from "#messages/newsletters/render-message.ts";
import type { MeDeps } from "./me-deps.ts";
import { openToken } from "./open-token.ts";
import { messageResponse } from "./view/message-response.ts";
import { pageLanguage } from "./words/words-for.ts";

/** `GET /v/<token>`: the message as a page, rendered once more from what was kept of it. */
export async function showMessage(deps: MeDeps, context: Context): Promise<Response> {
  const opened = await openToken(deps, context, "view");
  if (!opened.ok) return opened.error;
  const { payload, reader } = opened.value;
  const rendered = await renderMessage(deps, payload.messageNumber);
  if (rendered === undefined) {
    return refusedLinkPage({ isExpired: true, brand: await deps.brand(), language: pageLanguage(reader.locale) });
  }
  return messageResponse(deps, context, rendered);
}
