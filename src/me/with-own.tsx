import type { Context } from "hono";
import { readerLanguage } from "#web/pages/reader-language.ts";
import { frameFor } from "./frame-for.ts";
import { findOwnSession, isOwnForm, type OwnSession } from "./enter/own-session.ts";
import type { MeDeps } from "./me-deps.ts";
import type { OwnFrame } from "./pages/own-shell.tsx";
import { NoticePage } from "./pages/notice-page.tsx";
import { seeOther } from "./preferences-routes.tsx";
import { type FormFields, type FormShape, readForm } from "./read-form.ts";
import { mePage } from "./with-session.tsx";
import { ownWordsFor } from "./words/own-words-for.ts";

/** Everything that a page of her own site works with. */
export type OwnVisit = { readonly session: OwnSession; readonly frame: OwnFrame };

/** Steps that can't be taken back, or would carry the page away, ask for a code of the last minutes. */
type Asked = { readonly isFresh?: boolean };

export async function ownFrame(deps: MeDeps, locale: string): Promise<OwnFrame> {
  const frame = await frameFor(deps, locale);
  return { ...frame, own: ownWordsFor(frame.language) };
}

/** The frame for who has not said who she is: in her browser's language. */
export function strangerFrame(deps: MeDeps, context: Context): Promise<OwnFrame> {
  return ownFrame(deps, readerLanguage(deps.readRequest(context).header("accept-language")));
}

/** Runs `work` for whoever showed a fresh code in this browser; everybody else is led to the door. */
export async function withOwn(
  deps: MeDeps,
  { context, isFresh = false }: Asked & { readonly context: Context },
  work: (visit: OwnVisit) => Promise<Response>,
): Promise<Response> {
  const session = await findOwnSession(deps, context.req.raw.headers);
  if (session === undefined) return seeOther("/me/enter");
  if (isFresh && !session.isFresh) return seeOther("/me/enter?fresh=1");
  return work({ session, frame: await ownFrame(deps, session.locale) });
}

/** The same with a form that one of our own pages sent in this session: its token is the proof, and the origin where it is told. */
export async function withOwnForm(
  deps: MeDeps,
  { context, shape, isFresh }: Asked & { readonly context: Context; readonly shape: FormShape },
  work: (visit: OwnVisit, fields: FormFields) => Promise<Response>,
): Promise<Response> {
  return withOwn(deps, { context, ...(isFresh === undefined ? {} : { isFresh }) }, async (visit) => {
    const isOurs = isOwnOrigin(deps, context);
    const fields = isOurs ? await readForm(context.req.raw, { timer: deps.timer, shape }) : undefined;
    if (fields?.ok !== true || !isOwnForm(deps.secret, visit.session, fields.value.one("form"))) {
      return mePage(deps, <NoticePage frame={visit.frame} {...visit.frame.words.resend} />, isOurs ? 400 : 403);
    }
    return work(visit, fields.value);
  });
}

/** Handhelds of old don't tell where a form comes from: they are believed, and the token decides. */
export function isOwnOrigin({ publicUrl }: Pick<MeDeps, "publicUrl">, context: Context): boolean {
  const origin = context.req.header("origin");
  const site = context.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return origin === undefined || origin === new URL(publicUrl).origin;
}
