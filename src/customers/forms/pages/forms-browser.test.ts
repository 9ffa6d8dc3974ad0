import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerDevice } from "#customers/forms/kiosk/devices.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { inspectPages } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium, pagesContract } from "#web/pages/gallery/pages.contract.ts";
import { type FormWorld, formWorld } from "#tests/worlds/form-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

describe.skipIf(!hasChromium)("hosted forms in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  let world: FormWorld;
  let kiosk = "";
  beforeAll(async () => {
    world = await formWorld(await freshStore());
    for (const [code, definition] of Object.entries(seedForms)) await world.put(code, definition);
    const actor = { kind: "operator", id: "op" } as const;
    kiosk = `?device=${(await registerDevice(world.deps, { actor, label: "Till" })).token}`;
    pages = await openPages(world.app);
  }, 60_000);
  afterAll(() => pages.close());

  pagesContract(() =>
    inspectPages(pages, {
      paths: [
        ...Object.keys(seedForms).flatMap((code) => [
          `/forms/${code}`,
          `/forms/${code}?lang=ar`,
          `/kiosk/${code}${kiosk}`,
        ]),
        `/kiosk/how-was-it/offline${kiosk}`,
        `/kiosk/news-by-mail/thanks${kiosk}&lang=ar`,
        "/forms/confirm/none",
      ],
      narrowest: 240,
    }),
  );

  it(
    "a scale's eleven numbers stand in one row on a desk, and each can be hit on a phone",
    { timeout: 60_000 },
    async () => {
      const page = await pages.browser.newPage();
      await page.goto(`${pages.origin}/forms/how-was-it`);
      const rowsAt = async (width: number) => {
        await page.setViewportSize({ width, height: 700 });
        return page.evaluate(() => {
          const boxes = [...document.querySelectorAll(".scale .choice")].map((one) => one.getBoundingClientRect());
          return {
            rows: new Set(boxes.map(({ top }) => top)).size,
            narrowest: Math.min(...boxes.map(({ width: w }) => w)),
          };
        });
      };
      expect(await rowsAt(1280)).toMatchObject({ rows: 1 });
      expect((await rowsAt(320)).narrowest).toBeGreaterThanOrEqual(44);
      await page.locator('input[value="10"]').check();
      expect(await page.locator('input[value="10"]').isChecked()).toBe(true);
      await page.close();
    },
  );
});
