import { account, session, user, verification } from "#store/schema/access.ts";
import type { AccessDeps } from "./access-deps.ts";

export type AuthSettings = {
  readonly deps: AccessDeps;
  /** https://… as readers see it */
  readonly publicUrl: string;
};

/** The part of better-auth that is used: operators sign in with e-mail and password and hold sessions in our own tables. */
export type Auth = {
  /** Answers a request to `authPath`; gives Set-Cookie where a session begins or ends. */
  handle(request: Request): Promise<Response>;
  findSession(request: Request): Promise<FoundSession | undefined>;
  hashPassword(password: string): Promise<string>;
  isPasswordOf(hash: string, password: string): Promise<boolean>;
};

type FoundSession = {
  readonly id: string;
  readonly userId: string;
  readonly role: string;
  /** Epoch ms, on our own clock. */
  readonly usedAt: number;
};

/** Loads the library with its first call. */
export type LazyAuth = () => Promise<Auth>;

export const authPath = "/api/auth";
/** However busy: a working day. NIST SP 800-63B-3 §4.2.3 asks for a new sign-in after 12 hours at most. */
const SESSION_SECONDS = 12 * 3_600;

export const minPasswordLength = 12;
export const maxPasswordLength = 128;

/** Browsers take a `__Host-` cookie only over https, for this host alone, for its whole path (RFC 6265bis §4.1.3.2). */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith("https://") ? "__Host-jumpstation" : "jumpstation";
}

/** Loads the library on first use: a redirect or an ingest call never pays for it. */
export function createAuth(settings: AuthSettings): LazyAuth {
  let made: Promise<Auth> | undefined;
  return () => (made ??= loadAuth(settings));
}

async function loadAuth({ deps, publicUrl }: AuthSettings): Promise<Auth> {
  const [{ betterAuth }, { drizzleAdapter }] = await Promise.all([
    import("better-auth/minimal"),
    import("better-auth/adapters/drizzle"),
  ]);
  const isHttps = publicUrl.startsWith("https://");
  const auth = betterAuth({
    appName: "Jumpstation",
    baseURL: new URL(publicUrl).origin,
    basePath: authPath,
    secret: deps.secret.keyFor("sessions/1").export().toString("base64url"),
    database: drizzleAdapter(deps.store.orm, {
      provider: "sqlite",
      schema: { user, session, account, verification },
      transaction: false,
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength },
    user: { additionalFields: { role: { type: "string", required: true, input: false, defaultValue: "viewer" } } },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    // From here on `updated_at` says when a session was last used, on our own clock: find-session.ts ends idle ones by it.
    databaseHooks: {
      session: {
        create: {
          after: async ({ id }) => {
            await deps.store.write([
              { sql: "update session set updated_at = ? where id = ?", params: [deps.clock.now(), id] },
            ]);
          },
        },
      },
    },
    // Tries are counted in sign-in.ts, by address and by account, on our own clock.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: sessionCookieName(publicUrl),
          attributes: { secure: isHttps, sameSite: "lax", path: "/" },
        },
      },
      ipAddress: { disableIpTracking: true },
    },
  });
  return {
    handle: (request) => auth.handler(request),
    findSession: async (request) => {
      const found = await auth.api.getSession({ headers: cookieHeader(request) });
      if (found === null) return undefined;
      const { session: of, user: who } = found;
      return { id: of.id, userId: who.id, role: who.role, usedAt: of.updatedAt.getTime() };
    },
    hashPassword: async (password) => (await auth.$context).password.hash(password),
    isPasswordOf: async (hash, password) => (await auth.$context).password.verify({ hash, password }),
  };
}

/** The cookie alone: of a form with files the library would take the content type for that of its own call. */
function cookieHeader({ headers }: Request): Headers {
  return new Headers({ cookie: headers.get("cookie") ?? "" });
}
