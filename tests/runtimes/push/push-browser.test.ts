import { serve } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Channel, OutgoingMessage, PushContent } from "#channels/channel.ts";
import { noticePayloads } from "#channels/webpush/notice.ts";
import { type VapidKey, vapidKey } from "#channels/webpush/vapid.ts";
import { webPushChannel } from "#channels/webpush/webpush-channel.ts";
import { findPushTargets } from "#customers/push/list-devices.ts";
import { nodeTransport } from "#entry/node/node-transport.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { deviceChannel } from "#messages/push/device-channel.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { newestCode, type OwnWorld, ownWorld } from "#tests/worlds/own-world.ts";
import { type Firefox, hasFirefox, openFirefox } from "./firefox.ts";
import { type PushServer, startPushServer } from "./push-server.ts";

const { signal } = new AbortController();
const [firstKey, secondKey] = [7, 8].map((byte, index) => vapidKey(String(index), new Uint8Array(32).fill(byte))) as [
  VapidKey,
  VapidKey,
];

type Shown = { readonly title: string; readonly body: string; readonly path: string };

describe.skipIf(!hasFirefox)("push messages into a real browser (package firefox-esr)", () => {
  let service: PushServer;
  let firefox: Firefox;
  let world: OwnWorld;
  let origin = "";
  let stop = () => {};
  const offered: { keys: [VapidKey, ...VapidKey[]] } = { keys: [firstKey] };

  beforeAll(async () => {
    service = await startPushServer();
    const { Hono } = await import("hono");
    const app = new Hono();
    origin = await new Promise((resolve) => {
      const running = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
        stop = () => running.close();
        resolve(`http://127.0.0.1:${port}`);
      });
    });
    const push = {
      get keys() {
        return offered.keys;
      },
      services: new Set([service.origin]),
    };
    world = await ownWorld(await freshStore(), { app, publicUrl: origin, push });
    firefox = await openFirefox(service.socketUrl);
  }, 120_000);
  afterAll(async () => {
    await firefox.close();
    stop();
    await service.close();
  }, 60_000);

  const press = (selector: string) => firefox.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  const fill = (selector: string, value: string) =>
    firefox.evaluate(`document.querySelector(${JSON.stringify(selector)}).value = ${JSON.stringify(value)}`);
  const isAt = async (path: string) => {
    await expect
      .poll(() => firefox.evaluate<string>("location.pathname + location.search").catch(() => ""), { timeout: 20_000 })
      .toBe(path);
  };
  const enter = async () => {
    await firefox.goto(`${origin}/me/enter`);
    await fill("input[type=email]", "ada@people.example");
    await press("main button");
    await isAt("/me/code");
    await world.deliver();
    await fill("input[name=code]", newestCode(world.mailbox));
    await press("main button");
    await isAt("/me");
  };

  const targets = () => findPushTargets(world.deps, 1);
  const channel = (): Channel<PushContent> => {
    const services = new Set([service.origin]);
    const inner = webPushChannel({
      keys: offered.keys,
      subject: "mailto:push@shop.example",
      services,
      clock: world.clock,
      post: providerPoster(nodeTransport(), services),
    });
    return deviceChannel(inner, world.deps);
  };
  const token = "A".repeat(35);
  const message = (title: string): OutgoingMessage<PushContent> => ({
    messageNumber: 1,
    key: "k",
    to: "push:1",
    date: 0,
    content: {
      kind: "push",
      keys: { p256dh: "", auth: "" },
      ...noticePayloads({ title, body: "Grüße 🎈", url: `${origin}/j/${token}`, tag: title, language: "en" }, origin),
      ttlSeconds: 60,
      urgency: "normal",
    },
  });
  const shown = () =>
    firefox.evaluate<readonly Shown[]>(
      `navigator.serviceWorker.getRegistration("/me/").then((one) => one.getNotifications())
        .then((all) => all.map(({ title, body, data }) => ({ title, body, path: data.path })))`,
    );

  it(
    "are agreed to on her page, arrive encrypted, are opened by the browser alone and shown",
    { timeout: 60_000 },
    async () => {
      await enter();
      await firefox.goto(`${origin}/me/devices`);
      await press("form[data-push] button");
      await isAt("/me/devices?done=1");
      expect(await targets()).toMatchObject([{ vapidKey: "0" }]);
      expect(await channel().send(message("First"), { signal })).toMatchObject({ kind: "accepted" });
      await expect.poll(() => service.acknowledged, { timeout: 20_000 }).toEqual([100]);
      await expect.poll(shown, { timeout: 4_000 }).toEqual([{ title: "First", body: "Grüße 🎈", path: `/j/${token}` }]);
      const here = `!document.querySelector("[data-device] [data-here]").hidden`;
      await expect.poll(() => firefox.evaluate(here)).toBe(true);
    },
  );

  it("go on under a new key of the sender: the worker subscribes anew by itself", { timeout: 60_000 }, async () => {
    const [before] = await targets();
    offered.keys = [secondKey, firstKey];
    expect(await channel().send(message("Still"), { signal })).toMatchObject({ kind: "accepted" });
    await firefox.evaluate(`navigator.serviceWorker.getRegistration("/me/").then((one) => one.update()).then(() => 1)`);
    await expect.poll(async () => (await targets())[0]?.vapidKey, { timeout: 20_000 }).toBe("1");
    expect((await targets()).map(({ endpoint }) => endpoint)).not.toContain(before?.endpoint);
    expect(await channel().send(message("Second"), { signal })).toMatchObject({ kind: "accepted" });
    await expect.poll(async () => (await shown()).map(({ title }) => title), { timeout: 20_000 }).toContain("Second");
  });

  it("end where she ends them: the service says gone, and the browser is pruned", { timeout: 60_000 }, async () => {
    world.clock.advance(HOUR_MS / 2);
    const [target] = await targets();
    if (target === undefined) throw new Error("A browser is subscribed.");
    await firefox.goto(`${origin}/me/devices`);
    // The browser ends it by itself, as in its own settings; nobody tells us.
    await firefox.evaluate(
      `navigator.serviceWorker.getRegistration("/me/").then((one) => one.pushManager.getSubscription())
        .then((one) => one.unsubscribe())`,
    );
    await expect
      .poll(async () => (await channel().send(message("Third"), { signal })).kind, { timeout: 20_000 })
      .toBe("rejected");
    expect(service.answered.at(-1)).toBe(410);
    expect(await targets()).toEqual([]);
    expect(await channel().send(message("Fourth"), { signal })).toMatchObject({ reason: "no_device" });
  });
});
