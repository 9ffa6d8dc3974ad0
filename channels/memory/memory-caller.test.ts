import { describe, expect, it } from "vitest";
import type { OutgoingMessage, VoiceContent } from "#channels/channel.ts";
import { channelContract, type ProviderBehaviour } from "#channels/channel.contract.ts";
import { memoryCaller } from "./memory-caller.ts";
import { treatments } from "./treatments.fixture.ts";

function callTo(index: number, to = `+44770090${String(index).padStart(4, "0")}`): OutgoingMessage<VoiceContent> {
  return {
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to,
    date: Date.UTC(2026, 10, 22, 9),
    content: {
      kind: "voice",
      from: "+442071838750",
      markup: `<Response><Say>Your picks ${index}</Say></Response>`,
      ringSeconds: 25,
      maxSeconds: 60,
      onMachine: "hang_up",
    },
  };
}

channelContract<VoiceContent>("calls in memory", async () => {
  let behaviour: ProviderBehaviour = "accept";
  const channel = memoryCaller({ treat: () => treatments[behaviour] });
  return {
    channel,
    message: (index, change) => callTo(index, change?.to),
    behave: (next) => {
      behaviour = next;
    },
    hanging: () => Promise.resolve(),
    strangers: ["", "nobody", "b@x.example", "447700900001", "+0447700900001", "+447700900001,+447700900002"],
    arrivals: () => channel.calls.list().map(({ to, markup, from, key }) => ({ to, raw: `${from} ${key} ${markup}` })),
    close: () => Promise.resolve(),
  };
});

describe("calls in memory", () => {
  it("show the newest first, keep what was said in them, and forget the oldest when there are too many", async () => {
    const channel = memoryCaller({ maxCalls: 2 });
    const { calls } = channel;
    for (const index of [1, 2, 3]) await channel.send(callTo(index), { signal: new AbortController().signal });
    expect(calls.list().map(({ messageNumber }) => messageNumber)).toEqual([3, 2]);
    calls.goOn(3, [{ by: "us", text: "Hello" }], { token: "t", keys: ["1"] });
    calls.goOn(3, [{ by: "her", text: "1" }], undefined);
    calls.goOn(1, [{ by: "us", text: "Nobody listens" }], undefined);
    expect(calls.find(3)).toMatchObject({ lines: [{ text: "Hello" }, { text: "1" }], waiting: undefined });
    expect(calls.find(1)).toBeUndefined();
    expect(calls.find(3)?.callSid).toMatch(/^CA[0-9a-f]{32}$/);
  });
});
