import type { Channel, MessageContent } from "#channels/channel.ts";
import { type HeldMessage } from "#messages/claim/claim-messages.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { type Breakers, isOpen } from "./breakers/breaker.ts";
import { takeProbes } from "./breakers/note-tries.ts";
import { chooseWay, providersOf, subjectOf } from "./choose-way.ts";
import { paceStreams } from "./pace-streams.ts";
import { type PutOff, putOff } from "./put-off.ts";
import { streamOf } from "./stream.ts";
import type { Traffic } from "./traffic.ts";
import { keepToPlan } from "./warm-up/keep-to-plan.ts";
import { MINUTE_MS } from "#kernel/clock.ts";

/** By what a message leaves, and whose breakers and paces it heeds. */
export type Way = {
  readonly channel: Channel<MessageContent>;
  /** Of the provider's breaker. */
  readonly subject: string;
  /** Of mail, where receivers are known. */
  readonly stream: string | undefined;
  /** Of the stream, in flight at once. */
  readonly connections: number;
};

export type Admitted = { readonly message: HeldMessage; readonly way: Way };

/** While a person has not closed a breaker, its rows look again so often. */
const LOOKS_AGAIN_MS = 15 * MINUTE_MS;

/**
 * Which of these claimed messages may leave now, and by which provider. The others go back, due when there will be room for
 * them: nobody else waits for a receiver that wants less, for a domain that is still getting known, or for a provider that is
 * down.
 */
export async function admit(
  deps: MessageDeps,
  claimed: readonly HeldMessage[],
  { breakers, token }: { readonly breakers: Breakers; readonly token: string },
): Promise<readonly Admitted[]> {
  const now = deps.clock.now();
  if (claimed.length === 0) return [];
  const probing = await takeDueProbes(deps, { claimed, breakers, token });
  const streams = await streamsOf(deps, claimed);
  const back: PutOff[] = [];
  const passed: Admitted[] = [];
  for (const message of claimed) {
    const channel = deps.channels.get(message.channel);
    // Without its channel a row stays claimed; its lease ends and it is due again.
    if (channel === undefined) {
      deps.log("channel_missing", { message: message.id });
      continue;
    }
    const stream = streams.get(message.id);
    const found = findWay(message, { channel, stream, breakers, probing });
    if (found === undefined) back.push(waitFor(message, { channel, stream, breakers }, now));
    else passed.push({ message, way: { ...found, stream, connections: Infinity } });
  }
  const { kept, later } = await keepToTraffic(deps, passed, now);
  await putOff(deps.store, [...back, ...later]);
  return kept;
}

/** Those of providers that may be asked again now, by this claim alone; each for one message. */
async function takeDueProbes(
  { store, clock, channels, policy }: MessageDeps,
  {
    claimed,
    breakers,
    token,
  }: { readonly claimed: readonly HeldMessage[]; readonly breakers: Breakers; readonly token: string },
): Promise<Set<string>> {
  const now = clock.now();
  const wanted = new Set(
    claimed.flatMap(({ channel, address }) => {
      const own = channels.get(channel);
      return own === undefined ? [] : providersOf(own).map((provider) => subjectOf(provider, address));
    }),
  );
  const due = [...breakers.values()].filter(
    ({ subject, state, probeAt }) => state !== "closed" && probeAt !== null && probeAt <= now && wanted.has(subject),
  );
  if (due.length === 0) return new Set();
  const subjects = due.map(({ subject }) => subject);
  const [taken = []] = await store.write<{ subject: string }>([
    takeProbes(subjects, { token, now, leaseUntil: now + policy.leaseMs }),
  ]);
  return new Set(taken.map(({ subject }) => subject));
}

type Sight = {
  readonly channel: Channel<MessageContent>;
  readonly stream: string | undefined;
  readonly breakers: Breakers;
};

/** A breaker that is open lets one message of this claim through where the claim probes. */
function findWay(
  message: HeldMessage,
  { channel, stream, breakers, probing }: Sight & { readonly probing: Set<string> },
): Pick<Way, "channel" | "subject"> | undefined {
  if (stream !== undefined && isOpen(breakers, stream)) return undefined;
  const way = chooseWay(message, channel, (subject) => probing.has(subject) || !isOpen(breakers, subject));
  if (way === undefined) return undefined;
  const subject = subjectOf(way, message.address);
  probing.delete(subject);
  return { channel: way, subject };
}

function waitFor(message: HeldMessage, { channel, stream, breakers }: Sight, now: number): PutOff {
  const { id, fence } = message;
  if (stream !== undefined && isOpen(breakers, stream)) {
    return { id, fence, dueAt: now + LOOKS_AGAIN_MS, reason: "breaker_open" };
  }
  const probes = providersOf(channel).flatMap((provider) => {
    const { probeAt = null } = breakers.get(subjectOf(provider, message.address)) ?? {};
    return probeAt === null ? [] : [probeAt];
  });
  const next = Math.min(...probes, now + LOOKS_AGAIN_MS);
  return { id, fence, dueAt: Math.max(next, now + MINUTE_MS / 4), reason: "breaker_open" };
}

/** By the domain of each address. */
async function streamsOf(
  { traffic, channels }: MessageDeps,
  claimed: readonly HeldMessage[],
): Promise<ReadonlyMap<number, string>> {
  if (traffic === undefined) return new Map();
  const mails = claimed.filter(({ channel }) => channels.get(channel)?.kind === "email");
  const domainOf = ({ address }: HeldMessage) => address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  const domains = [...new Set(mails.map(domainOf))];
  const found = await Promise.all(domains.map((domain) => streamFor(traffic, domain)));
  const byDomain = new Map(found);
  return new Map(mails.flatMap((mail) => [[mail.id, byDomain.get(domainOf(mail)) ?? ""] as const]));
}

async function streamFor({ sendingDomain, receiverOf }: Traffic, domain: string): Promise<readonly [string, string]> {
  return [domain, streamOf(sendingDomain, await receiverOf(domain))];
}

type Kept = { readonly kept: readonly Admitted[]; readonly later: readonly PutOff[] };

async function keepToTraffic(deps: MessageDeps, passed: readonly Admitted[], now: number): Promise<Kept> {
  const mails = passed.filter(({ way }) => way.stream !== undefined);
  if (mails.length === 0) return { kept: passed, later: [] };
  const planned = await keepToPlan(deps, mails, now);
  const paced = await paceStreams(deps.store, planned.kept, now);
  const others = passed.filter(({ way }) => way.stream === undefined);
  return { kept: [...paced.kept, ...others], later: [...planned.later, ...paced.later] };
}
