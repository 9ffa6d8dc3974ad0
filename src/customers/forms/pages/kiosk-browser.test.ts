import { serve } from "@hono/node-server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerDevice } from "#customers/forms/kiosk/devices.ts";
import { setFormState } from "#customers/forms/set-form-state.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { openChromium } from "#web/pages/gallery/chromium.ts";
import { hasChromium } from "#web/pages/gallery/pages.contract.ts";
import { type FormWorld, formWorld } from "#tests/worlds/form-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

/** A server that can be pulled out of the wall and put back under the same address. */
function switchable(world: FormWorld) {
  let port = 0;
  let running: ReturnType<typeof serve> | undefined;
  return {
    origin: () => `http://127.0.0.1:${port}`,
    on: () =>
      new Promise<void>((resolve) => {
        running = serve({ fetch: world.app.fetch, port, hostname: "127.0.0.1" }, (info) => {
          ({ port } = info);
          resolve();
        });
      }),
    off: () =>
      new Promise<void>((resolve) => {
        running?.close(() => resolve());
        if (running !== undefined && "closeAllConnections" in running) running.closeAllConnections();
      }),
  };
}

/** What the device holds, as it lies in the browser's database. */
const heldIn = (page: Page) =>
  page.evaluate(async () => {
    const done = <Found>(request: IDBRequest<Found>) =>
      new Promise<Found>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(new Error("The database does not answer.")));
      });
    const db = await done(indexedDB.open("kiosk", 1));
    type Held = { readonly sealed: ArrayBuffer };
    const all: Held[] = await done(db.transaction("answers").objectStore("answers").getAll());
    db.close();
    return all.map(({ sealed }) => String.fromCodePoint(...new Uint8Array(sealed)));
  });

describe.skipIf(!hasChromium)("a device in a shop whose network breaks (needs Chromium)", () => {
  let world: FormWorld;
  let server: ReturnType<typeof switchable>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let path = "";

  const rows = (sql: string) => world.store.read<Record<string, unknown>>({ sql, params: [] });
  const open = () => page.goto(`${server.origin()}${path}`);
  const isKept = () =>
    page.waitForFunction(async () => {
      const { page: offline, thanks } = document.querySelector<HTMLElement>("[data-kiosk]")?.dataset ?? {};
      const sheets = [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map(({ href }) => href);
      const kept = await Promise.all([offline ?? "", thanks ?? "", ...sheets].map((url) => caches.match(url)));
      const worker = (await navigator.serviceWorker.getRegistration())?.active;
      const isAtWork = worker?.state === "activated" && navigator.serviceWorker.controller !== null;
      return isAtWork && kept.every((one) => one !== undefined);
    });
  const isEmpty = async () => {
    await expect.poll(() => heldIn(page), { timeout: 15_000 }).toEqual([]);
  };
  const answer = async (score: string) => {
    await page.locator(`input[name="a.recommend"][value="${score}"]`).check();
  };
  const press = () => page.locator("button.primary").click();

  beforeAll(async () => {
    world = await formWorld(await freshStore());
    for (const [code, definition] of Object.entries(seedForms)) await world.put(code, definition);
    const actor = { kind: "operator", id: "op" } as const;
    path = `/kiosk/how-was-it?device=${(await registerDevice(world.deps, { actor, label: "Till" })).token}`;
    server = switchable(world);
    await server.on();
    browser = await openChromium();
    context = await browser.newContext({ locale: "en" });
    page = await context.newPage();
    await open();
    await isKept();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.off();
  });

  it(
    "says so in words, takes answers all the same, keeps them sealed, and sends each once when the network is back",
    { timeout: 60_000 },
    async () => {
      await server.off();
      await open();
      expect(await page.getByText("There is no network at the moment.").isVisible()).toBe(true);
      expect(await page.getByText("After 24 hours it is deleted.").isVisible()).toBe(true);
      await press();
      expect(await page.getByText("There is no network").isVisible(), "what is required is asked for").toBe(true);
      const missing = page.getByLabel("What was missing?");
      expect(await missing.isVisible()).toBe(false);
      await answer("3");
      expect(await missing.isVisible()).toBe(true);
      await missing.fill("Somebody to ask");
      await press();
      await page.getByText("Every answer is read.").waitFor();
      await page.locator("[data-held]:not([hidden])").waitFor();
      await open();
      await answer("9");
      await press();
      await page.getByText("Every answer is read.").waitFor();
      const held = await heldIn(page);
      expect(held).toHaveLength(2);
      expect(held.join()).not.toContain("Somebody");
      expect(await rows("select 1 from form_submissions")).toEqual([]);

      await server.on();
      await open();
      await isEmpty();
      await open();
      expect(await rows("select channel, picked from form_submissions order by rowid")).toEqual([
        { channel: "kiosk", picked: '{"recommend":["3"]}' },
        { channel: "kiosk", picked: '{"recommend":["9"]}' },
      ]);
      expect(await rows("select answer from survey_answers where question = 'missing'")).toEqual([
        { answer: "Somebody to ask" },
      ]);
      expect(await page.locator("[data-held]").isHidden()).toBe(true);
    },
  );

  it(
    "in the middle of a form what was answered stays, and the last step is taken once",
    { timeout: 60_000 },
    async () => {
      const before = await rows("select 1 from form_submissions");
      await open();
      await isKept();
      await answer("4");
      await server.off();
      await press();
      await page.getByText("There is no network").waitFor();
      await expect.poll(() => page.locator('input[name="a.recommend"][value="4"]').isChecked()).toBe(true);
      await page.getByLabel("What was missing?").fill("A chair");
      const token = await page.locator('input[name="token"]').inputValue();
      await press();
      await page.getByText("Every answer is read.").waitFor();
      await server.on();
      await open();
      await isEmpty();
      expect(await rows("select 1 from form_submissions")).toHaveLength(before.length + 1);
      world.clock.advance(10_000);
      await world.post(path, [
        ["token", token],
        ["step", "10"],
        ["a.recommend", "4"],
      ]);
      expect(await rows("select 1 from form_submissions"), "the page itself arrived too").toHaveLength(
        before.length + 1,
      );
    },
  );

  it("answers that come while the form is off wait until it is on again", { timeout: 60_000 }, async () => {
    const before = await rows("select 1 from form_submissions");
    const turn = (state: "live" | "off") =>
      setFormState(world.deps, { actor: { kind: "operator", id: "op" }, code: "how-was-it", state });
    await open();
    await isKept();
    await server.off();
    await open();
    await answer("8");
    await press();
    await page.getByText("Every answer is read.").waitFor();
    await turn("off");
    await server.on();
    const left = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          navigator.serviceWorker.addEventListener("message", ({ data }) => {
            if (data.type === "held") resolve(data.count);
          });
          navigator.serviceWorker.controller?.postMessage({ type: "send" });
        }),
    );
    expect([left, (await heldIn(page)).length]).toEqual([1, 1]);
    await turn("live");
    await open();
    await isEmpty();
    expect(await rows("select 1 from form_submissions")).toHaveLength(before.length + 1);
  });

  it("answers that waited too long are deleted and never sent", { timeout: 60_000 }, async () => {
    const before = await rows("select 1 from form_submissions");
    await open();
    await isKept();
    await server.off();
    await open();
    await answer("7");
    await press();
    await page.getByText("Every answer is read.").waitFor();
    await page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open("kiosk", 1);
        request.onsuccess = () => resolve(request.result);
      });
      await new Promise<void>((resolve) => {
        const change = db.transaction("answers", "readwrite");
        const cursor = change.objectStore("answers").openCursor();
        cursor.onsuccess = () => {
          const found = cursor.result;
          if (found === null) return;
          const held = found.value as { at: number };
          found.update({ ...held, at: held.at - 25 * 3_600_000 });
          found.continue();
        };
        change.oncomplete = () => resolve();
      });
      db.close();
    });
    await server.on();
    await open();
    await isEmpty();
    expect(await rows("select 1 from form_submissions")).toHaveLength(before.length);
  });

  it("without script the device works as before, as long as there is a network", { timeout: 60_000 }, async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const other = await plain.newPage();
    await other.goto(`${server.origin()}${path}`);
    expect(await other.getByText("Step 1 of 2").isVisible()).toBe(true);
    await other.locator('input[name="a.recommend"][value="10"]').check();
    await other.locator("button.primary").click();
    world.clock.advance(10_000);
    await other.locator("button.primary").click();
    expect(await other.getByText("Every answer is read.").isVisible()).toBe(true);
    await plain.close();
  });
});
