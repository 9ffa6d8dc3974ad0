import { describe, expect, it } from "vitest";
import type { OutgoingMessage } from "#channels/channel.ts";
import { channelContract, type ProviderBehaviour } from "#channels/channel.contract.ts";
import { memoryChannel } from "./memory-channel.ts";
import { treatments } from "./treatments.fixture.ts";

const identity = { sendingDomain: "news.shop.example", bounceDomain: "bounce.shop.example", dkim: [] };

function messageTo(index: number, to = `reader${index}@mail.example`): OutgoingMessage {
  return {
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to,
    date: Date.UTC(2026, 10, 22, 9),
    content: {
      kind: "email",
      from: { name: "The Shop", address: "hello@news.shop.example" },
      subject: `Your picks ${index}`,
      html: "<p>Picks</p>",
      text: "Picks",
      listId: "weekly",
    },
  };
}

channelContract("memory", async () => {
  let behaviour: ProviderBehaviour = "accept";
  const channel = memoryChannel({ identity, treat: () => treatments[behaviour] });
  return {
    channel,
    message: (index, change) => messageTo(index, change?.to),
    behave: (next) => {
      behaviour = next;
    },
    hanging: () => Promise.resolve(),
    arrivals: () =>
      channel.mailbox
        .list()
        .map(({ envelope, raw }) => ({ to: envelope.to, raw: Buffer.from(raw).toString("latin1") })),
    close: () => Promise.resolve(),
  };
});

describe("the mailbox", () => {
  const { signal } = new AbortController();

  it("shows the newest first, finds by key, and shows a double as a double", async () => {
    const channel = memoryChannel({ identity });
    const { mailbox } = channel;
    for (const index of [1, 2, 2]) await channel.send(messageTo(index), { signal });
    expect(mailbox.list().map(({ messageNumber }) => messageNumber)).toEqual([2, 2, 1]);
    expect(mailbox.find(messageTo(1).key)?.subject).toBe("Your picks 1");
    expect(mailbox.find("nosuchkey2")).toBeUndefined();
    expect(mailbox.count()).toBe(3);
  });

  it("forgets the oldest when it is full, by number and by bytes, and still knows how many came", async () => {
    const byNumber = memoryChannel({ identity, bounds: { maxMessages: 2, maxBytes: 1_000_000 } });
    const byBytes = memoryChannel({ identity, bounds: { maxMessages: 100, maxBytes: 2_000 } });
    for (const index of [1, 2, 3, 4, 5]) {
      await byNumber.send(messageTo(index), { signal });
      await byBytes.send(messageTo(index), { signal });
    }
    expect(byNumber.mailbox.list().map(({ messageNumber }) => messageNumber)).toEqual([5, 4]);
    expect(byBytes.mailbox.list().reduce((bytes, { raw }) => bytes + raw.length, 0)).toBeLessThanOrEqual(2_000);
    expect(byBytes.mailbox.list()[0]?.messageNumber).toBe(5);
    expect(byNumber.mailbox.count()).toBe(5);
  });

  it("tells those who listen of each arrival until they stop", async () => {
    const channel = memoryChannel({ identity });
    const { mailbox } = channel;
    const heard: number[] = [];
    const stop = mailbox.subscribe(({ messageNumber }) => heard.push(messageNumber));
    await channel.send(messageTo(1), { signal });
    stop();
    await channel.send(messageTo(2), { signal });
    expect(heard).toEqual([1]);
  });
});
