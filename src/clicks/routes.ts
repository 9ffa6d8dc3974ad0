import type { Context, Hono } from "hono";
import { problem } from "#kernel/problem.ts";
import type { Brand } from "#web/pages/public-shell.tsx";
import { problemResponse } from "#web/respond.ts";
import { type FollowDeps, followLink, type LinkRequest } from "./follow-link.ts";
import { readerLanguage, refusedLinkPage } from "./refused-link-page.tsx";

/** What the runtime knows of a request, without a header object being built for it. */
export type RequestSource = Pick<LinkRequest, "header" | "address" | "asn">;

export type JumpstationDeps = FollowDeps & {
  readonly readRequest: (context: Context) => RequestSource;
  /**
   * Asked once more at the redirect: a host that was taken off the vendor's list after the mail left is not redirected to
   * (`isAllowedDestination`).
   */
  readonly mayLeadTo: (url: string) => boolean;
  readonly brand: () => Promise<Brand>;
};

const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
} as const;

/**
 * `/j/<token>` leads one reader to one destination, `/c/<token>` every reader to the same one. Nothing stands before them:
 * no middleware, no cookie, no query that is read.
 */
export function mountJumpstations(app: Hono, deps: JumpstationDeps): void {
  for (const [path, purpose] of [
    ["/j/:token", "click"],
    ["/c/:token", "campaign"],
  ] as const) {
    app.get(path, (context) => follow(deps, context, purpose));
    app.all(path, methodRefused);
  }
}

async function follow(deps: JumpstationDeps, context: Context, purpose: LinkRequest["purpose"]): Promise<Response> {
  const source = deps.readRequest(context);
  const token = trimmedToken(context.req.param("token") ?? "");
  const answer = await followLink(deps, { ...source, purpose, token, method: context.req.method });
  if (answer.kind === "redirect" && (answer.url === deps.homeUrl || deps.mayLeadTo(answer.url))) {
    return new Response(null, { status: 302, headers: { ...HEADERS, location: answer.url } });
  }
  if (answer.kind === "redirect") deps.count("refused");
  return refusedLinkPage({
    isExpired: answer.kind === "redirect" || answer.isExpired,
    brand: await deps.brand(),
    language: readerLanguage(source.header("accept-language")),
  });
}

const TOKEN_LENGTH = 35;
const GLUED = new Set(".,)>];\"'!");
const MOST_GLUED = 3;

/**
 * Mail programs that make links out of text take the punctuation after them along: up to three such characters are taken off
 * again. Everything else of another length stays as it is, and is refused by its length before anything is decoded.
 */
export function trimmedToken(text: string): string {
  if (text.length <= TOKEN_LENGTH || text.length > TOKEN_LENGTH + MOST_GLUED) return text;
  for (const character of text.slice(TOKEN_LENGTH)) if (!GLUED.has(character)) return text;
  return text.slice(0, TOKEN_LENGTH);
}

/** RFC 9110 §15.5.6: a refusal of the method says which ones there are. */
function methodRefused(): Response {
  const refused = problemResponse(problem("method_not_allowed"));
  refused.headers.set("allow", "GET, HEAD");
  return refused;
}
