import type { Context } from "hono";
import { auditStatement } from "#access/audit.ts";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { exportStream } from "#customers/personal-data/export-customer.ts";
import { findPerson } from "#customers/personal-data/find-person.ts";
import { type PersonalSet, personalSets } from "#customers/personal-data/personal-data.ts";
import { securityHeaders } from "#web/pages/security-headers.ts";
import { endedCookies } from "./enter-routes.tsx";
import { ownFormToken, type OwnSession } from "./enter/own-session.ts";
import type { MeDeps } from "./me-deps.ts";
import { CopyPage } from "./pages/copy-page.tsx";
import { ErasedPage, ErasePage } from "./pages/erase-page.tsx";
import { NoticePage } from "./pages/notice-page.tsx";
import { copyPageStream } from "./site/copy-page-stream.tsx";
import { findOwnSettings, shownSets } from "./site/own-settings.ts";
import { withOwn, withOwnForm } from "./with-own.tsx";
import { mePage } from "./with-session.tsx";

/** `GET /me/copy` */
export function showCopy(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async ({ session, frame }) => {
    const shown = shownSets(await findOwnSettings(deps.reads));
    const hidden = personalSets.filter((set) => !shown.has(set)).length;
    return mePage(deps, <CopyPage frame={frame} formToken={ownFormToken(deps.secret, session)} hidden={hidden} />);
  });
}

type Copy = Parameters<typeof exportStream>[1] & { readonly sets: ReadonlySet<PersonalSet> };

/** What a copy holds, and that one was taken: it is on the record. */
async function beginCopy(deps: MeDeps, { customerId, code }: OwnSession): Promise<Copy | undefined> {
  const person = await findPerson(deps.reads, { id: customerId });
  if (person === undefined) return undefined;
  const now = deps.clock.now();
  await deps.store.write([
    auditStatement({
      at: now,
      actor: { kind: "customer", id: code },
      action: "export-customer",
      subject: { kind: "customer", id: code },
    }),
  ]);
  return { person, viewer: "customer", sets: shownSets(await findOwnSettings(deps.reads)), now };
}

/** `GET /me/copy/file`: NDJSON, as it is read. */
export function sendCopy(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async ({ session, frame }) => {
    const copy = await beginCopy(deps, session);
    if (copy === undefined) return mePage(deps, <NoticePage frame={frame} {...frame.words.closed} />, 404);
    return new Response(exportStream({ ...deps, store: { ...deps.store, ...deps.reads } }, copy), {
      headers: {
        "content-type": "application/x-ndjson",
        "content-disposition": 'attachment; filename="my-data.ndjson"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  });
}

/** `GET /me/copy/page`: the same to be read and printed. */
export function showWholeCopy(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async ({ session, frame }) => {
    const copy = await beginCopy(deps, session);
    if (copy === undefined) return mePage(deps, <NoticePage frame={frame} {...frame.words.closed} />, 404);
    const formToken = ownFormToken(deps.secret, session);
    const body = await copyPageStream({ ...deps, store: { ...deps.store, ...deps.reads } }, { copy, frame, formToken });
    return new Response(body, {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "x-robots-tag": "noindex",
        ...securityHeaders(deps.publicUrl.startsWith("https:")),
        "referrer-policy": "same-origin",
      },
    });
  });
}

/** `GET /me/erase`: what goes and what stays, behind a code of the last minutes. */
export function showErase(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context, isFresh: true }, async ({ session, frame }) =>
    mePage(deps, <ErasePage frame={frame} formToken={ownFormToken(deps.secret, session)} isUnsure={false} />),
  );
}

/** `POST /me/erase`: it is done when the answer comes. */
export function eraseOwn(deps: MeDeps, context: Context): Promise<Response> {
  const asked = { context, shape: { form: "one", sure: "one" } as const, isFresh: true };
  return withOwnForm(deps, asked, async ({ session, frame }, fields) => {
    if (fields.one("sure") !== "yes") {
      return mePage(deps, <ErasePage frame={frame} formToken={ownFormToken(deps.secret, session)} isUnsure />, 422);
    }
    const { code } = session;
    await eraseCustomer({ deps, actor: { kind: "customer", id: code }, code });
    const answer = await mePage(deps, <ErasedPage frame={frame} />);
    for (const cookie of endedCookies(deps)) answer.headers.append("set-cookie", cookie);
    return answer;
  });
}
