import type { Context, Hono } from "hono";
import type { AuditActor } from "#access/audit.ts";
import { isSameOrigin } from "#access/same-origin.ts";
import { type Scope, scopesOfRole } from "#access/scopes.ts";
import { Button } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { type PageElement, pageResponse } from "#web/pages/page-response.ts";
import { PageHeader } from "#web/pages/page-header.tsx";
import { securityHeaders } from "#web/pages/security-headers.ts";
import { Shell } from "#web/pages/shell.tsx";
import type { ConsoleDeps } from "./console-deps.ts";
import { navFor } from "./console-nav.ts";

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

export const signInPath = "/console/sign-in";

/** Puts pages on their routes: nobody without a session and the scope gets as far as `handle`. */
export function mountPages(app: Hono, deps: ConsoleDeps, pages: readonly ConsolePage[]): void {
  for (const page of pages) app.on(page.method.toUpperCase(), page.path, (context) => admit(deps, context, page));
}

async function admit(deps: ConsoleDeps, context: Context, page: ConsolePage): Promise<Response> {
  const session = await deps.findSession(context.req.raw);
  if (session === undefined) {
    const { pathname, search } = new URL(context.req.url);
    const next = page.method === "get" ? `?next=${encodeURIComponent(`${pathname}${search}`)}` : "";
    return seeOther(`${signInPath}${next}`);
  }
  const scopes = scopesOfRole(session.role);
  const actor = { kind: "operator", id: session.operatorId, scopes } as const;
  const scene: Scene = { deps, context, actor, role: session.role, now: deps.clock.now() };
  if (!isSameOrigin(context.req.raw, deps.publicUrl)) return notice(scene, 403, "This form came from another site");
  if (!scopes.includes(page.scope)) return notice(scene, 403, `Your role (${session.role}) may not open this page`);
  return page.handle(scene);
}

export type SceneFrame = {
  readonly title: string;
  /** `href` of the navigation item that the page belongs to. */
  readonly current?: string;
  readonly status?: number;
  /** true where the page shows a message in a frame of its own. */
  readonly hasFrame?: boolean;
};

/** A page in the console's shell. */
export async function scenePage(
  { deps, actor, role }: Scene,
  { title, current, status = 200, hasFrame = false }: SceneFrame,
  content: PageElement,
): Promise<Response> {
  const isHttps = deps.publicUrl.startsWith("https:");
  const policy = securityHeaders(isHttps)["content-security-policy"] ?? "";
  const page = (
    <Shell
      title={title}
      vendorName={await deps.vendorName()}
      nav={navFor(actor.scopes, deps.mailbox !== undefined)}
      current={current}
      actions={
        <form method="post" action="/console/sign-out" class="row">
          <span>{role}</span>
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
    headers: hasFrame ? { "content-security-policy": `${policy}; frame-src 'self'` } : {},
  });
}

/** A page that only says what is wrong. */
export function notice(scene: Scene, status: 400 | 403 | 404 | 409, title: string): Promise<Response> {
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

export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
