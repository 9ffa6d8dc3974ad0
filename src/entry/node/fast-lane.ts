import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type FollowDeps, followLink, type LinkRequest } from "#clicks/follow-link.ts";
import { jumpstationHeaders } from "#clicks/routes.ts";

export type FastLaneDeps = FollowDeps & {
  readonly readIncoming: (incoming: IncomingMessage) => Pick<LinkRequest, "header" | "address">;
  /** How long a redirect took. */
  readonly onRedirected: (ms: number) => void;
};

/** "/j/" or "/c/" and a token of 35 characters, and nothing more: every other spelling goes the long way. */
const PATH_LENGTH = 3 + 35;

/**
 * The jumpstation without the router: a GET of a plain link is answered on Node's own request and response, which halves its
 * cost. What is refused, or in any way unusual, is answered by the app, so that there is one answer to each request.
 */
export function fastLane(deps: FastLaneDeps, app: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    const purpose = purposeOf(incoming);
    if (purpose === undefined) app(incoming, outgoing);
    else void answer(deps, purpose, { incoming, outgoing, app });
  };
}

type Exchange = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly app: RequestListener;
};

async function answer(deps: FastLaneDeps, purpose: LinkRequest["purpose"], exchange: Exchange): Promise<void> {
  const { incoming, outgoing, app } = exchange;
  const startedAt = performance.now();
  const { header, address } = deps.readIncoming(incoming);
  const token = (incoming.url ?? "").slice(3);
  try {
    const followed = await followLink(deps, { token, purpose, method: "GET", header, address });
    if (followed.kind !== "redirect") return app(incoming, outgoing);
    redirect(outgoing, followed.url);
    deps.onRedirected(performance.now() - startedAt);
  } catch {
    app(incoming, outgoing);
  }
}

function purposeOf({ method, url = "" }: IncomingMessage): LinkRequest["purpose"] | undefined {
  if (method !== "GET" || url.length !== PATH_LENGTH) return undefined;
  if (url.startsWith("/j/")) return "click";
  return url.startsWith("/c/") ? "campaign" : undefined;
}

function redirect(outgoing: ServerResponse, location: string): void {
  outgoing.writeHead(302, { location, ...jumpstationHeaders, "content-length": "0" });
  outgoing.end();
}
