import type { Context } from "hono";
import { readerLanguage } from "#web/pages/reader-language.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import type { Preferences } from "#messages/preferences/preferences.ts";
import { type PageElement, pageResponse } from "#web/pages/page-response.ts";
import { frameFor } from "./frame-for.ts";
import type { MeDeps } from "./me-deps.ts";
import type { MeFrame } from "./pages/me-shell.tsx";
import { NoticePage } from "./pages/notice-page.tsx";
import { type FormFields, type FormShape, readForm } from "./read-form.ts";
import { isFormToken, type PreferencesSession, readSession } from "./session.ts";

/** Everything that a page of a session works with. */
export type Visit = {
  readonly session: PreferencesSession;
  readonly preferences: Preferences;
  readonly frame: MeFrame;
};

/**
 * The page as an answer. Its address is clean, so it may tell our own pages where she comes from: under `no-referrer` browsers
 * would post the form with `Origin: null`, and the check of the origin would be worth nothing.
 */
export function mePage(deps: Pick<MeDeps, "publicUrl">, page: PageElement, status = 200): Promise<Response> {
  return pageResponse(page, {
    status,
    headers: { "referrer-policy": "same-origin", "x-robots-tag": "noindex" },
    isHttps: deps.publicUrl.startsWith("https:"),
  });
}

/** Runs `work` for whoever has a session; everybody else reads how to get one. */
export async function withSession(
  deps: MeDeps,
  context: Context,
  work: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  const session = readSession(deps, context.req.raw);
  const preferences = session === undefined ? undefined : await findPreferences(deps.store, { id: session.customerId });
  if (session === undefined || preferences === undefined) {
    const frame = await frameFor(deps, readerLanguage(context.req.header("accept-language")));
    return mePage(deps, <NoticePage frame={frame} {...frame.words.closed} />, 403);
  }
  return work({ session, preferences, frame: await frameFor(deps, preferences.locale) });
}

/**
 * Runs `work` with a form that our own page sent in this session. The token in the form is the proof; the origin is asked
 * too wherever the browser tells it, which handhelds of old do not.
 */
export async function withForm(
  deps: MeDeps,
  { context, shape }: { readonly context: Context; readonly shape: FormShape },
  work: (visit: Visit, fields: FormFields) => Promise<Response>,
): Promise<Response> {
  return withSession(deps, context, async (visit) => {
    const origin = context.req.header("origin");
    const isOurs = origin === undefined || origin === new URL(deps.publicUrl).origin;
    const fields = isOurs ? await readForm(context.req.raw, { timer: deps.timer, shape }) : undefined;
    if (fields?.ok !== true || !isFormToken(deps, visit.session, fields.value.one("form"))) {
      return mePage(deps, <NoticePage frame={visit.frame} {...visit.frame.words.resend} />, isOurs ? 400 : 403);
    }
    return work(visit, fields.value);
  });
}
