import { type Context, Hono } from "hono";
import { createAuth } from "#access/create-auth.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import type { ClickJournal, JournaledClick } from "#clicks/click-record.ts";
import type { FollowDeps, LinkRequest } from "#clicks/follow-link.ts";
import { forgetOrigins } from "#clicks/forget-origins.ts";
import { handOverTo } from "#clicks/hand-over.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import { settleClicks } from "#clicks/settle-clicks.ts";
import type { Timer } from "#kernel/clock.ts";
import type { Operation } from "#web/operation.ts";
import { composeRing, type Parts, type Ring } from "./compose-ring.ts";
import { type Gate, mountDoors } from "./mount-doors.ts";
import { operationsOf } from "./operations-of.ts";
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
  readonly gate: Gate;
  /** Gives clicks of more than ten seconds ago their last verdict, makes people's clicks behaviour, forgets old addresses. */
  readonly settle: () => Promise<void>;
  /** Brings journaled clicks into the database. */
  readonly project: (clicks: readonly JournaledClick[]) => Promise<void>;
};

/** The whole house, wired. Nothing below asks where it runs. */
export function compose(parts: StationParts): Jumpstation {
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
    settle: async () => {
      await settleClicks(ring.customers, breathe);
      await forgetOrigins(store, clock.now());
    },
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
