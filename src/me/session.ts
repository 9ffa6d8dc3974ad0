import { HOUR_MS, SECOND_MS } from "#kernel/clock.ts";
import { isSameText, keyedHash } from "#kernel/secret.ts";
import type { MeDeps } from "./me-deps.ts";

/** Who may change preferences for a while. It opens this page and nothing else of hers. */
export type PreferencesSession = {
  readonly customerId: number;
  /** The message whose link was used: the proof that stands in consent records. */
  readonly messageNumber: number;
  /** The cookie's own text: what the form's token is bound to. */
  readonly cookie: string;
};

type SessionDeps = Pick<MeDeps, "clock" | "ids" | "secret" | "publicUrl">;

const LIFE_MS = 2 * HOUR_MS;
export const preferencesPath = "/preferences";

/** `__Host-` would ask for the path "/"; this cookie goes to its own pages only. */
function cookieNameFor(publicUrl: string): string {
  return publicUrl.startsWith("https://") ? "__Secure-preferences" : "preferences";
}

/** The Set-Cookie line that begins a session: signed, for two hours, out of reach for scripts and other sites' posts. */
export function beginSession(
  deps: SessionDeps,
  { customerId, messageNumber }: Omit<PreferencesSession, "cookie">,
): string {
  const until = deps.clock.now() + LIFE_MS;
  const claims = `${customerId}.${messageNumber}.${until}.${deps.ids.next("s")}`;
  const secure = deps.publicUrl.startsWith("https://") ? "; Secure" : "";
  const age = LIFE_MS / SECOND_MS;
  return `${cookieNameFor(deps.publicUrl)}=${claims}.${signatureOf(deps, claims)}; Path=${preferencesPath}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}

/** undefined where there is no session, or it was altered, or its two hours are over. */
export function readSession(deps: SessionDeps, request: Request): PreferencesSession | undefined {
  const name = `${cookieNameFor(deps.publicUrl)}=`;
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const cookie = pairs.find((pair) => pair.startsWith(name))?.slice(name.length) ?? "";
  const cut = cookie.lastIndexOf(".");
  const claims = cookie.slice(0, Math.max(cut, 0));
  if (cut < 0 || !isSameText(cookie.slice(cut + 1), signatureOf(deps, claims))) return undefined;
  const [customerId = 0, messageNumber = 0, until = 0] = claims.split(".").map(Number);
  return deps.clock.now() < until ? { customerId, messageNumber, cookie } : undefined;
}

/** What each form of a session carries: a page elsewhere can't know it, so it can't send the form for her. */
export function formTokenOf(deps: SessionDeps, session: PreferencesSession): string {
  return keyedHash(deps.secret.keyFor("preferences-form/1"), session.cookie);
}

export function isFormToken(deps: SessionDeps, session: PreferencesSession, text: string): boolean {
  return isSameText(text, formTokenOf(deps, session));
}

function signatureOf({ secret }: SessionDeps, claims: string): string {
  return keyedHash(secret.keyFor("preferences-session/1"), claims);
}
