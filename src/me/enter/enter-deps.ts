import type { Channel, MessageContent } from "#channels/channel.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Sender } from "#messages/content/shelf.ts";
import type { Store } from "#store/store.ts";

/** What it takes to let somebody in by a fresh code. */
export type EnterDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  readonly channels: ReadonlyMap<string, Channel<MessageContent>>;
  /** undefined until the vendor has said who speaks. */
  readonly sender: () => Promise<Sender | undefined>;
  readonly publicUrl: string;
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
};
