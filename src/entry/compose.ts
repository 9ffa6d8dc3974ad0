import { type Context, Hono } from "hono";
import { accessOperations } from "#access/access-operations.ts";
import { authorize, type AuthorizeDeps } from "#access/authorize.ts";
import { createAuth } from "#access/create-auth.ts";
import { failureLimit } from "#access/failure-limit.ts";
import { findSession } from "#access/find-session.ts";
import { catalogueOperations } from "#catalogue/api/catalogue-operations.ts";
import { mountProductPages } from "#catalogue/pages/mount-product-pages.tsx";
import type { RecordBehaviour } from "#catalogue/pages/behaviour.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import type { ClickJournal, JournaledClick } from "#clicks/click-record.ts";
import type { FollowDeps, LinkRequest } from "#clicks/follow-link.ts";
import { mountJumpstations } from "#clicks/routes.ts";
import { refusedLinkPage } from "#clicks/refused-link-page.tsx";
import { forgetOrigins } from "#clicks/forget-origins.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import { settleClicks } from "#clicks/settle-clicks.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { admission } from "#customers/ingest/admission.ts";
import { ingestItems } from "#customers/ingest/ingest-items.ts";
import { liftWriteKey } from "#customers/ingest/lift-write-key.ts";
import { ingestOperations, ingestPaths } from "#customers/ingest-operations.ts";
import { recordEvents } from "#customers/record-events.ts";
import type { Timer } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { mountReference } from "#web/pages/mount-reference.tsx";
import type { Brand } from "#web/pages/public-shell.tsx";
import { mountOperations } from "#web/mount-operations.ts";
import { openApiDocument } from "#web/openapi.ts";
import type { Operation } from "#web/operation.ts";
import { jsonResponse, problemResponse } from "#web/respond.ts";
import { composeRing, type Parts, type Ring } from "./compose-ring.ts";
import type { TickDeps } from "./tick.ts";

/** What a runtime hands in beside the ring's parts. */
export type StationParts = Parts & {
  readonly timer: Timer;
  readonly journal: ClickJournal;
  /** Headers and origin of a request as the runtime knows them. */
  readonly readRequest: (context: Context) => Pick<LinkRequest, "header" | "address" | "asn">;
  readonly homeUrl: string;
  /** Counters of what went wrong at the jumpstations. */
  readonly count: FollowDeps["count"];
  readonly workerName: string;
  readonly sendBatch: number;
  readonly breathe?: () => Promise<void>;
  /** The mailbox page's content, where messages go to memory. */
  readonly mailbox?: Mailbox;
};

export type Jumpstation = Ring & {
  readonly app: Hono;
  readonly operations: readonly Operation[];
  readonly tickDeps: TickDeps;
  readonly follow: FollowDeps;
  /** Gives clicks of more than ten seconds ago their last verdict, makes people's clicks behaviour, forgets old addresses. */
  readonly settle: () => Promise<void>;
  /** Brings journaled clicks into the database. */
  readonly project: (clicks: readonly JournaledClick[]) => Promise<void>;
};

/** The calls that one process works on at once before it asks clients to come back. */
const INGEST_AT_ONCE = 64;
const WRONG_TRIES_PER_MINUTE = 10;

/** The whole house, wired. Nothing below asks where it runs. */
export function compose(parts: StationParts): Jumpstation {
  const ring = composeRing(parts);
  const app = new Hono();
  const brand = async (): Promise<Brand> => {
    const { vendor } = await ring.sender();
    return { name: vendor.name, colour: vendor.palette.accent, homeUrl: vendor.websiteUrl };
  };
  const operations = operationsOf(parts, ring);
  const follow: FollowDeps = {
    clock: parts.clock,
    tokens: ring.tokens,
    links: ring.links,
    journal: parts.journal,
    homeUrl: parts.homeUrl,
    count: parts.count,
  };
  mountJumpstations(app, {
    ...follow,
    readRequest: parts.readRequest,
    refusedPage: async (isExpired, language) => refusedLinkPage({ isExpired, language, brand: await brand() }),
  });
  const liftKey = liftWriteKey(parts.timer);
  for (const path of ingestPaths) app.use(path, liftKey);
  const gate = authorizeDeps(parts);
  mountOperations(app, {
    operations,
    authorize: (request, scope) => authorize(gate, request, scope),
    timer: parts.timer,
  });
  mountAssets(app);
  mountReference(app, { document: openApiDocument(operations, "0.1.0"), origin: parts.publicUrl, brand });
  mountProductPages(app, {
    catalogue: ring.catalogue,
    brand,
    recordBehaviour: behaviourRecorder(ring.customers),
    onFault: () => parts.log("behaviour_lost", {}),
    secret: parts.secret,
    clock: parts.clock,
    ids: parts.ids,
    timer: parts.timer,
    isHttps: parts.publicUrl.startsWith("https:"),
  });
  app.get("/health", async () => health(parts));
  app.notFound(() => problemResponse(problem("not_found")));
  app.onError((cause) => {
    parts.log("unhandled", { name: cause.name });
    return problemResponse(problem("internal"));
  });
  const { breathe, workerName, sendBatch } = parts;
  return {
    ...ring,
    app,
    operations,
    follow,
    settle: async () => {
      await settleClicks(ring.customers, breathe);
      await forgetOrigins(parts.store, parts.clock.now());
    },
    tickDeps: {
      messages: ring.messages,
      sendBatch,
      worker: namedWorker(workerName),
      ...(breathe === undefined ? {} : { breathe }),
    },
    project: (clicks) => projectClicks(parts, clicks, breathe),
  };
}

function operationsOf(parts: StationParts, { customers }: Ring): readonly Operation[] {
  return [
    ...ingestOperations({ ...customers, timer: parts.timer, admission: admission(INGEST_AT_ONCE) }),
    ...catalogueOperations(parts),
    ...accessOperations(parts),
  ];
}

function authorizeDeps(parts: StationParts): AuthorizeDeps {
  const { publicUrl } = parts;
  const auth = createAuth({ deps: parts, publicUrl });
  return {
    ...parts,
    failures: failureLimit(parts.clock, WRONG_TRIES_PER_MINUTE),
    addressOf: () => "",
    findSession: (request) => findSession({ auth, publicUrl }, request),
  };
}

/** A visitor who is not known yet gets a record of her own, that identify joins with the rest. */
function behaviourRecorder(customers: CustomerDeps): RecordBehaviour {
  return async (visitor, event) => {
    if ("customerId" in visitor) {
      const kind = event.kind === "page" ? "page" : "choice";
      await recordEvents(customers, [
        { ...event, kind, customerId: visitor.customerId, source: "web", channel: "web" },
      ]);
      return;
    }
    const item = {
      type: "track",
      event: event.name,
      messageId: event.messageId,
      anonymousId: visitor.anonymousId,
      timestamp: event.at,
      context: { source: "web", channel: "web" },
      properties: { ...event.properties, product_id: event.productCode, category: event.category },
    };
    await ingestItems(customers, { items: [item], sentAt: undefined, pointerOf: () => "", sender: "product-pages" });
  };
}

async function health({ store, clock }: StationParts): Promise<Response> {
  try {
    const [row] = await store.read<{ due: number | null }>({
      sql: "select min(due_at) as due from messages where state in ('planned', 'deferred') and newsletter_id in (select id from newsletters where state = 'running')",
      params: [],
    });
    const oldestDueMs = row?.due == null ? 0 : Math.max(0, clock.now() - row.due);
    return jsonResponse({ status: "ok", oldestDueMs });
  } catch {
    return problemResponse(problem("unavailable", "The database does not answer."));
  }
}

function namedWorker(name: string) {
  let turns = 0;
  return {
    name,
    nextTurn: () => {
      turns += 1;
      return turns;
    },
  };
}
