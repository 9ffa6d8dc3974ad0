import { MINUTE_MS } from "#kernel/clock.ts";
import { readerDelay } from "./reader-delay.ts";
import type { Client, Stage } from "./trace.ts";

/** Newsletters name 3 to 15 links; a receipt or a confirmation one or two. */
export function newsletter(stage: Stage, domain?: string): number {
  return stage.deliver({ links: stage.dice.whole(3, 15), ...(domain === undefined ? {} : { domain }) });
}

/**
 * Messages of one sending to people of one domain: most senders know one or two customers at a company, few know many. They
 * are accepted within a minute of each other, since a sender's queue is worked off per domain.
 */
export function neighbours(stage: Stage, most = 8): readonly number[] {
  const { dice } = stage;
  const count = Math.min(most, 1 + Math.floor(dice.exponential(1.6)));
  const domain = `company${dice.whole(1, 999)}.example`;
  const links = dice.whole(3, 15);
  return Array.from({ length: count }, () => stage.deliver({ domain, links, acceptedAt: dice.between(0, MINUTE_MS) }));
}

export type Scan = {
  readonly delivery: number;
  readonly startAt: number;
  /** ms until the next request */
  readonly gap: () => number;
  readonly client: () => Client;
  readonly by: string;
  /** which links, in which order: all of them where it is left out */
  readonly links?: readonly number[];
  readonly method?: string;
  /** beside the links */
  readonly also?: ReadonlyArray<"hidden" | "unsubscribe" | "pixel">;
};

/** A program that asks for links one after the other. Returns when it was done. */
export function scan(stage: Stage, { delivery, startAt, gap, client, by, method, ...more }: Scan): number {
  const targets = [...(more.links ?? allLinks(stage, delivery)), ...(more.also ?? [])];
  let at = startAt;
  for (const target of targets) {
    stage.ask({
      at,
      delivery,
      target,
      client: client(),
      truth: "machine",
      by,
      ...(method === undefined ? {} : { method }),
    });
    at += gap();
  }
  return at;
}

export function allLinks(stage: Stage, delivery: number): number[] {
  return Array.from({ length: stage.linksOf(delivery) }, (_, no) => no);
}

export function anyLink(stage: Stage, delivery: number): number {
  return stage.dice.whole(0, stage.linksOf(delivery) - 1);
}

/** A person clicks one link, at her own time where none is given. Returns when and which. */
export function click(
  stage: Stage,
  {
    delivery,
    client,
    at,
    target,
    by = "reader",
  }: { delivery: number; client: Client; at?: number; target?: number; by?: string },
): { readonly at: number; readonly target: number } {
  const clicked = {
    at: at ?? acceptedOf(stage, delivery) + readerDelay(stage.dice),
    target: target ?? anyLink(stage, delivery),
  };
  stage.ask({ ...clicked, delivery, client, truth: "person", by });
  return clicked;
}

/** Scanners end at the mailbox; whether somebody reads the mail later has nothing to do with them. Three of ten click. */
export function maybeReader(stage: Stage, delivery: number, client: () => Client): void {
  if (stage.dice.chance(0.3)) click(stage, { delivery, client: client(), by: "reader after a scan" });
}

/** When the delivery was accepted: ms after the trace began. */
export function acceptedOf(stage: Stage, delivery: number): number {
  return stage.acceptedAt(delivery);
}
