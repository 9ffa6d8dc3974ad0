import type { Context, Hono } from "hono";
import type { AuditActor } from "#access/audit.ts";
import { hasSessionCookie } from "#access/find-session.ts";
import { isSameOrigin } from "#access/same-origin.ts";
import { type Scope, scopesOfRole } from "#access/scopes.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { type PageElement, pageResponse } from "#web/pages/page-response.ts";
import { PageHeader } from "#web/pages/page-header.tsx";
import { securityHeaders } from "#web/pages/security-headers.ts";
import { Shell } from "#web/pages/shell.tsx";
import type { ConsoleDeps } from "./console-deps.ts";
import { navFor } from "./console-nav.ts";
import { hrefOf } from "./list-search.ts";

/** One request of a signed-in operator, with everything that a page needs. */
export type Scene = {
  readonly deps: ConsoleDeps;
  readonly context: Context;
  readonly actor: AuditActor & { readonly kind: "operator"; readonly scopes: readonly Scope[] };
  readonly role: string;
  readonly now: number;
};

/** A page of the console. The scope is said for each, as for each operation of the API. */
export type ConsolePage = {
  readonly method: "get" | "post";
  readonly path: string;
  readonly scope: Scope;
  readonly handle: (scene: Scene) => Promise<Response>;
};

/** A page about whoever is signed in, and about nobody else: her session is enough, whatever her role. */
export type OwnPage = Omit<ConsolePage, "scope">;

export const signInPath = "/console/sign-in";
export const ownPasswordPath = "/console/password";

/** Puts pages on their routes: nobody without a session and the scope gets as far as `handle`. */
export function mountPages(app: Hono, deps: ConsoleDeps, pages: ReadonlyArray<ConsolePage | OwnPage>): void {
  for (const page of pages) app.on(page.method.toUpperCase(), page.path, (context) => admit(deps, context, page));
}

async function admit(deps: ConsoleDeps, context: Context, page: ConsolePage | OwnPage): Promise<Response> {
  const session = await deps.findSession(context.req.raw);
  if (session === undefined) return toSignIn(deps, context);
  const scopes = scopesOfRole(session.role);
  const actor = { kind: "operator", id: session.operatorId, scopes } as const;
  const scene: Scene = { deps, context, actor, role: session.role, now: deps.clock.now() };
  if (!isSameOrigin(context.req.raw, deps.publicUrl)) return notice(scene, 403, "This form came from another site");
  if ("scope" in page && !scopes.includes(page.scope)) {
    // Signing in leads to the overview: whoever may not see it begins with the first thing that she may.
    const [first] = navFor(scopes, deps.mailbox !== undefined).flatMap(({ items }) => items);
    if (page.path === "/console" && first !== undefined) return seeOther(first.href);
    return notice(scene, 403, `Your role (${session.role}) may not open this page`);
  }
  return page.handle(scene);
}

/** Signing in leads back to the page that was asked for; whoever was signed in is told that this is over. */
function toSignIn(deps: ConsoleDeps, { req }: Context): Response {
  const { pathname, search } = new URL(req.url);
  const next = req.method === "GET" ? `${pathname}${search}` : undefined;
  const ended = hasSessionCookie(req.raw, deps.publicUrl) ? "1" : undefined;
  return seeOther(hrefOf(signInPath, { next, ended }));
}

export type SceneFrame = {
  readonly title: string;
  /** `href` of the navigation item that the page belongs to. */
  readonly current?: string;
  readonly status?: number;
  /** true where the page shows a message in a frame of its own. */
  readonly hasFrame?: boolean;
  /** true where a script of ours helps; the page is whole without it. */
  readonly hasScript?: boolean;
};

/** A page in the console's shell. */
export async function scenePage(
  { deps, actor, role }: Scene,
  { title, current, status = 200, hasFrame = false, hasScript = false }: SceneFrame,
  content: PageElement,
): Promise<Response> {
  const isHttps = deps.publicUrl.startsWith("https:");
  const policy = securityHeaders(isHttps)["content-security-policy"] ?? "";
  const allowed = [
    ...(hasFrame ? ["frame-src 'self'"] : []),
    ...(hasScript ? ["script-src 'self'", "connect-src 'self'"] : []),
  ];
  const page = (
    <Shell
      title={title}
      vendorName={await deps.vendorName()}
      nav={navFor(actor.scopes, deps.mailbox !== undefined)}
      current={current}
      actions={
        <form method="post" action="/console/sign-out" class="row account">
          <span>{role}</span>
          <ButtonLink look="quiet" isSmall href={ownPasswordPath}>
            My password
          </ButtonLink>
          <Button look="quiet" isSmall>
            Sign out
          </Button>
        </form>
      }
    >
      {content}
    </Shell>
  );
  return pageResponse(page, {
    status,
    isHttps,
    headers: { "content-security-policy": [policy, ...allowed].join("; ") },
  });
}

/** A page that only says what is wrong. */
export function notice(scene: Scene, status: 400 | 403 | 404 | 409 | 429, title: string): Promise<Response> {
  return scenePage(
    scene,
    { title, status },
    <>
      <PageHeader title={title} />
      <EmptyState title="Nothing was changed">The navigation leads on.</EmptyState>
    </>,
  );
}

export function notFound(scene: Scene): Promise<Response> {
  return notice(scene, 404, "There is no such thing here");
}

/** Leads on, with the cookies of a session that begins or ends. */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
