import type { Context, Hono } from "hono";
import { type FollowDeps, followLink, type LinkRequest } from "./follow-link.ts";

export type JumpstationDeps = FollowDeps & {
  /** The request's headers and where it comes from, as the runtime knows them; never what a client claims. */
  readonly readRequest: (context: Context) => Pick<LinkRequest, "header" | "address" | "asn">;
  /** A neutral page: it says the same for a token that was forged, mistyped or never given out. */
  readonly refusedPage: (isExpired: boolean) => Response | Promise<Response>;
};

/**
 * The jumpstations: /j/<token> for a person's link, /c/<token> for one that is the same for everybody. No middleware stands
 * before them; GET and HEAD get the same answer, so that a scanner sees what a reader sees.
 */
export function mountJumpstations(app: Hono, deps: JumpstationDeps): void {
  app.get("/j/:token", (context) => answer(context, deps, "click"));
  app.get("/c/:token", (context) => answer(context, deps, "campaign"));
}

async function answer(context: Context, deps: JumpstationDeps, purpose: LinkRequest["purpose"]): Promise<Response> {
  const { header, address, asn } = deps.readRequest(context);
  const followed = await followLink(deps, {
    token: context.req.param("token") ?? "",
    purpose,
    method: context.req.method,
    address,
    ...(asn === undefined ? {} : { asn }),
    header,
  });
  if (followed.kind === "refused") return deps.refusedPage(followed.isExpired);
  return new Response(null, {
    status: 302,
    headers: {
      location: followed.url,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    },
  });
}
