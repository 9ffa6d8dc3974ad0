import { seal, type SealedPlace, unseal } from "#customers/seal.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import type { Store } from "#store/store.ts";

/** The queues whose dead letters are kept. */
export const deadLetterQueues = ["clicks", "send"] as const;
export type DeadLetterQueue = (typeof deadLetterQueues)[number];

export type DeadLetterDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  readonly log: MessageDeps["log"];
};

/** A letter's own name and what it said. */
export type Letter = { readonly name: string; readonly body: string };

/** How each queue's letters are done again; false for one that can't be read any more. Doing it twice comes to the same. */
export type Replayers = Readonly<Record<DeadLetterQueue, (letter: Letter) => Promise<boolean>>>;

/** A dead letter as an operator sees it: what it said stays sealed. */
export type DeadLetter = {
  readonly id: number;
  readonly queue: DeadLetterQueue;
  readonly name: string;
  readonly reason: string;
  readonly times: number;
  readonly state: "dead" | "replayed";
  readonly firstAt: number;
  readonly lastAt: number;
  readonly replayedAt: number | null;
};

export function sealLetter(secret: Secret, queue: DeadLetterQueue, { name, body }: Letter): Uint8Array {
  return seal(secret, placeOf(queue, name), body);
}

/** undefined where it was altered, moved or sealed under a key that is gone. */
export function openLetter(
  secret: Secret,
  queue: DeadLetterQueue,
  { name, sealed }: { readonly name: string; readonly sealed: Uint8Array },
): string | undefined {
  return unseal(secret, placeOf(queue, name), sealed);
}

function placeOf(queue: DeadLetterQueue, name: string): SealedPlace {
  return { table: "dead_letters", key: `${queue}/${name}`, column: "body" };
}
