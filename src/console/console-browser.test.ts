import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mountAssets } from "#web/pages/assets.ts";
import { inspectPages, visitPages } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium, pagesContract } from "#web/pages/gallery/pages.contract.ts";
import { holdAccounts, shareHome } from "#tests/worlds/shared-home.ts";
import { fillImportPages } from "#tests/worlds/imported-world.ts";
import { consoleWorld } from "#tests/worlds/console-world.ts";
import { holdBack } from "#tests/worlds/held-messages.ts";
import { mountConsole } from "./mount-console.ts";

const paths = [
  "/console",
  "/console/newsletters",
  "/console/newsletters/weekly",
  "/console/newsletters/weekly/state?to=stopped",
  "/console/newsletters/weekly/preview?customer=ada",
  "/console/messages",
  "/console/held",
  "/console/held/weekly",
  "/console/messages/5",
  "/console/messages/1?product=SPADE-2",
  "/console/clicks",
  "/console/customers",
  "/console/customers/ada",
  "/console/products",
  "/console/rules",
  "/console/rules/boost",
  "/console/rejected",
  "/console/imports",
  "/console/imports/imp_done",
  "/console/imports/imp_done/rejected",
  "/console/imports/imp_done/undo",
  "/console/imports/imp_stopped",
  "/console/settings",
  "/console/settings/hosts",
  "/console/settings/sender",
  "/console/settings/sms",
  "/console/settings/fields",
  "/console/keys",
  "/console/keys/new",
  "/console/keys/new?kind=write",
  "/console/keys/k1/revoke",
  "/console/operators",
  "/console/operators/new",
  "/console/operators/opr_1",
  "/console/password",
  "/console/audit",
  "/console/audit?actor=key&actorId=k1",
  "/console/sign-in?ended=1",
  "/mailbox",
  "/mailbox/1",
  "/mailbox/notices",
  "/mailbox/letters",
  "/mailbox/letters/1",
];

describe.skipIf(!hasChromium)("the console in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  beforeAll(async () => {
    const app = new Hono();
    mountAssets(app);
    pages = await openPages(app);
    const world = await consoleWorld(pages.origin);
    await holdAccounts(world.deps.store, world.deps.clock.now());
    await shareHome(world.deps.store, "weekly");
    await world.store.write([holdBack(6, 7)]);
    await fillImportPages(world.deps.imports);
    mountConsole(app, { ...world.deps, findSession: async () => ({ operatorId: "opr_1", role: "owner" }) });
  }, 60_000);
  afterAll(() => pages.close());

  pagesContract(() => inspectPages(pages, { paths, narrowest: 320 }));

  it(
    "no table is cut on a desk's screen: each of its columns is seen without moving it",
    { timeout: 60_000 },
    async () => {
      const cut = await visitPages(pages, { paths }, async (page, url) => {
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto(url);
        return page.evaluate(() =>
          [...document.querySelectorAll(".table-frame")]
            .filter((frame) => frame.scrollWidth > frame.clientWidth)
            .map((frame) => `${location.pathname}: ${frame.getAttribute("aria-label")}`),
        );
      });
      expect(cut.flat()).toEqual([]);
    },
  );

  it(
    "what a fact is called is broken inside no word, nor is a page wider than the screen, down to 240 pixels",
    { timeout: 60_000 },
    async () => {
      const some = ["/console/customers/ada", "/console/messages/1?product=SPADE-2", "/console/newsletters/weekly"];
      const found = await visitPages(pages, { paths: some }, async (page, url) => {
        const faults: string[] = [];
        for (const width of [240, 320, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(url);
          const broken = await page.evaluate(brokenLabels);
          faults.push(...broken.map((fault) => `${url} at ${width}: ${fault}`));
        }
        return faults;
      });
      expect(found.flat()).toEqual([]);
    },
  );

  it("a newsletter's preview is seen in its frame", { timeout: 60_000 }, async () => {
    const page = await pages.browser.newPage();
    await page.goto(`${pages.origin}/console/newsletters/weekly/preview?customer=ada`);
    expect(await page.frameLocator("iframe").getByText("Chosen for her").isVisible()).toBe(true);
    await page.close();
  });

  it("a mail's links open beside the console, and its frame shows it", { timeout: 60_000 }, async () => {
    const context = await pages.browser.newContext();
    await context.route("https://shop.example/**", (route) => route.fulfill({ body: "The shop" }));
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(`${pages.origin}/mailbox/1`);
    const frame = page.frameLocator("iframe");
    expect(await frame.getByText("Hello Ada").isVisible()).toBe(true);
    const [opened] = await Promise.all([
      context.waitForEvent("page"),
      frame.getByRole("link", { name: "Shop" }).click(),
    ]);
    await opened.waitForLoadState();
    expect([opened.url(), page.url()]).toEqual(["https://shop.example/", `${pages.origin}/mailbox/1`]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** Runs in the page: words of names of facts that stand on two lines, and how far the page goes over its screen. */
function brokenLabels(): string[] {
  const isBroken = (node: Node, from: number, to: number): boolean => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
  };
  const broken = [...document.querySelectorAll("dt")].flatMap((name) =>
    [...name.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .flatMap((node) =>
        [...(node.textContent ?? "").matchAll(/[^\s-]+/g)]
          .filter(({ index, 0: word }) => isBroken(node, index, index + word.length))
          .map(([word]) => word),
      ),
  );
  const over = document.documentElement.scrollWidth - innerWidth;
  return over > 0 ? [...broken, `${over} px too wide`] : broken;
}
