import type { Context } from "hono";
import { emailIdentity } from "#customers/normalise-identity.ts";
import { readCookie, setCookie, SESSION_LIFE_MS, endSession, findOwnSession } from "./enter/own-session.ts";
import { CODE_LIFE_MS, requestCode } from "./enter/request-code.ts";
import { useCode } from "./enter/use-code.ts";
import { maskAddress } from "./mask-address.ts";
import type { MeDeps } from "./me-deps.ts";
import { CodePage, EnterPage } from "./pages/enter-page.tsx";
import { NoticePage } from "./pages/notice-page.tsx";
import { type FormFields, type FormShape, readForm } from "./read-form.ts";
import { beginSession } from "./session.ts";
import { changeAddress } from "./site/change-address.ts";
import { findSiteOwner } from "./site/site-address.ts";
import { isOwnOrigin, ownFrame, strangerFrame, withOwnForm } from "./with-own.tsx";
import { mePage } from "./with-session.tsx";

/** `GET /me/enter` */
export async function showEnter(deps: MeDeps, context: Context): Promise<Response> {
  const frame = await strangerFrame(deps, context);
  const asked = { isFresh: context.req.query("fresh") === "1", hasLeft: context.req.query("left") === "1" };
  return mePage(deps, <EnterPage frame={frame} address="" isFaulty={false} {...asked} />);
}

/** `POST /me/enter`: whoever's address it is or is not, a code is said to be on its way. */
export async function askForCode(deps: MeDeps, context: Context): Promise<Response> {
  const form = await readStrangerForm(deps, context, { address: "one" });
  if (form instanceof Response) return form;
  const text = form.one("address");
  const identity = emailIdentity(deps.secret, text);
  if (identity === undefined) {
    const frame = await strangerFrame(deps, context);
    return mePage(
      deps,
      <EnterPage frame={frame} address={text.slice(0, 254)} isFaulty isFresh={false} hasLeft={false} />,
      422,
    );
  }
  return sendCode(deps, context, identity.hash);
}

/** `GET /me/at/<key>`: her own site's address. It opens the door and nothing behind it. */
export async function showSite(deps: MeDeps, context: Context): Promise<Response> {
  const owner = await findSiteOwner(deps, context.req.param("key") ?? "");
  if (owner?.email == null) return showEnter(deps, context);
  const frame = await ownFrame(deps, owner.locale);
  const known = { action: new URL(context.req.url).pathname, address: maskAddress(owner.email) };
  return mePage(
    deps,
    <EnterPage frame={frame} known={known} address="" isFaulty={false} isFresh={false} hasLeft={false} />,
  );
}

/** `POST /me/at/<key>` */
export async function askForCodeAtSite(deps: MeDeps, context: Context): Promise<Response> {
  const form = await readStrangerForm(deps, context, {});
  if (form instanceof Response) return form;
  const owner = await findSiteOwner(deps, context.req.param("key") ?? "");
  return owner?.addressHash == null ? redirect("/me/enter") : sendCode(deps, context, owner.addressHash);
}

async function sendCode(deps: MeDeps, context: Context, addressHash: string): Promise<Response> {
  const origin = deps.readRequest(context).address;
  const token = await requestCode(deps, { kind: "enter", addressHash, origin });
  deps.wake();
  return redirect("/me/code", [setCookie(deps.publicUrl, { name: "me-code", value: token, lifeMs: 2 * CODE_LIFE_MS })]);
}

/** `GET /me/code` */
export async function showCode(deps: MeDeps, context: Context): Promise<Response> {
  return mePage(deps, <CodePage frame={await strangerFrame(deps, context)} isWrong={false} />);
}

/** `POST /me/code`: the cookie says which request, the code whose page. */
export async function enterByCode(deps: MeDeps, context: Context): Promise<Response> {
  const form = await readStrangerForm(deps, context, { code: "one" });
  if (form instanceof Response) return form;
  const token = readCookie(context.req.raw.headers, deps.publicUrl, "me-code");
  const used = token === undefined ? undefined : await useCode(deps, { token, code: form.one("code").slice(0, 40) });
  if (used === undefined) return mePage(deps, <CodePage frame={await strangerFrame(deps, context)} isWrong />, 422);
  const spent = setCookie(deps.publicUrl, { name: "me-code", value: "", lifeMs: 0 });
  if (used.kind === "address") return confirmAddress(deps, context, { ...used, spent });
  return redirect("/me", [
    setCookie(deps.publicUrl, { name: "me", value: used.sessionToken, lifeMs: SESSION_LIFE_MS }),
    // Her preferences are a part of her site: who may see everything may see them. No message's link was used.
    beginSession(deps, { customerId: used.customerId, messageNumber: 0 }),
    spent,
  ]);
}

/** The new address counts for who is in and asked for it; in another browser the code is nothing. */
async function confirmAddress(
  deps: MeDeps,
  context: Context,
  { customerId, address, spent }: { readonly customerId: number; readonly address: string; readonly spent: string },
): Promise<Response> {
  const session = await findOwnSession(deps, context.req.raw.headers);
  if (session?.customerId !== customerId) return redirect("/me/enter", [spent]);
  await changeAddress(deps, { customerId, code: session.code, address });
  deps.wake();
  return redirect("/me/correct?address=1", [spent]);
}

/** `POST /me/leave`: out of this browser, or out of every one. */
export function leaveOwn(deps: MeDeps, context: Context): Promise<Response> {
  return withOwnForm(deps, { context, shape: { form: "one", everywhere: "one" } }, async ({ session }, fields) => {
    await deps.store.write([endSession(deps.secret, session, fields.one("everywhere") === "yes")]);
    return redirect("/me/enter?left=1", endedCookies(deps));
  });
}

/** Takes both sessions out of the browser. */
export function endedCookies(deps: MeDeps): readonly string[] {
  const preferences = beginSession(deps, { customerId: 0, messageNumber: 0 });
  const name = preferences.slice(0, preferences.indexOf("="));
  return [
    setCookie(deps.publicUrl, { name: "me", value: "", lifeMs: 0 }),
    `${name}=; Path=/preferences; Max-Age=0; HttpOnly; SameSite=Lax${deps.publicUrl.startsWith("https://") ? "; Secure" : ""}`,
  ];
}

/** A form of somebody who is not in: nothing can be done in her name with it, but no other site shall send it either. */
async function readStrangerForm(deps: MeDeps, context: Context, shape: FormShape): Promise<FormFields | Response> {
  const isOurs = isOwnOrigin(deps, context);
  const fields = isOurs ? await readForm(context.req.raw, { timer: deps.timer, shape }) : undefined;
  if (fields?.ok === true) return fields.value;
  const frame = await strangerFrame(deps, context);
  return mePage(deps, <NoticePage frame={frame} {...frame.words.resend} />, isOurs ? 400 : 403);
}

export function redirect(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
