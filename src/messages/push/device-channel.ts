import type { Channel, OutgoingMessage, PushContent, SendOutcome } from "#channels/channel.ts";
import { findPushTargets, type PushTarget } from "#customers/push/list-devices.ts";
import { type DeviceOutcome, settleDevices } from "#customers/push/settle-devices.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import { customerOfPushAddress } from "./push-address.ts";

type DeviceDeps = { readonly store: Store; readonly clock: Clock; readonly secret: Secret };

/**
 * One message to every browser of a customer: `to` is the customer, and each browser has its own endpoint, keys and key of
 * ours. One that took it makes the message accepted, so that no other is sent it again; browsers that are gone are pruned here,
 * and none of them suppresses the customer.
 */
export function deviceChannel(inner: Channel<PushContent>, deps: DeviceDeps): Channel<PushContent> {
  return {
    ...inner,
    send: async (message, options) => {
      const customerId = customerOfPushAddress(message.to);
      if (customerId === undefined) return { kind: "rejected", reason: "push_recipient", suppress: false };
      const targets = await findPushTargets(deps, customerId);
      if (targets.length === 0) return { kind: "rejected", reason: "no_device", suppress: false };
      const tried = await Promise.all(
        targets.map(async (target) => ({ target, outcome: await inner.send(messageTo(message, target), options) })),
      );
      const learnt = tried.flatMap(({ target, outcome }) => learntOf(target, outcome));
      if (learnt.length > 0) await deps.store.write([settleDevices(learnt, deps.clock.now())]);
      return togetherOf(tried.map(({ outcome }) => outcome));
    },
  };
}

function messageTo(
  message: OutgoingMessage<PushContent>,
  { endpoint, keys, vapidKey }: PushTarget,
): OutgoingMessage<PushContent> {
  return { ...message, to: endpoint, content: { ...message.content, keys, vapidKey } };
}

/** What is not the browser's own answer says nothing about it. */
function learntOf({ id }: PushTarget, outcome: SendOutcome): readonly DeviceOutcome[] {
  if (outcome.kind === "accepted") return [{ id, kind: "accepted" }];
  if (outcome.kind !== "rejected") return [];
  return [{ id, kind: outcome.suppress ? "gone" : "refused" }];
}

/** The best of several answers; of later times the first, since what one browser took is not sent to the others again. */
function togetherOf(outcomes: readonly SendOutcome[]): SendOutcome {
  const decided = outcomes.find(({ kind }) => kind === "accepted") ?? outcomes.find(({ kind }) => kind === "unknown");
  if (decided !== undefined) return decided;
  const deferred = outcomes.flatMap((outcome) => (outcome.kind === "deferred" ? [outcome] : []));
  const [first] = deferred.toSorted((left, right) => (left.retryAt ?? 0) - (right.retryAt ?? 0));
  if (first !== undefined) return first;
  const reason = outcomes.flatMap((outcome) => (outcome.kind === "rejected" ? [outcome.reason] : []))[0];
  return { kind: "rejected", reason: reason ?? "no_device", suppress: false };
}
