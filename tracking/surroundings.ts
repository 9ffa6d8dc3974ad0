import type { Spread, Surroundings } from "./click-signals.ts";
import type { RequestSignals } from "./signals.ts";
import { isMachineAlone, requestWeight } from "./verdict.ts";

/** A request for a link of one message. */
export type LinkRequested = {
  readonly at: number;
  readonly linkNo: number;
  /** keyed; "" where it is unknown, which is shared with nobody */
  readonly network: string;
  readonly browser: string;
  readonly signals: RequestSignals;
};

/** What the looked-at message has. */
export type LinksOfMessage = {
  /** how many links of content */
  readonly count: number;
  /** the number under which an opened unsubscribe page is kept */
  readonly optOutLink: number;
};

const SECOND_MS = 1_000;
/** Nothing further away is looked at. */
export const AROUND_MS = 3_600 * SECOND_MS;
const ECHO_MS = 30 * SECOND_MS;
const SECOND_LOOK_MS = 20 * SECOND_MS;
/** Between the weights of two requests for one link: less is chance. */
const LESSER_BY = 10;

/**
 * What happened around a request, from the other requests for links of its message: pure, and the order of `others` does not
 * matter.
 */
export function surroundingsOf(
  own: LinkRequested,
  others: readonly LinkRequested[],
  { count, optOutLink }: LinksOfMessage,
): Omit<Surroundings, "msSinceDelivery" | "recipientsOfNetwork" | "hasLaterAction"> {
  if (others.length === 0) return {};
  const browsers = [own, ...others].filter((one) => one === own || !isMachineAlone(one.signals));
  const within = (ms: number) => browsers.filter(({ at }) => Math.abs(at - own.at) <= ms);
  const around = within(AROUND_MS);
  const close = within(60 * SECOND_MS);
  // A reader who comes long after a quick scan has nothing to do with it; a slow one asks every few minutes.
  const isAmid = within(600 * SECOND_MS).some((one) => !isSameNetwork(own, one));
  const soon = within(15 * SECOND_MS).filter((one) => isSameBrowser(own, one) || isSameNetwork(own, one));
  const links = linksOf(within(5 * SECOND_MS));
  const ownLinks = linksOf(around.filter((one) => isSameNetwork(own, one)));
  const ownContent = ownLinks.size - (ownLinks.has(optOutLink) ? 1 : 0);
  const echo = echoOf(own, around);
  return {
    ...many("linksWithin1s", linksOf(within(SECOND_MS)).size),
    ...many("ownLinksWithin15s", linksOf(soon).size),
    ...many("ownLinks", ownLinks.size),
    ...(ownLinks.has(optOutLink) && ownContent >= 3 ? { hasLookedForExit: true } : {}),
    ...(ownContent >= (count === 3 ? 3 : Math.max(4, 0.75 * count)) ? { isMostOfMessage: true } : {}),
    ...(ownContent >= Math.max(4, count) ? { isWholeMessage: true } : {}),
    ...(links.size > 1 && links.has(optOutLink) ? { isUnsubscribeWithContent: true } : {}),
    ...spread("closeSpread", close),
    ...(ownLinks.size > 1 || isAmid ? spread("spread", around) : {}),
    ...spread(
      "closeBrowserSpread",
      close.filter((one) => isSameBrowser(own, one)),
    ),
    ...spread(
      "browserSpread",
      around.filter((one) => isSameBrowser(own, one)),
    ),
    ...(echo === undefined ? {} : { echo }),
    ...(close.some((one) => isSameBrowser(own, one) && !isSameNetwork(own, one) && one.linkNo === own.linkNo)
      ? { isRepeatedElsewhere: true }
      : {}),
    ...(others.some((one) => isProbe(own, one)) ? { hasProbed: true } : {}),
  };
}

function isSameNetwork(own: LinkRequested, one: LinkRequested): boolean {
  return one === own || (own.network !== "" && one.network === own.network);
}

function isSameBrowser(own: LinkRequested, one: LinkRequested): boolean {
  return one === own || (own.browser !== "" && one.browser === own.browser);
}

/**
 * The same browser; and of HEAD from the same network, since gateways look with it ahead of a reader who clicks. Office looks
 * under a name of its own.
 */
function isProbe(own: LinkRequested, one: LinkRequested): boolean {
  const { method } = one.signals;
  const isSame = one.browser === own.browser && (method !== "HEAD" || one.network === own.network);
  return method !== "GET" && isSame && Math.abs(one.at - own.at) <= 60 * SECOND_MS;
}

/** The reader's own antivirus, preview or gateway looks at what she opens: the same link, elsewhere, at about the same time. */
function echoOf(own: LinkRequested, around: readonly LinkRequested[]): Surroundings["echo"] {
  const weight = requestWeight(own.signals);
  const twins = around
    .filter((one) => one !== own && one.linkNo === own.linkNo && one.browser !== own.browser)
    .map((one) => ({ afterMs: own.at - one.at, network: one.network, lessBy: weight - requestWeight(one.signals) }));
  const lesser = twins.filter(({ lessBy }) => lessBy >= LESSER_BY);
  if (lesser.some(({ afterMs }) => Math.abs(afterMs) <= ECHO_MS)) return "lesser";
  const elsewhere = twins.filter(({ network }) => network !== own.network);
  const isSecond = elsewhere.some(
    ({ afterMs, lessBy }) => afterMs > 0 && afterMs <= SECOND_LOOK_MS && lessBy > -LESSER_BY,
  );
  if (isSecond && new Set(elsewhere.map(({ network }) => network)).size === 1) return "second";
  return lesser.length > 0 ? "far" : undefined;
}

function linksOf(requests: readonly LinkRequested[]): ReadonlySet<number> {
  return new Set(requests.map(({ linkNo }) => linkNo));
}

function networksOf(requests: readonly LinkRequested[]): ReadonlySet<string> {
  return new Set(requests.map(({ network }) => network).filter((network) => network !== ""));
}

function many<Name extends string>(name: Name, count: number): Partial<Record<Name, number>> {
  return count < 2 ? {} : ({ [name]: count } as Record<Name, number>);
}

/** Nothing where all of them came from one network: that is what a reader looks like. */
function spread<Name extends string>(name: Name, requests: readonly LinkRequested[]): Partial<Record<Name, Spread>> {
  const networks = networksOf(requests).size;
  return networks < 2 ? {} : ({ [name]: { networks, links: linksOf(requests).size } } as Record<Name, Spread>);
}
