import { callOthers, claimMessages, type HeldMessage } from "#messages/claim/claim-messages.ts";
import { turnRefused } from "#messages/claim/next-way.ts";
import { type MessageDeps, openChannels } from "#messages/message-deps.ts";
import type { SkipReason } from "#messages/message.ts";
import { isOpen } from "#messages/traffic/breakers/breaker.ts";
import { type Admitted, admit } from "#messages/traffic/admit.ts";
import { putOff } from "#messages/traffic/put-off.ts";
import { type Outcome, skipClaimed } from "./attempt-statements.ts";
import { prepareEach } from "./prepare-each.ts";
import { type Prepared, sendThrough } from "./send-through.ts";

export type SendReport = {
  /** Rows that were due; 0 means that there is nothing more to do now. */
  readonly taken: number;
  readonly sent: number;
  readonly skipped: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly unknown: number;
};

export type Worker = {
  readonly name: string;
  /** "direct": it sends what the API was asked to send, and nothing else, so that no newsletter stands before that. */
  readonly only?: "direct" | undefined;
  /** It sends by this channel alone, so that another's provider that hangs is no matter to it. */
  readonly channel?: string | undefined;
  nextTurn(): number;
  /**
   * Takes what asks a provider that was down whether it is well again: that may hang, and the other provider's messages need not
   * wait for it. Absent: they do.
   */
  readonly beside?: (work: Promise<unknown>) => void;
};

/** What each station's content was last known to lack: turns come every few seconds, and only a change is news. */
const lastMissing = new WeakMap<MessageDeps["content"], string>();

function tellMissing({ content, log }: MessageDeps, missing: string | undefined): void {
  const before = lastMissing.get(content);
  if (missing === before) return;
  if (missing === undefined) lastMissing.delete(content);
  else lastMissing.set(content, missing);
  log(missing === undefined ? `${before}_found` : `${missing}_missing`, { held: missing === undefined ? 0 : 1 });
}

/**
 * One turn of a sender: claim, choose and merge, commit "attempting", hand over, record. Each step is safe to die in; what
 * is left is swept up by recover-messages.ts. While the content has nobody to speak for, nothing is claimed and all that is due waits.
 */
export async function sendDue(deps: MessageDeps, worker: Worker, limit: number): Promise<SendReport> {
  const missing = await deps.content.missing?.();
  tellMissing(deps, missing);
  if (missing !== undefined) {
    return { taken: 0, sent: 0, skipped: 0, deferred: 0, rejected: 0, unknown: 0 };
  }
  const now = deps.clock.now();
  const ticket = { token: `${worker.name}:${worker.nextTurn()}`, now, leaseUntil: now + deps.policy.leaseMs };
  const {
    messages: claimed,
    taken,
    breakers,
  } = await claimMessages(deps.store, {
    ticket,
    limit,
    only: worker.only,
    channel: worker.channel,
    open: openChannels(deps),
    cap: deps.policy.cap,
    quietHours: deps.policy.quietHours,
    hoursOf: await deps.hoursOf?.(),
  });
  const own = await keepLane(deps, worker, claimed);
  const { ready, skipped } = await prepare(deps, await admit(deps, own, { breakers, token: ticket.token }));
  const outcomes: Outcome[] = [];
  const sending = [...Map.groupBy(ready, ({ way }) => way.channel)].map(async ([channel, messages]) => {
    const lane = { channel, token: ticket.token, breakers, troubled: new Set<string>() };
    const sent = sendThrough(deps, lane, messages);
    const isProbe = messages.every(({ way }) => isOpen(breakers, way.subject));
    if (isProbe && worker.beside !== undefined) worker.beside(sent);
    else outcomes.push(...(await sent));
  });
  await Promise.all(sending);
  const count = (state: Outcome["state"]) => outcomes.filter((outcome) => outcome.state === state).length;
  return {
    taken,
    sent: count("accepted"),
    skipped: skipped + taken - claimed.length,
    deferred: count("deferred"),
    rejected: count("rejected"),
    unknown: count("unknown_outcome"),
  };
}

/** What took another way at the claim is that channel's lane's: this one would bring it no sooner than its own provider answers. */
async function keepLane(
  { store, clock }: MessageDeps,
  { channel: own }: Worker,
  claimed: readonly HeldMessage[],
): Promise<readonly HeldMessage[]> {
  const others = claimed.filter(({ channel }) => own !== undefined && channel !== own);
  if (others.length === 0) return claimed;
  await putOff(
    store,
    others.map(({ id, fence }) => ({ id, fence, dueAt: clock.now(), reason: null })),
  );
  return claimed.filter(({ channel }) => channel === own);
}

/** Says something of her channel and nothing of the message: another channel may carry it. */
const isUnfit: ReadonlySet<string> = new Set(["too_long", "no_sender", "address_too_long", "not_printable"]);

async function prepare(
  deps: MessageDeps,
  admitted: readonly Admitted[],
): Promise<{ ready: Prepared[]; skipped: number }> {
  if (admitted.length === 0) return { ready: [], skipped: 0 };
  const { prepared, failed } = await prepareEach(
    deps,
    admitted.map(({ message }) => message),
  );
  const ready: Prepared[] = [];
  const skips: Array<{ id: number; fence: number; reason: SkipReason }> = [];
  for (const { message, way } of admitted) {
    if (failed.has(message.id)) continue;
    const result = prepared.get(message.id);
    if (result?.ok === true) ready.push({ message, way, prepared: result.value });
    else skips.push({ id: message.id, fence: message.fence, reason: result?.error ?? "nothing_to_say" });
  }
  const unfit = skips.filter(({ reason }) => isUnfit.has(reason));
  if (skips.length > 0) {
    await deps.store.write([
      skipClaimed(skips),
      ...(unfit.length === 0 ? [] : [turnRefused(unfit, { now: deps.clock.now(), open: openChannels(deps) })]),
      ...callOthers(skips.map(({ id }) => id)),
    ]);
  }
  return { ready, skipped: skips.length };
}
