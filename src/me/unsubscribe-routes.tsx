import type { Context } from "hono";
import { keptHeaders } from "#clicks/click-headers.ts";
import { OPT_OUT_LINK } from "#clicks/opt-out-link.ts";
import { leaveNewsletter } from "#messages/preferences/leave-newsletter.ts";
import { pageResponse } from "#web/pages/page-response.ts";
import { signToken } from "#tracking/token.ts";
import { frameFor } from "./frame-for.ts";
import { leftAlready } from "./left-already.ts";
import type { MeDeps } from "./me-deps.ts";
import { type OpenedToken, openToken } from "./open-token.ts";
import { UnsubscribePage, type UnsubscribePageProps } from "./pages/unsubscribe-page.tsx";
import { readLeave } from "./read-leave.ts";

/** Longer than this nobody waits for the journal. */
const JOURNAL_PATIENCE_MS = 250;

/** `GET /u/<token>`: shows what holds, with the buttons, and changes nothing; that it was opened is told to the journal. */
export async function showUnsubscribe(deps: MeDeps, context: Context): Promise<Response> {
  const opened = await openToken(deps, context, "unsubscribe");
  if (!opened.ok) return opened.error;
  await keepOpened(deps, context, opened.value);
  const done = await leftAlready(deps.store, opened.value.payload.messageNumber);
  return answer(deps, opened.value, { status: 200, done });
}

/**
 * `POST /u/<token>`: the token alone decides who leaves. Neither cookie nor origin is asked: mail programs post here by
 * themselves (RFC 8058 §3.1), and the worst that a stolen link can do is to end a newsletter.
 */
export async function leave(deps: MeDeps, context: Context): Promise<Response> {
  const opened = await openToken(deps, context, "unsubscribe");
  if (!opened.ok) return opened.error;
  const asked = await readLeave(context.req.raw, deps.timer);
  if (asked === undefined) return answer(deps, opened.value, { status: 400, done: "nothing" });
  const isOneClick = asked.kind === "one-click";
  const { words } = await frameFor(deps, opened.value.reader.locale);
  await leaveNewsletter({
    deps,
    messageNumber: opened.value.payload.messageNumber,
    fromAll: asked.kind === "all",
    source: isOneClick ? "one-click" : "unsubscribe-page",
    wording: isOneClick
      ? "List-Unsubscribe=One-Click"
      : asked.kind === "all"
        ? words.unsubscribe.leaveAll
        : words.unsubscribe.leaveOne(opened.value.reader.newsletterTitle),
  });
  if (isOneClick) return new Response("Unsubscribed.\n", { headers: { "content-type": "text/plain; charset=utf-8" } });
  return answer(deps, opened.value, { status: 200, done: asked.kind === "all" ? "all" : "one" });
}

type Answer = { readonly status: number; readonly done: UnsubscribePageProps["done"] };

async function answer(deps: MeDeps, { payload, reader }: OpenedToken, { status, done }: Answer): Promise<Response> {
  const token = signToken(deps.tokens, "preferences", { ...payload, link: 0 });
  const page = (
    <UnsubscribePage
      frame={await frameFor(deps, reader.locale)}
      newsletter={reader.newsletterTitle}
      preferencesUrl={`/p/${token}`}
      done={done}
    />
  );
  return pageResponse(page, {
    status,
    // The address holds the token: it is handed on to nobody.
    headers: { "referrer-policy": "no-referrer", "x-robots-tag": "noindex" },
    isHttps: deps.publicUrl.startsWith("https:"),
  });
}

async function keepOpened(deps: MeDeps, context: Context, { payload }: OpenedToken): Promise<void> {
  const { header, address, asn } = deps.readRequest(context);
  let cancel = () => {};
  const patience = new Promise<void>((resolve) => {
    cancel = deps.timer.after(JOURNAL_PATIENCE_MS, resolve);
  });
  const written = deps.journal.append({
    at: deps.clock.now(),
    purpose: "unsubscribe",
    messageNumber: payload.messageNumber,
    linkNo: OPT_OUT_LINK,
    method: context.req.method,
    address,
    ...(asn === undefined ? {} : { asn }),
    headers: keptHeaders(header),
  });
  try {
    await Promise.race([written, patience]);
  } catch {
    // A page that ends messages has to open, whatever became of our count.
  } finally {
    cancel();
  }
}
