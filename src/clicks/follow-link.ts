import type { Clock, Timer } from "#kernel/clock.ts";
import { type TokenKeys, verifyToken } from "#tracking/token.ts";
import { keptHeaders } from "./click-headers.ts";
import type { ClickJournal, ClickRecord } from "./click-record.ts";
import type { Destination, LinkResolver } from "./resolve-links.ts";

export type FollowDeps = {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly tokens: TokenKeys;
  readonly links: LinkResolver;
  readonly journal: ClickJournal;
  /** Where a reader is brought when a good link's destination can't be looked up. */
  readonly homeUrl: string;
  /** Counts what went wrong; no address, no agent, no token. */
  readonly count: (what: "journal_failed" | "journal_slow" | "lookup_failed" | "refused") => void;
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

/** Longer than this the reader does not wait for the journal: her page matters more than our count. */
const JOURNAL_PATIENCE_MS = 250;

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
  const { messageNumber, link } = token.value;
  const written = keep(deps, {
    at,
    purpose: request.purpose,
    messageNumber,
    linkNo: link,
    method: request.method,
    address: request.address,
    ...(request.asn === undefined ? {} : { asn: request.asn }),
    headers: keptHeaders(request.header),
  });
  const destination = await resolve(deps, request.purpose, token.value);
  await written;
  if (destination === undefined) return { kind: "refused", isExpired: false };
  return { kind: "redirect", url: destination.url };
}

/** A campaign link names its link row in the token's message field: it is the same for everybody. */
async function resolve(
  deps: FollowDeps,
  purpose: LinkRequest["purpose"],
  { messageNumber, link }: { readonly messageNumber: number; readonly link: number },
): Promise<Destination | undefined> {
  try {
    return await (purpose === "campaign"
      ? deps.links.ofLink(messageNumber)
      : deps.links.ofMessage(messageNumber, link));
  } catch {
    deps.count("lookup_failed");
    return { linkId: 0, url: deps.homeUrl };
  }
}

async function keep(deps: FollowDeps, record: ClickRecord): Promise<void> {
  let cancel = () => {};
  const patience = new Promise<"slow">((resolve) => {
    cancel = deps.timer.after(JOURNAL_PATIENCE_MS, () => resolve("slow"));
  });
  try {
    const first = await Promise.race([deps.journal.append(record), patience]);
    if (first === "slow") deps.count("journal_slow");
  } catch {
    deps.count("journal_failed");
  } finally {
    cancel();
  }
}
