import type { Context } from "hono";
import { renderMessage } from "#messages/newsletters/render-message.ts";
import { ownFormToken } from "./enter/own-session.ts";
import type { MeDeps } from "./me-deps.ts";
import { type NoteDraft, type NoteFault, NotesPage } from "./pages/notes-page.tsx";
import { NoticePage } from "./pages/notice-page.tsx";
import { MessagesPage, SavedPage } from "./pages/own-lists.tsx";
import { productOf, shelfOf } from "./overview-routes.tsx";
import { seeOther } from "./preferences-routes.tsx";
import type { FormFields } from "./read-form.ts";
import { messageResponse } from "./view/message-response.ts";
import { isOwnMessage, listOwnMessages } from "./site/list-own-messages.ts";
import { MAX_NOTE } from "./site/note.ts";
import { addNote, changeNote, deleteNote, listNotes } from "./site/notes.ts";
import { listSaved, removeSaved } from "./site/saved-products.ts";
import { type OwnVisit, withOwn, withOwnForm } from "./with-own.tsx";
import { mePage } from "./with-session.tsx";

const MESSAGES = 30;

/** `GET /me/messages` */
export function showMessages(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async ({ session, frame }) => {
    const before = Number(context.req.query("before") ?? Number.NaN);
    const asked = { ...session, before: Number.isSafeInteger(before) ? before : Number.MAX_SAFE_INTEGER };
    const messages = await listOwnMessages(deps.reads, { ...asked, limit: MESSAGES });
    const last = messages.length < MESSAGES ? undefined : messages.at(-1);
    return mePage(
      deps,
      <MessagesPage
        frame={frame}
        formToken={ownFormToken(deps.secret, session)}
        zone={session.zone}
        messages={messages}
        moreUrl={last === undefined ? undefined : `/me/messages?before=${last.reservedAt}`}
      />,
    );
  });
}

/** `GET /me/messages/<number>`: a message of hers as it was, in a page without a script, a form or a cookie. */
export function showOwnMessage(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async ({ session, frame }) => {
    const text = context.req.param("number") ?? "";
    const number = /^\d{1,15}$/.test(text) ? Number(text) : 0;
    const isHers = await isOwnMessage(deps.reads, session.customerId, number);
    const rendered = isHers
      ? await renderMessage({ ...deps, store: { ...deps.store, ...deps.reads } }, number)
      : undefined;
    if (rendered === undefined) {
      const { title } = frame.own.messages;
      return mePage(deps, <NoticePage frame={frame} title={title} lead={frame.own.messages.gone} />, 404);
    }
    return messageResponse(deps, context, rendered);
  });
}

/** `GET /me/saved` */
export function showSaved(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async ({ session, frame }) => {
    const [saved, shelf] = await Promise.all([listSaved(deps.reads, session.customerId), shelfOf(deps)]);
    return mePage(
      deps,
      <SavedPage
        frame={frame}
        formToken={ownFormToken(deps.secret, session)}
        zone={session.zone}
        saved={saved.map(({ productCode: code, savedAt }) => ({
          code,
          savedAt,
          product: productOf(shelf, code, session.locale),
        }))}
      />,
    );
  });
}

/** `POST /me/saved`: takes one away. */
export function removeOwnSaved(deps: MeDeps, context: Context): Promise<Response> {
  return withOwnForm(deps, { context, shape: { form: "one", code: "one" } }, async ({ session }, fields) => {
    await removeSaved(deps, { customerId: session.customerId, productCode: fields.one("code") });
    return seeOther("/me/saved");
  });
}

const blank: NoteDraft = { kind: "wish", text: "", isShared: false };

/** `GET /me/notes` */
export function showNotes(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, (visit) =>
    notesPage(deps, visit, { draft: blank, fault: undefined, isDone: context.req.query("done") === "1" }),
  );
}

/** `POST /me/notes`: keeps a new one, changes one, or deletes one. */
export function keepNote(deps: MeDeps, context: Context): Promise<Response> {
  const shape = { form: "one", id: "one", act: "one", kind: "one", text: "one", share: "one" } as const;
  return withOwnForm(deps, { context, shape }, async (visit, fields) => {
    const { customerId } = visit.session;
    const id = fields.one("id");
    if (fields.one("act") === "delete") {
      await deleteNote(deps, customerId, id);
      return seeOther("/me/notes?done=1");
    }
    const draft = draftFrom(fields);
    const fault = faultOf(draft);
    if (fault !== undefined) return notesPage(deps, visit, { draft, fault, isDone: false });
    if (id !== "") await changeNote(deps, customerId, { ...draft, id });
    else if (!(await addNote(deps, customerId, draft)))
      return notesPage(deps, visit, { draft, fault: "full", isDone: false });
    return seeOther("/me/notes?done=1");
  });
}

function draftFrom(fields: FormFields): NoteDraft {
  return {
    kind: fields.one("kind") === "note" ? "note" : "wish",
    text: fields.one("text"),
    isShared: fields.one("share") === "yes",
  };
}

function faultOf({ text }: NoteDraft): NoteFault | undefined {
  if (text === "") return "empty";
  return Array.from(text).length > MAX_NOTE ? "long" : undefined;
}

type Shown = { readonly draft: NoteDraft; readonly fault: NoteFault | undefined; readonly isDone: boolean };

async function notesPage(
  deps: MeDeps,
  { session, frame }: OwnVisit,
  { draft, fault, isDone }: Shown,
): Promise<Response> {
  const notes = await listNotes(deps, session.customerId, "customer");
  const page = (
    <NotesPage
      frame={frame}
      formToken={ownFormToken(deps.secret, session)}
      zone={session.zone}
      notes={notes}
      draft={draft}
      fault={fault}
      flash={isDone ? frame.own.done : undefined}
    />
  );
  return mePage(deps, page, fault === undefined ? 200 : 422);
}
