import { readerLanguage } from "#web/pages/reader-language.ts";
import type { Context, Hono } from "hono";
import { problem } from "#kernel/problem.ts";
import { problemResponse } from "#web/respond.ts";
import { type FollowDeps, followLink, keepRefused, type LinkRequest } from "./follow-link.ts";

/** Headers and origin of a request as the runtime knows them; never what a client claims to be. */
export type RequestSource = Pick<LinkRequest, "header" | "address" | "asn">;

export type JumpstationDeps = FollowDeps & {
  readonly readRequest: (context: Context) => RequestSource;
  /** The same for a token that was forged, mistyped or never given out: `refusedLinkPage`. */
  readonly refusedPage: (isExpired: boolean, language: string) => Response | Promise<Response>;
};

/**
 * `/j/<token>` leads one reader to one destination, `/c/<token>` every reader to the same one. Nothing stands before them:
 * no middleware, no cookie, no query that is read. GET and HEAD get the same answer, so that a scanner sees what a reader sees.
 */
export function mountJumpstations(app: Hono, deps: JumpstationDeps): void {
  app.get("/j/:token", (context) => follow(deps, context, "click"));
  app.get("/c/:token", (context) => follow(deps, context, "campaign"));
  app.all("/j/:token", (context) => refuse(deps, context, "click"));
  app.all("/c/:token", (context) => refuse(deps, context, "campaign"));
}

async function follow(deps: JumpstationDeps, context: Context, purpose: LinkRequest["purpose"]): Promise<Response> {
  const request = requestOf(deps, context, purpose);
  const followed = await followLink(deps, request);
  if (followed.kind === "refused") {
    return deps.refusedPage(followed.isExpired, readerLanguage(request.header("accept-language")));
  }
  return new Response(null, { status: 302, headers: { location: followed.url, ...jumpstationHeaders } });
}

async function refuse(deps: JumpstationDeps, context: Context, purpose: LinkRequest["purpose"]): Promise<Response> {
  await keepRefused(deps, requestOf(deps, context, purpose));
  return methodRefused("GET, HEAD");
}

function requestOf(deps: JumpstationDeps, context: Context, purpose: LinkRequest["purpose"]): LinkRequest {
  const token = trimmedToken(context.req.param("token") ?? "");
  return { ...deps.readRequest(context), purpose, token, method: context.req.method.slice(0, MAX_METHOD) };
}

/** Longer than any method that is registered; what a client makes up is kept with its click. */
const MAX_METHOD = 16;

/** Never kept, never passed on as a referrer, never indexed. */
export const jumpstationHeaders = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
} as const;

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
export function methodRefused(allowed: string): Response {
  const refused = problemResponse(problem("method_not_allowed"));
  refused.headers.set("allow", allowed);
  return refused;
}
