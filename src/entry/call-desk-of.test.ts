import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "#kernel/clock.ts";
import { START } from "#tests/worlds/message-world.ts";
import { addCallReader, voiceWorld } from "#tests/worlds/voice-world.ts";
import { callDeskOf } from "./call-desk-of.ts";

const US = "+12125550100";

async function desk() {
  const world = await voiceWorld({
    callers: [{ sender: "+12025550001", countries: [], perSecond: 10, isRegistered: true }],
  });
  await addCallReader(world, "ada", { phone: US });
  await world.turnAt(START + 8 * HOUR_MS);
  const channel = world.channels.get("voice");
  if (channel?.kind !== "voice") throw new Error("Nothing calls.");
  const made = callDeskOf(world.callDeps, { channel: channel as never, tokens: [], calls: world.calls });
  if (made === undefined) throw new Error("There is no desk.");
  return { world, made };
}

describe("telephones in memory", () => {
  it("are picked up once, and their keys do what keys of telephones do", async () => {
    const { world, made } = await desk();
    expect(made.list()[0]).toMatchObject({ to: US, lines: [] });
    await made.goOn(1, undefined);
    expect(made.find(1)?.waiting?.keys).toEqual(["1", "2", "9"]);
    await made.goOn(1, "9");
    await made.goOn(1, "9");
    expect(made.find(1)?.lines.map(({ by }) => by)).toEqual(["us", "her", "us"]);
    expect(made.find(1)?.waiting).toBeUndefined();
    expect(await world.store.read(sql`select channel, reason from suppressions`)).toEqual([
      { channel: "voice", reason: "stop" },
    ]);
  });

  it("call us, with their number or without, and hear the menu", async () => {
    const { made } = await desk();
    for (const from of [US, ""]) {
      const arrival = await made.callUs(from);
      await made.goOn(arrival, "1");
      expect(
        made
          .find(arrival)
          ?.lines.map(({ text }) => text)
          .join(" "),
      ).toContain("Monday to Friday");
    }
    expect(made.count()).toBe(3);
  });

  it("are nobody's where calls leave by a provider", async () => {
    const { world } = await desk();
    expect(callDeskOf(world.callDeps, undefined)).toBeUndefined();
  });
});
