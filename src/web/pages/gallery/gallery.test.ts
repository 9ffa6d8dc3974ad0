import { Hono } from "hono";
import { afterAll, beforeAll, describe } from "vitest";
import { galleryApp } from "./gallery-app.tsx";
import { inspectPages } from "./inspect-pages.ts";
import { openPages, type OpenPages } from "./open-pages.ts";
import { hasChromium, pagesContract } from "./pages.contract.ts";

describe.skipIf(!hasChromium)("the pages in a real browser (needs Chromium)", () => {
  const app = new Hono();
  const paths = galleryApp(app);
  let pages: OpenPages;
  beforeAll(async () => {
    pages = await openPages(app);
  }, 60_000);
  afterAll(() => pages.close());

  pagesContract(() => inspectPages(pages, { paths, narrowest: 240 }));
});
