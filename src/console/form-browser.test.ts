import { Hono } from "hono";
import { afterAll, beforeAll, describe } from "vitest";
import { startCall } from "#calls/start-call.ts";
import { draftOf } from "#customers/forms/draft/draft-of.ts";
import { beginDraft } from "#customers/forms/draft/drafts.ts";
import { putForm } from "#customers/forms/put-form.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { inspectPages } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium, pagesContract } from "#web/pages/gallery/pages.contract.ts";
import { consoleWorld } from "#tests/worlds/console-world.ts";
import { fillResponses } from "#tests/worlds/form-responses.ts";
import { mountConsole } from "./mount-console.ts";

const actor = { kind: "operator", id: "opr_1" } as const;
const form = "/console/forms/how-was-it";

describe.skipIf(!hasChromium)("the builder and the agents' screen in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  let call = "";
  beforeAll(async () => {
    const app = new Hono();
    mountAssets(app);
    pages = await openPages(app);
    const world = await consoleWorld(pages.origin);
    const { deps } = world;
    mountConsole(app, { ...deps, findSession: async () => ({ operatorId: "opr_1", role: "owner" }) });
    for (const [code, definition] of Object.entries(seedForms)) {
      await putForm({ deps: deps.forms, actor, code, input: { state: "live", definition } });
      if (code !== "register-product")
        await beginDraft(deps, { actor, code, draft: draftOf(definition), baseVersion: 1 });
    }
    const faulty = { locales: ["en"], inputs: {}, fields: [] } as const;
    await beginDraft(deps, { actor, code: "faulty", draft: faulty, baseVersion: 0 });
    await fillResponses(deps.forms);
    const started = await startCall(deps.forms, { actor, input: { customer: "ada", reference: "cti-7" } });
    call = started.ok ? `/console/calls/${started.value.id}` : "";
  }, 60_000);
  afterAll(() => pages.close());

  pagesContract(() =>
    inspectPages(pages, {
      paths: [
        "/console/forms",
        "/console/new-form",
        form,
        `${form}/responses`,
        `${form}/versions`,
        `${form}/edit`,
        `${form}/edit/words`,
        `${form}/edit/fields/f1`,
        `${form}/edit/fields/f2?checked=1`,
        `${form}/edit/fields/f3`,
        `${form}/preview`,
        `${form}/preview?look=kiosk&lang=ar`,
        "/console/forms/faulty/edit",
        "/console/forms/faulty/edit/words?checked=1",
        "/console/forms/news-by-mail/edit/fields/f3",
        "/console/calls",
        call,
        `${call}?done=note`,
        `${call}/forms/how-was-it`,
        `${call}/forms/news-by-mail`,
        `${call}/preferences`,
        `${call}/opt-out`,
      ],
      narrowest: 240,
    }),
  );
});
