import { type Context, Hono } from "hono";
import { createAuth } from "#access/create-auth.ts";
import type { ImageStore } from "#catalogue/images/image-store.ts";
import type { RenderImage } from "#catalogue/images/render-image.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import type { ClickJournal, JournaledClick } from "#clicks/click-record.ts";
import type { FollowDeps, LinkRequest } from "#clicks/follow-link.ts";
import { forgetOrigins } from "#clicks/forget-origins.ts";
import { handOverTo } from "#clicks/hand-over.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import { settleClicks } from "#clicks/settle-clicks.ts";
import { forgetConfirmations } from "#customers/forms/confirm/forget-confirmations.ts";
import type { ReceivesMail } from "#customers/forms/mail-flags.ts";
import { followAddresses } from "#customers/postal/follow-addresses.ts";
import { findPostalRule } from "#messages/print/print-settings.ts";
import { walkAddresses } from "#customers/households/walk-addresses.ts";
import type { Scratch } from "#customers/import/run/import-deps.ts";
import { tendImports } from "#customers/import/run/tend-imports.ts";
import type { Timer } from "#kernel/clock.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { ReportDeps } from "#messages/reports/apply-reports.ts";
import type { EmailDeps, MailDomains } from "#messages/reports/receive-email.ts";
import type { Express } from "#messages/transactional/express-lane.ts";
import { resealFields } from "./roots/reseal-fields.ts";
import { forgetDeadLetters } from "#messages/dead-letters/forget-dead-letters.ts";
import { forgetCalls } from "#messages/voice/calls/forget-calls.ts";
import { forgetStreams } from "#messages/traffic/forget-streams.ts";
import { forgetSends } from "#messages/transactional/forget-sends.ts";
import { type FollowReport, followTriggers } from "#messages/triggers/follow-triggers.ts";
import { refreshSegments } from "#segments/refresh/refresh-segments.ts";
import type { Operation } from "#web/operation.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { Answered } from "./metrics/count-requests.ts";
import type { Family } from "./metrics/registry.ts";
import { composeRing, type Parts, type Ring } from "./compose-ring.ts";
import { type Gate, mountDoors } from "./mount-doors.ts";
import { operationsOf } from "./operations-of.ts";
import { emailDepsOf } from "./email-deps-of.ts";
import type { Consult } from "./doctor/consult.ts";
import { importDepsOf } from "./import-deps-of.ts";
import { outboundOf } from "./outbound-of.ts";
import { ownTurn } from "./own-turn.ts";
import { type FeedReport, type FeedTurn, feedsOf, feedTurn } from "./feeds-of.ts";
import type { TickDeps } from "./tick.ts";
import { watchWrites } from "./watch-writes.ts";

/** What a runtime hands in beside the ring's parts. */
export type StationParts = Parts & {
  readonly timer: Timer;
  /** Requests to addresses that somebody else named. */
  readonly outgoing: OutgoingDeps;
  /** Whether mail reaches a domain, by its name servers; absent where a runtime asks none. */
  readonly receivesMail?: ReceivesMail;
  /** Makes files of pictures. */
  readonly renderImage: RenderImage;
  /** Where these files are; the database where it is absent. */
  readonly images?: ImageStore;
  readonly journal: ClickJournal;
  /** Headers and origin of a request as the runtime knows them. */
  readonly readRequest: (context: Context) => Pick<LinkRequest, "header" | "address" | "asn">;
  readonly homeUrl: string;
  /** Counters of what went wrong at the jumpstations. */
  readonly count: FollowDeps["count"];
  /** Told of each delivery report, and of what pretended to be one. */
  readonly onReport?: ReportDeps["onReport"];
  /** Where bounces come back to, and what stands right in our Message-IDs; of the public address where it is absent. */
  readonly mailDomains?: MailDomains;
  /** Secrets of the e-mail provider's webhooks; none: it has no door. */
  readonly emailSecrets?: readonly string[];
  /** Told of each request that the app answered. */
  readonly onAnswered?: (answered: Answered) => void;
  /** What /metrics says, with what the database knows; that alone where it is absent. */
  readonly metricsText?: (families: readonly Family[]) => string;
  readonly workerName: string;
  readonly sendBatch: number;
  /** How a runtime lets an accepted message leave at once, where a request must not outlive its answer by itself. */
  readonly express?: Express;
  readonly breathe?: () => Promise<void>;
  /** An empty database for dry runs, where the runtime has a place for one. */
  readonly openScratch?: () => Promise<Scratch>;
  /** Examines what the station was started with; absent where that is no configuration. */
  readonly consult?: Consult;
  /** False while the database refuses to be written to; asked by /health. */
  readonly canWrite?: () => boolean;
  /** The mailbox page's content, where messages go to memory. */
  readonly mailbox?: Mailbox;
};

export type Jumpstation = Ring & {
  readonly app: Hono;
  readonly operations: readonly Operation[];
  readonly tickDeps: TickDeps;
  readonly follow: FollowDeps;
  readonly gate: Gate;
  /** What a mail to the bounce domain is read with. */
  readonly emailDeps: EmailDeps;
  /** What goes out to other systems; a runtime makes its webhook courier of it. */
  readonly outbound: OutboundDeps;
  /** Gives clicks of more than ten seconds ago their last verdict, makes people's clicks behaviour, forgets old addresses. */
  readonly settle: () => Promise<void>;
  /** Keeps segments up to date: one bounded turn. */
  readonly refreshSegments: () => Promise<void>;
  /** Lets into triggers who did what they wait for, and forgets what direct sends no longer need: one bounded turn. */
  readonly followTriggers: () => Promise<FollowReport>;
  /** Codes that wait, erasures that were cut off, requests that are old: one bounded turn for customers' own sites. */
  readonly tendOwnSites: () => Promise<number>;
  /** Goes on with what imports left to be done, forgets their old traces, and brings together who shares an address. */
  readonly tendImports: () => Promise<void>;
  /** Fetches what feeds and their pictures are due: one bounded turn. */
  readonly runFeeds: (turn: FeedTurn) => Promise<FeedReport>;
  /** Brings journaled clicks into the database. */
  readonly project: (clicks: readonly JournaledClick[]) => Promise<void>;
};

/** The whole house, wired. Nothing below asks where it runs. */
export function compose(given: StationParts): Jumpstation {
  const { store: watched, canWrite } = watchWrites(given);
  const parts = { ...given, store: watched, canWrite };
  const { store, clock, breathe, workerName, sendBatch } = parts;
  const ring = composeRing(parts);
  const app = new Hono();
  const follow: FollowDeps = {
    clock,
    timer: parts.timer,
    tokens: ring.tokens,
    links: ring.links,
    journal: parts.journal,
    homeUrl: parts.homeUrl,
    handOver: handOverTo(parts.publicUrl, ring.tokens),
    count: parts.count,
  };
  const auth = createAuth({ deps: parts, publicUrl: parts.publicUrl });
  const operations = operationsOf(parts, ring, auth);
  const gate = mountDoors(app, { parts, ring, follow, operations, auth });
  return {
    ...ring,
    app,
    operations,
    follow,
    gate,
    emailDeps: emailDepsOf(parts),
    outbound: outboundOf(parts),
    settle: async () => {
      await settleClicks(ring.customers, { breathe });
      await forgetOrigins(store, clock.now());
      await forgetConfirmations(parts);
      await forgetCalls(parts);
    },
    refreshSegments: async () => {
      await refreshSegments(parts, { breathe });
    },
    followTriggers: async () => {
      await forgetSends(parts);
      await forgetDeadLetters(parts);
      await forgetStreams(parts);
      await resealFields(parts);
      return followTriggers({ store, clock, triggers: ring.triggers, breathe });
    },
    tendOwnSites: () => ownTurn(parts, ring),
    tendImports: async () => {
      await tendImports(importDepsOf(ring.customers, parts));
      await walkAddresses(parts);
      const rule = await findPostalRule(parts.store);
      if (rule !== undefined) await followAddresses(parts, rule);
    },
    runFeeds: (turn) => feedTurn(feedsOf(parts), turn),
    project: (clicks) => projectClicks(parts, clicks, breathe),
    tickDeps: {
      messages: ring.messages,
      sendBatch,
      worker: namedWorker(workerName),
      ...(breathe === undefined ? {} : { breathe }),
    },
  };
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
