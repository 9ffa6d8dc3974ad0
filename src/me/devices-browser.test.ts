import { Hono } from "hono";
import type { BrowserContext, Page, Worker } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { noticePayloads } from "#channels/webpush/notice.ts";
import { listDevices } from "#customers/push/list-devices.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { fillOwnPage, ownShelf } from "#tests/worlds/own-page-world.ts";
import { newestCode, type OwnWorld, ownWorld } from "#tests/worlds/own-world.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium } from "#web/pages/gallery/pages.contract.ts";

type Shown = { readonly title: string; readonly body: string; readonly tag: string; readonly path: unknown };

/** What runs inside the worker is its own world: these are its names there. */
declare const registration: ServiceWorkerRegistration;

describe.skipIf(!hasChromium)("notices in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  let world: OwnWorld;
  let context: BrowserContext;
  beforeAll(async () => {
    const app = new Hono();
    mountAssets(app);
    pages = await openPages(app);
    world = await ownWorld(await freshStore(), { app, publicUrl: pages.origin, shelf: async () => ownShelf });
    await fillOwnPage(world);
  }, 60_000);
  afterEach(() => context.close());
  afterAll(() => pages.close());

  const entered = async (options: { readonly hasScript?: boolean } = {}): Promise<Page> => {
    context = await pages.browser.newContext({
      viewport: { width: 320, height: 600 },
      javaScriptEnabled: options.hasScript ?? true,
    });
    const page = await context.newPage();
    // So many codes go to one address in a quarter of an hour, and no more.
    world.clock.advance(HOUR_MS);
    await page.goto(`${pages.origin}/me/enter`);
    await page.locator("input[type=email]").fill("ada@people.example");
    await page.locator("main button").click();
    await world.deliver();
    await page.locator("input[name=code]").fill(newestCode(world.mailbox));
    await page.locator("main button").click();
    return page;
  };

  /** The worker as the page registers it, and a push service that is the browser's own back door. */
  const working = async () => {
    const page = await entered();
    await context.grantPermissions(["notifications"], { origin: pages.origin });
    await page.goto(`${pages.origin}/me/devices`);
    const cdp = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        for (const { registrationId } of registrations) resolve(registrationId);
      });
    });
    await cdp.send("ServiceWorker.enable");
    const starting = context.waitForEvent("serviceworker");
    await page.evaluate(async () => {
      await navigator.serviceWorker.register("/me/notices.js", { scope: "/me/" });
      await navigator.serviceWorker.ready;
    });
    const worker = await starting;
    const registrationId = await registered;
    await countShown(worker);
    const push = async (data: string) => {
      const before = await shownSoFar(worker);
      await cdp.send("ServiceWorker.deliverPushMessage", { origin: pages.origin, registrationId, data });
      await expect.poll(() => shownSoFar(worker)).toBe(before + 1);
      return shownBy(worker);
    };
    return { page, worker, push };
  };

  /** Chromium forgets a notice about which it is asked while it is being shown: so it is asked after that. */
  const countShown = (worker: Worker) =>
    worker.evaluate(() => {
      const show = registration.showNotification.bind(registration);
      Object.assign(globalThis, { shownSoFar: 0 });
      registration.showNotification = async (...given) => {
        await show(...given);
        Reflect.set(globalThis, "shownSoFar", (Reflect.get(globalThis, "shownSoFar") as number) + 1);
      };
    });
  const shownSoFar = (worker: Worker) => worker.evaluate(() => Reflect.get(globalThis, "shownSoFar") as number);

  const shownBy = (worker: Worker): Promise<readonly Shown[]> =>
    worker.evaluate(async () =>
      (await registration.getNotifications()).map(({ title, body, tag, data }) => ({
        title,
        body,
        tag,
        path: (data as { path: unknown }).path,
      })),
    );

  /** A press on every notice that is shown; a browser opens windows only for a real one, so what would be opened is told. */
  const press = (worker: Worker): Promise<readonly string[]> =>
    worker.evaluate(async () => {
      const windows: string[] = [];
      Object.assign(Reflect.get(globalThis, "clients") as object, {
        openWindow: async (url: string) => void windows.push(url),
      });
      const Pressed = Reflect.get(globalThis, "NotificationEvent") as new (name: string, init: object) => Event;
      const work: Promise<unknown>[] = [];
      for (const notification of await registration.getNotifications()) {
        const event = new Pressed("notificationclick", { notification });
        Object.assign(event, { waitUntil: (some: Promise<unknown>) => work.push(some) });
        globalThis.dispatchEvent(event);
      }
      await Promise.all(work);
      return windows;
    });

  it("show title and line, and a press opens our own signed address on this origin and closes the notice", async () => {
    const { worker, push } = await working();
    const token = "A".repeat(35);
    const notice = { title: "Your picks", body: "Three things", tag: "k1", language: "en" };
    const { payload } = noticePayloads({ ...notice, url: `${pages.origin}/j/${token}` }, pages.origin);
    expect(await push(payload)).toEqual([
      { title: "Your picks", body: "Three things", tag: "k1", path: `/j/${token}` },
    ]);
    expect(await press(worker)).toEqual([`${pages.origin}/j/${token}`]);
    expect(await shownBy(worker)).toEqual([]);
  });

  it("of one message are one, however often it is pushed", async () => {
    const { worker, push } = await working();
    const notice = { title: "Your picks", body: "", tag: "k1", language: "en", url: "" };
    const { payload } = noticePayloads(notice, pages.origin);
    await push(payload);
    await push(payload);
    expect(await shownBy(worker)).toHaveLength(1);
  });

  it("open nothing foreign, whatever the payload says, and always show something", { timeout: 60_000 }, async () => {
    const { worker, push } = await working();
    const payloads = [
      "",
      "{",
      "null",
      JSON.stringify({ t: "A", b: "", k: "k", l: "", p: "https://evil.example/" }),
      JSON.stringify({ t: "A", b: "", k: "k", l: "", p: "//evil.example/" }),
      JSON.stringify({ t: "A", b: "", k: "k", l: "", p: `/j/${"A".repeat(35)}@evil.example` }),
      JSON.stringify({ t: "A", b: "", k: "k", l: "", p: "/../console" }),
      JSON.stringify({ t: "A", b: "", k: "k", l: "", p: "javascript:alert(1)" }),
      JSON.stringify({ title: "A", url: "https://evil.example/" }),
    ];
    for (const payload of payloads) {
      const shown = await push(payload);
      expect({ payload, paths: shown.map(({ path }) => path) }).toEqual({ payload, paths: ["/me"] });
      expect({ payload, opened: await press(worker) }).toEqual({ payload, opened: [`${pages.origin}/me`] });
    }
  });

  it("are asked for only after her press; a no is told and nothing is kept", async () => {
    const page = await entered();
    await page.addInitScript(() => {
      const asked = { count: 0, permission: "default" };
      Object.assign(globalThis, { asked });
      Object.defineProperty(Notification, "permission", { get: () => asked.permission });
      Notification.requestPermission = async () => {
        asked.count += 1;
        asked.permission = "denied";
        return "denied";
      };
    });
    const before = await listDevices(world.store, 1);
    await page.goto(`${pages.origin}/me/devices`);
    const button = page.getByRole("button", { name: "Show notices on this device" });
    await button.waitFor();
    const asked = () => page.evaluate(() => Reflect.get(globalThis, "asked") as { count: number });
    expect((await asked()).count).toBe(0);
    expect(await page.getByText("a small script of ours").isVisible()).toBe(false);
    await button.click();
    await page.getByText("This browser was told to show nothing from here").waitFor();
    expect((await asked()).count).toBe(1);
    expect(await button.isVisible()).toBe(false);
    await page.reload();
    expect(await listDevices(world.store, 1)).toEqual(before);
  });

  it("are explained kindly where no script runs, and her devices can be switched off there", async () => {
    const page = await entered({ hasScript: false });
    await page.goto(`${pages.origin}/me/devices`);
    expect(await page.getByText("a small script of ours").isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: "Show notices on this device" }).isVisible()).toBe(false);
    const before = (await listDevices(world.store, 1)).length;
    await page.getByRole("button", { name: "Switch off: Firefox, Android" }).click();
    expect(await page.getByText("Saved.").isVisible()).toBe(true);
    expect(await listDevices(world.store, 1)).toHaveLength(before - 1);
  });
});
