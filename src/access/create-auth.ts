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
  findSession(request: Request): Promise<{ readonly userId: string; readonly role: string } | undefined>;
  hashPassword(password: string): Promise<string>;
};

/** Loads the library with its first call. */
export type LazyAuth = () => Promise<Auth>;

export const authPath = "/api/auth";
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
      const found = await auth.api.getSession({ headers: request.headers });
      return found === null ? undefined : { userId: found.user.id, role: found.user.role };
    },
    hashPassword: async (password) => (await auth.$context).password.hash(password),
  };
}
