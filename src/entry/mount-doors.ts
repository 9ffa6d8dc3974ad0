import type { Hono } from "hono";
import { cors } from "hono/cors";
import { authorize, type AuthorizeDeps } from "#access/authorize.ts";
import type { LazyAuth } from "#access/create-auth.ts";
import { failureLimit } from "#access/failure-limit.ts";
import { findSession } from "#access/find-session.ts";
import { mountProductPages } from "#catalogue/pages/mount-product-pages.tsx";
import { mountSnippet } from "#catalogue/snippet/mount-snippet.ts";
import type { FollowDeps } from "#clicks/follow-link.ts";
import { refusedLinkPage } from "#clicks/refused-link-page.tsx";
import { mountJumpstations } from "#clicks/routes.ts";
import { mountConsole } from "#console/mount-console.ts";
import { liftWriteKey } from "#customers/ingest/lift-write-key.ts";
import { ingestPaths } from "#customers/ingest-operations.ts";
import { problem } from "#kernel/problem.ts";
import { mountMe } from "#me/mount-me.ts";
import { explainProduct } from "#messages/newsletters/explain-product.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { mountReference } from "#web/pages/mount-reference.tsx";
import type { Brand } from "#web/pages/public-shell.tsx";
import { mountOperations } from "#web/mount-operations.ts";
import { openApiDocument } from "#web/openapi.ts";
import { brandPalette } from "#templates/brand-palette.ts";
import type { Operation } from "#web/operation.ts";
import { problemResponse } from "#web/respond.ts";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";
import { health } from "./health.ts";
import { visitorRecogniser } from "./recognise-visitor.ts";
import { behaviourRecorder } from "./record-behaviour.ts";

const VERSION = "0.1.0";

type Doors = {
  readonly parts: StationParts;
  readonly ring: Ring;
  readonly follow: FollowDeps;
  readonly operations: readonly Operation[];
  readonly auth: LazyAuth;
};

/** Puts everything on its address. Jumpstations come first: nothing stands before them. */
export function mountDoors(app: Hono, doors: Doors): Gate {
  const { parts, ring, follow } = doors;
  const brand = brandOf(ring, parts.homeUrl);
  mountJumpstations(app, {
    ...follow,
    readRequest: parts.readRequest,
    refusedPage: async (isExpired, language) => refusedLinkPage({ isExpired, language, brand: await brand() }),
  });
  const gate = authorizeDeps(app, doors);
  mountApi(app, doors, gate);
  mountPages(app, doors, { brand, gate });
  app.get("/health", () => health(parts));
  app.notFound(() => problemResponse(problem("not_found")));
  app.onError((cause) => {
    // The cause's words may hold what a customer sent: only its name is told.
    parts.log("unhandled", { name: cause.name });
    return problemResponse(problem("internal"));
  });
  return gate;
}

/** The pages stand from the first start on: until the vendor has said who speaks, they are the house's own. */
function brandOf({ sender }: Ring, homeUrl: string): () => Promise<Brand> {
  return async () => {
    const found = await sender();
    if (found === undefined) return { name: "Jumpstation", colour: brandPalette("").accent, homeUrl };
    const { vendor } = found;
    return { name: vendor.name, colour: vendor.palette.accent, homeUrl: vendor.websiteUrl };
  };
}

const WRONG_TRIES_PER_MINUTE = 10;

/** Who may come in. */
export type Gate = AuthorizeDeps & { readonly auth: LazyAuth };

/** Where a request comes from is known to the runtime's context alone; it is kept beside the request while that lives. */
function authorizeDeps(app: Hono, { parts, auth }: Doors): Gate {
  const addresses = new WeakMap<Request, string>();
  app.use(async (context, next) => {
    addresses.set(context.req.raw, parts.readRequest(context).address);
    await next();
  });
  const { publicUrl } = parts;
  return {
    ...parts,
    auth,
    failures: failureLimit(parts.clock, WRONG_TRIES_PER_MINUTE),
    addressOf: (request) => addresses.get(request) ?? "",
    findSession: (request) => findSession({ ...parts, auth, publicUrl }, request),
  };
}

function mountApi(app: Hono, { parts, operations }: Doors, gate: Gate): void {
  const liftKey = liftWriteKey(parts.timer);
  // The website snippet speaks from the vendor's own pages. Write keys are public and no cookie is read here.
  const anySite = cors({
    origin: "*",
    allowMethods: ["POST"],
    allowHeaders: ["authorization", "content-type"],
    maxAge: 86_400,
  });
  for (const path of ingestPaths) app.use(path, anySite, liftKey);
  mountOperations(app, {
    operations,
    authorize: (request, scope) => authorize(gate, request, scope),
    timer: parts.timer,
  });
}

type PageDoors = { readonly brand: () => Promise<Brand>; readonly gate: Gate };

function mountPages(app: Hono, { parts, ring, operations }: Doors, { brand, gate }: PageDoors): void {
  const { customers, templates, tokens, catalogue, shelf, preview } = ring;
  const { timer, publicUrl, journal, readRequest, secret, clock, ids, store, mailbox } = parts;
  mountAssets(app);
  mountSnippet(app);
  mountReference(app, { document: openApiDocument(operations, VERSION), origin: publicUrl, brand });
  mountProductPages(app, {
    catalogue,
    brand,
    recordBehaviour: behaviourRecorder(customers),
    recogniseVisitor: visitorRecogniser(customers, tokens),
    onFault: () => parts.log("behaviour_lost", {}),
    secret,
    clock,
    ids,
    timer,
    isHttps: publicUrl.startsWith("https:"),
  });
  mountMe(app, { ...customers, timer, tokens, publicUrl, journal, readRequest, brand, templates });
  mountConsole(app, {
    ...customers,
    timer,
    publicUrl,
    templates,
    mailbox,
    vendorName: async () => (await brand()).name,
    findSession: (request) => gate.findSession(request),
    signIn: gate,
    explain: explainProduct({ store, clock, shelf }),
    preview,
  });
}
