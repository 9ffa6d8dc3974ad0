import type { Hono } from "hono";
import { cors } from "hono/cors";
import { authorize, type AuthorizeDeps } from "#access/authorize.ts";
import type { LazyAuth } from "#access/create-auth.ts";
import { failureLimit } from "#access/failure-limit.ts";
import { findSession } from "#access/find-session.ts";
import { mountImages } from "#catalogue/images/mount-images.ts";
import { mountProductPages } from "#catalogue/pages/mount-product-pages.tsx";
import { mountSnippet } from "#catalogue/snippet/mount-snippet.ts";
import type { FollowDeps } from "#clicks/follow-link.ts";
import { refusedLinkPage } from "#clicks/refused-link-page.tsx";
import { mountJumpstations } from "#clicks/routes.ts";
import type { ConsoleDeps } from "#console/console-deps.ts";
import { mountConsole } from "#console/mount-console.ts";
import { mountForms } from "#customers/forms/pages/mount-forms.ts";
import { liftWriteKey } from "#customers/ingest/lift-write-key.ts";
import { ingestPaths } from "#customers/ingest-operations.ts";
import { problem } from "#kernel/problem.ts";
import { saveProduct } from "#me/site/saved-products.ts";
import { mountMe } from "#me/mount-me.ts";
import { replayChoice } from "#messages/content/replay-choice.ts";
import { explainProduct } from "#messages/newsletters/explain-product.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { asksForPage, missingPage } from "#web/pages/missing-page.tsx";
import { readerLanguage } from "#web/pages/reader-language.ts";
import { mountReference } from "#web/pages/mount-reference.tsx";
import type { Brand } from "#web/pages/public-shell.tsx";
import { mountOperations } from "#web/mount-operations.ts";
import { openApiDocument } from "#web/openapi.ts";
import { brandPalette } from "#templates/brand-palette.ts";
import type { Operation } from "#web/operation.ts";
import { problemResponse } from "#web/respond.ts";
import { replayDepsOf } from "./queues/replay-deps-of.ts";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";
import { codeWaker, enterDepsOf } from "./own-turn.ts";
import { personalData } from "./personal-data.ts";
import { feedsOf } from "./feeds-of.ts";
import { importDepsOf } from "./import-deps-of.ts";
import { canConfirm, formsOf } from "./forms-of.ts";
import { health } from "./health.ts";
import { countRequests } from "./metrics/count-requests.ts";
import { databaseGauges } from "./metrics/database-gauges.ts";
import { mountCallbacks } from "./mount-callbacks.ts";
import { mountMetrics } from "./metrics/mount-metrics.ts";
import { createRegistry } from "./metrics/registry.ts";
import { callDeskOf } from "./call-desk-of.ts";
import { phonesOf } from "./phones-of.ts";
import { voiceCallsOf } from "./voice-of.ts";
import { pushOfferOf } from "./push-of.ts";
import { outboundOf } from "./outbound-of.ts";
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
  if (parts.onAnswered !== undefined) app.use(countRequests(() => performance.now(), parts.onAnswered));
  const gate = authorizeDeps(app, doors);
  mountCallbacks(app, doors);
  mountApi(app, doors, gate);
  mountPages(app, doors, { brand, gate });
  app.get("/health", () => health(parts));
  const gauges = databaseGauges(parts);
  const { metricsText = (families) => createRegistry().text(families) } = parts;
  mountMetrics(app, {
    authorize: (request, scope) => authorize(gate, request, scope),
    addressOf: (context) => parts.readRequest(context).address,
    text: async () => metricsText(await gauges()),
  });
  app.notFound(async ({ req }) => {
    if (!asksForPage({ path: req.path, accept: req.header("accept") })) return problemResponse(problem("not_found"));
    const language = readerLanguage(req.header("accept-language"));
    return missingPage({ brand: await brand(), language, isHttps: parts.publicUrl.startsWith("https:") });
  });
  app.onError((cause) => {
    if (cause.name === "StoreFull") return problemResponse(problem("unavailable", "Nothing can be written just now."));
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

function mountPages(app: Hono, doors: Doors, pages: PageDoors): void {
  const { parts, ring, operations } = doors;
  const { brand } = pages;
  const { customers, templates, tokens, catalogue, shelf } = ring;
  const { timer, publicUrl, journal, readRequest, secret, clock, ids, store } = parts;
  mountAssets(app);
  mountSnippet(app);
  mountImages(app, feedsOf(parts));
  mountReference(app, { document: openApiDocument(operations, VERSION), origin: publicUrl, brand });
  mountForms(app, formsOf(parts, ring, brand));
  mountProductPages(app, {
    catalogue,
    brand,
    recordBehaviour: behaviourRecorder(customers),
    recogniseVisitor: visitorRecogniser(customers, tokens),
    saveProduct: ({ customerId }, productCode) =>
      saveProduct(customers, { customerId, productCode, source: "product-page" }),
    onFault: () => parts.log("behaviour_lost", {}),
    secret,
    clock,
    ids,
    timer,
    isHttps: publicUrl.startsWith("https:"),
  });
  mountMe(app, {
    ...customers,
    ...enterDepsOf(parts, ring),
    timer,
    tokens,
    journal,
    readRequest,
    brand,
    templates,
    reads: parts.lookUps ?? store,
    shelf,
    personalData,
    wake: codeWaker(parts, ring),
    push: pushOfferOf(secret, parts.push),
  });
  mountOperatorPages(app, doors, pages);
}

function mountOperatorPages(app: Hono, { parts, ring }: Doors, { brand, gate }: PageDoors): void {
  const { customers, templates, shelf, preview, previewLetter } = ring;
  const { timer, publicUrl, clock, store, mailbox } = parts;
  mountConsole(app, {
    ...customers,
    timer,
    publicUrl,
    templates,
    mailbox,
    phones: phonesOf(ring, parts.sms),
    voice: voiceDesk(parts, ring),
    letters: parts.print?.letterbox,
    devices: parts.push !== undefined && "devices" in parts.push ? parts.push.devices : undefined,
    vendorName: async () => (await brand()).name,
    findSession: (request) => gate.findSession(request),
    signIn: gate,
    feeds: feedsOf(parts),
    imports: importDepsOf(customers, parts),
    forms: { ...formsOf(parts, ring, brand), canConfirm: canConfirm(parts) },
    explain: explainProduct({ store, clock, shelf }),
    preview,
    previewLetter,
    replay: replayChoice({ store, shelf }),
    outbound: outboundOf(parts),
    deadLetters: replayDepsOf(parts),
    sending: ring.messages,
  });
}

function voiceDesk(parts: StationParts, ring: Ring): ConsoleDeps["voice"] {
  const deps = voiceCallsOf(parts, ring);
  return { vendor: deps.vendor, calls: callDeskOf(deps, parts.voice) };
}
