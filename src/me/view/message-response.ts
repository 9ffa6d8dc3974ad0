import type { Context } from "hono";
import { smallHtml } from "#templates/small-html.ts";
import type { RenderedMessage } from "#messages/newsletters/render-message.ts";
import type { MeDeps } from "#me/me-deps.ts";
import { pageLanguage, wordsFor } from "#me/words/words-for.ts";
import type { PageWords } from "#me/words/words.ts";
import { directionOf } from "#web/pages/direction.ts";
import { htmlResponse } from "#web/pages/page-response.ts";
import { chooseForm, formVaries, type MessageForm, messageForms, wantedHints } from "./choose-form.ts";
import { messagePolicy } from "./message-policy.ts";

type ViewDeps = Pick<MeDeps, "publicUrl" | "readRequest">;

/** A message as a page: rich, small or plain text, as suits whoever asks, with the way to the other forms. */
export function messageResponse(deps: ViewDeps, context: Context, message: RenderedMessage): Response {
  const { header } = deps.readRequest(context);
  const form = chooseForm(context.req.query("form"), header);
  const words = wordsFor(message.locale).forms;
  const options = {
    headers: {
      "content-security-policy": messagePolicy(deps.publicUrl, "'none'"),
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
      "cache-control": "private, no-store",
      vary: formVaries,
      "accept-ch": wantedHints,
      // A sandboxed document with any other policy is a network error (HTML, "obtain a cross-origin opener policy").
      "cross-origin-opener-policy": "unsafe-none",
      ...(form === "text" ? { "content-type": "text/plain; charset=utf-8" } : {}),
    },
    isHttps: deps.publicUrl.startsWith("https:"),
  };
  const address = `${deps.publicUrl}${new URL(context.req.url).pathname}`;
  return htmlResponse(said(form, { message, words, address }), options);
}

const LINE = "margin:0;padding:0 16px;font:14px/20px sans-serif;text-align:center;background:#fff;color:#333";
const LINK = "color:#333;display:inline-block;padding:12px 6px";

type Said = { readonly message: RenderedMessage; readonly words: PageWords["forms"]; readonly address: string };

function said(form: MessageForm, { message, words, address }: Said): string {
  const others = messageForms.filter((other) => other !== form);
  if (form === "text") {
    const lines = others.map((other) => `${words[other]}: ${address}?form=${other}`);
    return `${message.subject}\n\n${message.text}\n\n${lines.join("\n")}\n`;
  }
  const linksOf = (style: string) =>
    others.map((other) => `<a${style} href="?form=${other}" rel="nofollow">${words[other]}</a>`).join(" · ");
  if (form === "small") return smallHtml(message, `<p>${linksOf("")}</p>`);
  const direction = directionOf(pageLanguage(message.locale));
  const line = `<p dir="${direction}" style="${LINE}">${linksOf(` style="${LINK}"`)}</p>`;
  return message.html.replace(/<body[^>]*>/i, (body) => `${body}${line}`);
}
