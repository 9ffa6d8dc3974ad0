import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { PrintContent } from "#channels/channel.ts";
import { type Arrival, channelContract, type ProviderBehaviour } from "#channels/channel.contract.ts";
import { type FiledLetter, folderChannel } from "#channels/print/folder/folder-channel.ts";
import { postalText } from "#channels/postal-address.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { letterMessage, strangers } from "./messages.fixture.ts";

channelContract<PrintContent>(
  "a folder for letters",
  async () => {
    const arrivals: Arrival[] = [];
    let behaviour: ProviderBehaviour = "accept";
    const never = () => new Promise<never>(() => undefined);
    const take = ({ address, pdf, ...letter }: FiledLetter) =>
      void arrivals.push({ to: postalText(address), raw: JSON.stringify({ ...letter, pdf: [...pdf] }) });
    const file = async (letter: FiledLetter, onFiling: () => void) => {
      if (behaviour === "defer" || behaviour === "drop_before_body") throw new Error("The disk is full.");
      if (behaviour === "hang_before_body") return never();
      onFiling();
      if (behaviour === "hang_after_body") return never();
      take(letter);
      if (behaviour === "lose_answer") throw new Error("The disk is gone.");
      return undefined;
    };
    return {
      channel: folderChannel({ file }),
      message: letterMessage,
      behave: (next) => {
        behaviour = next;
      },
      hanging: async () => {
        await setTimeout(0);
      },
      arrivals: () => arrivals,
      strangers,
      close: () => Promise.resolve(),
    };
  },
  { cannot: ["reject_recipient", "reject_message"] },
);

describe("a folder for letters", () => {
  it("has a letter under the day for which it was made, whenever it comes, and knows its key for a week", async () => {
    const filed: FiledLetter[] = [];
    const channel = folderChannel({ file: async (letter) => void filed.push(letter) });
    const { signal } = new AbortController();
    await channel.send(letterMessage(1), { signal });
    await channel.send(letterMessage(1), { signal });
    expect(filed.map(({ day }) => day)).toEqual(["2026-11-22", "2026-11-22"]);
    expect(new Set(filed.map(({ key }) => key))).toEqual(new Set([letterMessage(1).key]));
    expect(channel.limits.idempotencyWindowMs).toBe(7 * DAY_MS);
  });
});
