import { describe, expect, it } from "vitest";
import type { OutgoingMessage, SmsContent } from "#channels/channel.ts";
import { channelContract, type ProviderBehaviour } from "#channels/channel.contract.ts";
import { memoryPhone } from "./memory-phone.ts";
import { treatments } from "./treatments.fixture.ts";

function textTo(index: number, to = `+44770090${String(index).padStart(4, "0")}`): OutgoingMessage<SmsContent> {
  return {
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to,
    date: Date.UTC(2026, 10, 22, 9),
    content: { kind: "sms", from: "Fernhill", text: `Your picks ${index}`, encoding: "gsm7", segments: 1 },
  };
}

channelContract<SmsContent>("a telephone in memory", async () => {
  let behaviour: ProviderBehaviour = "accept";
  const channel = memoryPhone({ treat: () => treatments[behaviour] });
  return {
    channel,
    message: (index, change) => textTo(index, change?.to),
    behave: (next) => {
      behaviour = next;
    },
    hanging: () => Promise.resolve(),
    strangers: ["", "nobody", "b@x.example", "447700900001", "+0447700900001", "+447700900001,+447700900002"],
    arrivals: () =>
      channel.phone
        .list()
        .map(({ arrival, ...text }) => ({ to: text.to, raw: arrival > 0 ? JSON.stringify(text) : "" })),
    close: () => Promise.resolve(),
  };
});

describe("telephones in memory", () => {
  it("show the newest first, and forget the oldest when there are too many", async () => {
    const channel = memoryPhone({ maxTexts: 2 });
    const { phone } = channel;
    for (const index of [1, 2, 3]) await channel.send(textTo(index), { signal: new AbortController().signal });
    expect(phone.list().map(({ messageNumber }) => messageNumber)).toEqual([3, 2]);
    expect(phone.count()).toBe(3);
    expect(phone.find(1)).toBeUndefined();
    expect(phone.find(3)?.text).toBe("Your picks 3");
  });
});
