import { HOUR_MS, MINUTE_MS, SECOND_MS, type Clock } from "#kernel/clock.ts";
import { isSameText, keyedHash, type Secret } from "#kernel/secret.ts";
import type { Query, Store } from "#store/store.ts";

export const SESSION_LIFE_MS = HOUR_MS;
/** What can't be taken back, and what would hand her page to somebody else, asks for a code of so long ago at most. */
const FRESH_MS = 15 * MINUTE_MS;

/** Somebody who showed a fresh code, in one browser, for an hour. */
export type OwnSession = {
  /** The cookie's own text: what the tokens of forms are bound to. */
  readonly cookie: string;
  readonly customerId: number;
  readonly code: string;
  readonly firstName: string | null;
  readonly email: string | null;
  readonly locale: string;
  readonly zone: string;
  readonly isTracked: boolean;
  readonly isFresh: boolean;
};

type SessionDeps = { readonly secret: Secret; readonly publicUrl: string };

/** The prefix binds the cookie to this host and to TLS (RFC 6265bis §4.1.3.2); a machine of one's own has no TLS. */
function cookieName(publicUrl: string, name: "me" | "me-code"): string {
  return publicUrl.startsWith("https://") ? `__Host-${name}` : name;
}

/** Out of reach for scripts and for posts from other sites. */
export function setCookie(
  publicUrl: string,
  { name, value, lifeMs }: { readonly name: "me" | "me-code"; readonly value: string; readonly lifeMs: number },
): string {
  const secure = publicUrl.startsWith("https://") ? "; Secure" : "";
  return `${cookieName(publicUrl, name)}=${value}; Path=/; Max-Age=${lifeMs / SECOND_MS}; HttpOnly; SameSite=Lax${secure}`;
}

export function readCookie(headers: Headers, publicUrl: string, name: "me" | "me-code"): string | undefined {
  const start = `${cookieName(publicUrl, name)}=`;
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(start))?.slice(start.length);
  return value !== undefined && /^[\w-]{32}$/.test(value) ? value : undefined;
}

export function sessionHash(secret: Secret, token: string): string {
  return keyedHash(secret.keyFor("own-session/1"), token);
}

type SessionRow = Omit<OwnSession, "cookie" | "isTracked" | "isFresh"> & {
  readonly isTracked: number;
  readonly begunAt: number;
};

/** Whose page it is, in one look-up by primary keys. An erased customer has no session; a merged one goes on as who she is. */
export async function findOwnSession(
  deps: SessionDeps & { readonly reads: Pick<Store, "read">; readonly clock: Clock },
  headers: Headers,
): Promise<OwnSession | undefined> {
  const cookie = readCookie(headers, deps.publicUrl, "me");
  if (cookie === undefined) return undefined;
  const now = deps.clock.now();
  const [row] = await deps.reads.read<SessionRow>({
    sql: `select c.id as customerId, c.code, c.first_name as firstName, c.email, c.locale, c.zone,
        c.is_tracked as isTracked, s.begun_at as begunAt
      from own_sessions s cross join customers d on d.id = s.customer_id
      cross join customers c on c.id = coalesce(d.merged_into, d.id)
      where s.id_hash = ? and s.ends_at > ? and c.erased_at is null`,
    params: [sessionHash(deps.secret, cookie), now],
  });
  if (row === undefined) return undefined;
  const { begunAt, isTracked, ...rest } = row;
  return { ...rest, cookie, isTracked: isTracked === 1, isFresh: now - begunAt < FRESH_MS };
}

/** Ends this session, or with it every other one of hers. */
export function endSession(secret: Secret, { cookie, customerId }: OwnSession, everywhere: boolean): Query {
  return everywhere
    ? { sql: "delete from own_sessions where customer_id = ?", params: [customerId] }
    : { sql: "delete from own_sessions where id_hash = ?", params: [sessionHash(secret, cookie)] };
}

/** What each form of a session carries: a page elsewhere can't know it, so it can't send the form for her. */
export function ownFormToken(secret: Secret, { cookie }: Pick<OwnSession, "cookie">): string {
  return keyedHash(secret.keyFor("own-form/1"), cookie);
}

export function isOwnForm(secret: Secret, session: OwnSession, text: string): boolean {
  return isSameText(text, ownFormToken(secret, session));
}
