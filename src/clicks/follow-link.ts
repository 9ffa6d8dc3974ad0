import type { Clock, Timer } from "#kernel/clock.ts";
import { type TokenKeys, verifyToken } from "#tracking/token.ts";
import { keptHeaders } from "./click-headers.ts";
import type { ClickJournal, ClickRecord } from "./click-record.ts";
import type { HandOver } from "./hand-over.ts";
import { within } from "./patience.ts";
import type { Destination, LinkResolver } from "./resolve-links.ts";

/** A reader waits no longer for a database that is far away or busy: she is brought to the front door, and her click counts. */
const LOOK_UP_MS = 2_000;

export type FollowDeps = {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly tokens: TokenKeys;
  readonly links: LinkResolver;
  readonly journal: ClickJournal;
  /** Where a reader is brought when a good link's destination can't be looked up. */
  readonly homeUrl: string;
  /** Tells our own product pages who comes by her own link; without it they are told nothing. */
  readonly handOver?: HandOver;
  /** Counts what went wrong; no address, no agent, no token. */
  readonly count: (what: "journal_failed" | "lookup_failed" | "lookup_slow" | "refused") => void;
};

export type LinkRequest = {
  readonly token: string;
  readonly purpose: "click" | "campaign";
  readonly method: string;
  readonly address: string;
  readonly asn?: number;
  readonly header: (name: string) => string | null | undefined;
};

export type FollowAnswer =
  | { readonly kind: "redirect"; readonly url: string }
  | { readonly kind: "refused"; readonly isExpired: boolean };

/**
 * The jumpstation: decide, make the click safe, answer. The same answer for everybody: what a scanner gets is what a person
 * gets. Without the database a reader still arrives, at the shop's front door.
 */
export async function followLink(deps: FollowDeps, request: LinkRequest): Promise<FollowAnswer> {
  const at = deps.clock.now();
  const token = verifyToken(deps.tokens, { purpose: request.purpose, text: request.token }, at);
  if (!token.ok) {
    deps.count("refused");
    return { kind: "refused", isExpired: token.error === "expired" };
  }
  const { messageNumber } = token.value;
  const written = keep(deps, recordOf(request, token.value, at));
  const found = resolve(deps, request.purpose, token.value);
  // A look-up in memory needs no turn of its own: most clicks wait for the journal alone.
  const destination = found instanceof Promise ? await found : found;
  await written;
  if (destination === undefined) return { kind: "refused", isExpired: false };
  // A campaign link is the same for everybody: it knows nobody whom it could hand over.
  const isHers = request.purpose === "click" && deps.handOver !== undefined;
  return { kind: "redirect", url: isHers ? deps.handOver(destination.url, messageNumber, at) : destination.url };
}

/**
 * Keeps a request with a method that jumpstations refuse: readers' browsers send none, so it tells of the program behind it
 * and of what else that asks for. A bad token leaves nothing.
 */
export async function keepRefused(deps: FollowDeps, request: LinkRequest): Promise<void> {
  const at = deps.clock.now();
  const token = verifyToken(deps.tokens, { purpose: request.purpose, text: request.token }, at);
  if (token.ok) await keep(deps, recordOf(request, token.value, at));
}

function recordOf(
  request: LinkRequest,
  { messageNumber, link }: { readonly messageNumber: number; readonly link: number },
  at: number,
): ClickRecord {
  return {
    at,
    purpose: request.purpose,
    messageNumber,
    linkNo: link,
    method: request.method,
    address: request.address,
    ...(request.asn === undefined ? {} : { asn: request.asn }),
    headers: keptHeaders(request.header),
  };
}

/** A campaign link names its link row in the token's message field: it is the same for everybody. */
function resolve(
  deps: FollowDeps,
  purpose: LinkRequest["purpose"],
  { messageNumber, link }: { readonly messageNumber: number; readonly link: number },
): Promise<Destination | undefined> | Destination | undefined {
  const found = purpose === "campaign" ? deps.links.ofLink(messageNumber) : deps.links.ofMessage(messageNumber, link);
  return found instanceof Promise ? orHome(deps, found) : found;
}

async function orHome(deps: FollowDeps, looked: Promise<Destination | undefined>): Promise<Destination | undefined> {
  const home = { linkId: 0, url: deps.homeUrl };
  try {
    const found = await within(deps.timer, LOOK_UP_MS, { work: looked, late: "late" as const });
    if (found !== "late") return found;
    deps.count("lookup_slow");
  } catch {
    deps.count("lookup_failed");
  }
  return home;
}

function keep(deps: FollowDeps, record: ClickRecord): Promise<void> {
  return deps.journal.append(record).catch(() => deps.count("journal_failed"));
}
