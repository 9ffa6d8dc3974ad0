import { describe, expect, it } from "vitest";
import type { OutgoingMessage, PushContent } from "#channels/channel.ts";
import { channelContract, type ProviderBehaviour } from "#channels/channel.contract.ts";
import { memoryDevices } from "./memory-devices.ts";
import { treatments } from "./treatments.fixture.ts";

function noticeTo(index: number, to = `https://push.example/browser/${index}`): OutgoingMessage<PushContent> {
  return {
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to,
    date: Date.UTC(2026, 10, 22, 9),
    content: {
      kind: "push",
      keys: { p256dh: "", auth: "" },
      payload: JSON.stringify({ v: 1, t: `Your picks ${index}` }),
      shortPayload: "{}",
      ttlSeconds: 60,
      urgency: "low",
    },
  };
}

channelContract<PushContent>("browsers in memory", async () => {
  let behaviour: ProviderBehaviour = "accept";
  const channel = memoryDevices({ treat: () => treatments[behaviour] });
  return {
    channel,
    message: (index, change) => noticeTo(index, change?.to),
    behave: (next) => {
      behaviour = next;
    },
    hanging: () => Promise.resolve(),
    strangers: ["", "nobody", "b@x.example", "http://push.example/1", "https://a.example/1,https://b.example/2"],
    arrivals: () =>
      channel.devices
        .list()
        .map(({ arrival, ...notice }) => ({ to: notice.endpoint, raw: arrival > 0 ? JSON.stringify(notice) : "" })),
    close: () => Promise.resolve(),
  };
});

describe("browsers in memory", () => {
  it("show the newest first, and forget the oldest when there are too many", async () => {
    const channel = memoryDevices({ maxNotices: 2 });
    const { devices } = channel;
    for (const index of [1, 2, 3]) await channel.send(noticeTo(index), { signal: new AbortController().signal });
    expect(devices.list().map(({ messageNumber }) => messageNumber)).toEqual([3, 2]);
    expect(devices.count()).toBe(3);
    expect(devices.find(1)).toBeUndefined();
    expect(devices.find(3)?.payload).toContain("Your picks 3");
  });
});
