import { Hono } from "hono";
import { afterAll, beforeAll, describe } from "vitest";
import { MINUTE_MS } from "#kernel/clock.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { inspectPages } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium, pagesContract } from "#web/pages/gallery/pages.contract.ts";
import { consoleWorld } from "#tests/worlds/console-world.ts";
import { addKnownCustomer, type WebhookWorld } from "#tests/worlds/webhook-world.ts";
import { mountConsole } from "./mount-console.ts";

describe.skipIf(!hasChromium)("the webhook pages in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  let id = "";
  beforeAll(async () => {
    const app = new Hono();
    mountAssets(app);
    pages = await openPages(app);
    const world = await consoleWorld(pages.origin);
    mountConsole(app, { ...world.deps, findSession: async () => ({ operatorId: "opr_1", role: "owner" }) });
    const webhooks = world.deps.outbound as WebhookWorld;
    ({ id } = await webhooks.endpoint({ types: ["customer.created", "consent.withdrawn"], description: "ERP" }));
    await webhooks.endpoint({
      types: ["import.finished"],
      url: "https://a-rather-long-host-name.of.a.warehouse.example/",
    });
    for (const code of ["c1", "c2", "c3"]) await addKnownCustomer(world.store, code);
    await webhooks.turn();
    webhooks.answer = () => new Response(null, { status: 503 });
    await addKnownCustomer(world.store, "c4");
    await webhooks.turn();
    world.clock.advance(MINUTE_MS);
  }, 60_000);
  afterAll(() => pages.close());

  pagesContract(() =>
    inspectPages(pages, {
      paths: [
        "/console/webhooks",
        "/console/webhooks/new",
        `/console/webhooks/${id}`,
        `/console/webhooks/${id}?tested=1`,
        `/console/webhooks/${id}?state=failed&replayed=3`,
        `/console/webhooks/${id}/edit`,
        `/console/webhooks/${id}/secret`,
        `/console/webhooks/${id}/delete`,
      ],
      narrowest: 320,
    }),
  );
});
