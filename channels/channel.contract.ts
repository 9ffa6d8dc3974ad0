import { afterEach, describe, expect, it, vi } from "vitest";
import type { Channel, EmailContent, MessageContent, OutgoingMessage } from "./channel.ts";

/** What the other side does with the next tries. */
export type ProviderBehaviour =
  | "accept"
  | "defer"
  | "reject_recipient"
  | "reject_message"
  | "lose_answer"
  | "drop_before_body"
  | "hang_before_body"
  | "hang_after_body";

/** What reached the other side: the truth that outcomes are held against. */
export type Arrival = { readonly to: string; readonly raw: string };

/** A channel and the provider at its other end. */
export type ChannelWorld<Content extends MessageContent = EmailContent> = {
  readonly channel: Channel<Content>;
  /** A message that this channel can carry; the same arguments give the same message. */
  readonly message: (index: number, change?: { readonly to?: string }) => OutgoingMessage<Content>;
  readonly behave: (behaviour: ProviderBehaviour) => void;
  /** Resolves once the provider holds a try in the hanging state. */
  readonly hanging: () => Promise<void>;
  readonly arrivals: () => readonly Arrival[];
  /** What is no recipient of this channel; addresses that are none where it is absent. */
  readonly strangers?: readonly string[];
  readonly close: () => Promise<void>;
};

const notOneAddress = [
  "",
  "nobody",
  "b@x.example\r\nBcc: evil@e.example",
  "b@x.example,evil@e.example",
  "Bea <b@x.example>",
  '"evil@e.example x"@x.example',
  "g:b@x.example;",
  "b@[127.0.0.1]",
];

/** The suite that every channel passes. `makeWorld` is called once a test. */
export function channelContract<Content extends MessageContent = EmailContent>(
  name: string,
  makeWorld: () => Promise<ChannelWorld<Content>>,
  /** What its other side never does: a folder refuses nobody. */
  { cannot = [] }: { readonly cannot?: readonly ProviderBehaviour[] } = {},
): void {
  const able = <Row extends { readonly 0: ProviderBehaviour }>(rows: readonly Row[]) =>
    rows.filter(({ 0: behaviour }) => !cannot.includes(behaviour));
  describe(`${name} keeps the contract of a channel`, () => {
    let world: ChannelWorld<Content> | undefined;
    const open = async (behaviour: ProviderBehaviour) => {
      world = await makeWorld();
      world.behave(behaviour);
      return world;
    };
    const send = (
      of: ChannelWorld<Content>,
      message: OutgoingMessage<Content>,
      signal = new AbortController().signal,
    ) => of.channel.send(message, { signal });

    afterEach(async () => {
      await world?.channel.close();
      await world?.close();
      world = undefined;
    });

    it("reports under which id the provider took a message, and it arrived once, at its recipient", async () => {
      const at = await open("accept");
      const outcome = await send(at, at.message(1));
      expect(outcome).toMatchObject({ kind: "accepted" });
      expect(outcome.kind === "accepted" && outcome.providerId.length).toBeGreaterThan(0);
      expect(at.arrivals().map(({ to }) => to)).toEqual([at.message(1).to]);
    });

    it("sends the same message as the same bytes, however often", async () => {
      const at = await open("accept");
      await send(at, at.message(1));
      await send(at, at.message(1));
      const [first, second] = at.arrivals();
      expect(first?.raw.length).toBeGreaterThan(0);
      expect(second?.raw).toBe(first?.raw);
    });

    it("sends nothing to what is not one bare recipient", async () => {
      const at = await open("accept");
      for (const to of at.strangers ?? notOneAddress) {
        expect({ to, ...(await send(at, at.message(1, { to }))) }).toMatchObject({
          to,
          kind: "rejected",
          suppress: false,
        });
      }
      expect(at.arrivals()).toEqual([]);
    });

    it.each(
      able([
        ["defer", { kind: "deferred" }, 0],
        ["reject_recipient", { kind: "rejected", suppress: true }, 0],
        ["reject_message", { kind: "rejected", suppress: false }, 0],
        ["drop_before_body", { kind: "deferred" }, 0],
        ["lose_answer", { kind: "unknown" }, 1],
      ] as const),
    )("tells the truth when the provider is made to %s", async (behaviour, expected, arrived) => {
      const at = await open(behaviour);
      const outcome = await send(at, at.message(1));
      expect(outcome).toMatchObject(expected);
      expect(outcome.kind !== "accepted" && outcome.reason.length).toBeGreaterThan(0);
      expect(at.arrivals()).toHaveLength(arrived);
    });

    it.each([
      ["hang_before_body", "deferred"],
      ["hang_after_body", "unknown"],
    ] as const)("ends a try at its time: after %s it is %s", async (behaviour, kind) => {
      const at = await open(behaviour);
      const time = new AbortController();
      const outcome = send(at, at.message(1), time.signal);
      await at.hanging();
      time.abort();
      expect(await outcome).toMatchObject({ kind });
    });

    it("sends nothing when the time is over before it starts", async () => {
      const at = await open("accept");
      expect(await send(at, at.message(1), AbortSignal.abort())).toMatchObject({ kind: "deferred" });
      expect(at.arrivals()).toEqual([]);
    });

    it("is able to send again after every kind of failure", async () => {
      const at = await open("accept");
      for (const [behaviour] of able([
        ["defer"],
        ["reject_recipient"],
        ["reject_message"],
        ["drop_before_body"],
        ["lose_answer"],
      ] as const)) {
        at.behave(behaviour);
        await send(at, at.message(1));
        at.behave("accept");
        expect({ behaviour, ...(await send(at, at.message(2))) }).toMatchObject({ behaviour, kind: "accepted" });
      }
    });

    it("carries more messages at once than it has room for, each to its own recipient", async () => {
      const at = await open("accept");
      const count = at.channel.limits.concurrency * 3 + 1;
      const messages = Array.from({ length: count }, (_, index) => at.message(index));
      const outcomes = await Promise.all(messages.map((message) => send(at, message)));
      expect(outcomes.filter(({ kind }) => kind === "accepted")).toHaveLength(count);
      expect(new Set(at.arrivals().map(({ to }) => to))).toEqual(new Set(messages.map(({ to }) => to)));
      expect(at.arrivals()).toHaveLength(count);
    });

    it("names no recipient in the reasons that it gives", async () => {
      const at = await open("accept");
      for (const [behaviour] of able([["defer"], ["reject_recipient"], ["reject_message"], ["lose_answer"]] as const)) {
        at.behave(behaviour);
        expect(JSON.stringify(await send(at, at.message(1)))).not.toContain(at.message(1).to);
      }
    });

    it("writes no log", async () => {
      const written = [
        ...(["log", "info", "warn", "debug"] as const).map((level) => vi.spyOn(console, level)),
        vi.spyOn(process.stdout, "write"),
        vi.spyOn(process.stderr, "write"),
      ];
      const at = await open("accept");
      await send(at, at.message(1));
      at.behave("reject_recipient");
      await send(at, at.message(2));
      for (const spy of written) expect(spy).not.toHaveBeenCalled();
      vi.restoreAllMocks();
    });

    it("takes nothing more once it is closed, and closes twice as well as once", async () => {
      const at = await open("accept");
      await send(at, at.message(1));
      await at.channel.close();
      await at.channel.close();
      expect(await send(at, at.message(2))).toMatchObject({ kind: "deferred" });
      expect(at.arrivals()).toHaveLength(1);
    });
  });
}
