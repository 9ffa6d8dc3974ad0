import { describe, expect, it } from "vitest";
import type { PrintContent } from "#channels/channel.ts";
import { channelContract, type ProviderBehaviour } from "#channels/channel.contract.ts";
import { letterMessage, strangers } from "#channels/print/tests/messages.fixture.ts";
import { memoryLetterbox } from "./memory-letterbox.ts";
import { treatments } from "./treatments.fixture.ts";

channelContract<PrintContent>("a letterbox in memory", async () => {
  let behaviour: ProviderBehaviour = "accept";
  const channel = memoryLetterbox({ treat: () => treatments[behaviour] });
  return {
    channel,
    message: letterMessage,
    behave: (next) => {
      behaviour = next;
    },
    hanging: () => Promise.resolve(),
    strangers,
    arrivals: () =>
      channel.letterbox.list().map(({ to, key, content: { pdf, sheets } }) => ({
        to,
        raw: JSON.stringify({ key, sheets, pdf: [...pdf] }),
      })),
    close: () => Promise.resolve(),
  };
});

describe("letterboxes in memory", () => {
  it("show the newest first, and forget the oldest when there are too many", async () => {
    const channel = memoryLetterbox({ maxLetters: 2 });
    const { letterbox } = channel;
    for (const index of [1, 2, 3]) await channel.send(letterMessage(index), { signal: new AbortController().signal });
    expect(letterbox.list().map(({ messageNumber }) => messageNumber)).toEqual([3, 2]);
    expect(letterbox.count()).toBe(3);
    expect(letterbox.find(1)).toBeUndefined();
    expect(letterbox.find(3)?.content.picture()).toBe("<svg/>");
  });
});
