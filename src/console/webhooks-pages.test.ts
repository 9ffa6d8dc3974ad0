import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { collectHappenings } from "#outbound/webhooks/collect-happenings.ts";
import { type ConsoleWorld, consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";
import { addKnownCustomer, type WebhookWorld } from "#tests/worlds/webhook-world.ts";

const ORIGIN = "https://news.shop.example";
const PATH = "/console/webhooks";

let world: ConsoleWorld;
let cookie: string;
/** What receivers answer. */
const receiver = () => world.deps.outbound as WebhookWorld;

beforeEach(async () => {
  world = await consoleWorld(ORIGIN);
  cookie = await world.cookieOf("owner");
});

const post = (path: string, fields: Record<string, string | readonly string[]> = {}) =>
  postForm(world, path, { cookie, fields });

const fields = { url: "https://erp.shop.example/in", description: "ERP", types: ["customer.created"], discloses: [] };

async function make(): Promise<string> {
  await post(`${PATH}/new`, fields);
  const [row] = await world.store.read<{ id: string }>(sql`select id from webhook_endpoints`);
  return `${PATH}/${row?.id}`;
}

describe("the webhook pages", () => {
  it("the form makes an endpoint, whose secret is shown this once and on no other page", async () => {
    const made = await (await post(`${PATH}/new`, fields)).text();
    const secret = /whsec_[A-Za-z0-9+/=]+/.exec(made)?.[0] ?? "";
    expect(secret).toHaveLength(50);
    const list = await getPage(world, PATH, cookie);
    expect(list.text).toContain("ERP");
    const path = /\/console\/webhooks\/whe_[0-9a-z]+/.exec(list.text)?.[0] ?? "";
    const page = await getPage(world, path, cookie);
    expect(page.text).toContain("codes alone");
    expect(list.text + page.text).not.toContain("whsec_");
  });

  it("a form that names a private address or nothing to hear of says so at its fields", async () => {
    const inside = await post(`${PATH}/new`, { ...fields, url: "https://10.0.0.1/" });
    expect(inside.status).toBe(422);
    expect(await inside.text()).toContain("private network");
    const deaf = await post(`${PATH}/new`, { ...fields, types: [] });
    expect(deaf.status).toBe(422);
    expect(await deaf.text()).toContain("Choose at least one.");
  });

  it("a test says at once what was answered", async () => {
    const path = await make();
    receiver().answer = () => new Response(null, { status: 401 });
    const failed = await post(`${path}/test`);
    expect((await getPage(world, failed.headers.get("location") ?? "", cookie)).text).toContain(
      "The test did not arrive: 401",
    );
    receiver().answer = () => new Response(null, { status: 204 });
    const good = await post(`${path}/test`);
    expect((await getPage(world, good.headers.get("location") ?? "", cookie)).text).toContain("The test arrived: 204");
  });

  it("deliveries are looked through by state, and one or all are sent again", async () => {
    const path = await make();
    await addKnownCustomer(world.store, "new-one");
    await collectHappenings(world.deps.outbound);
    await receiver().turn();
    const arrived = await getPage(world, `${path}?state=delivered`, cookie);
    expect(arrived.text).toContain("customer.created");
    expect((await getPage(world, `${path}?state=failed`, cookie)).text).toContain("Nothing here");
    const action = /action="([^"]+\/replay)"/.exec(arrived.text)?.[1] ?? "";
    expect((await post(action)).headers.get("location")).toBe(`${path}?done=again`);
    await receiver().turn();
    const all = await post(`${path}/replay`, { which: "all", days: "1" });
    expect(all.headers.get("location")).toMatch(/replayed=\d+$/);
    expect((await post(`${path}/replay`, { which: "all", days: "400" })).status).toBe(400);
  });

  it("an endpoint is switched off and on, changed, given a new secret and deleted, each with its record", async () => {
    const path = await make();
    await post(`${path}/off`);
    expect((await getPage(world, path, cookie)).text).toContain("switched off");
    await post(`${path}/on`);
    expect((await post(`${path}/edit`, { ...fields, description: "Ledger" })).status).toBe(303);
    expect((await getPage(world, path, cookie)).text).toContain("Ledger");
    expect(await (await post(`${path}/secret`)).text()).toMatch(/whsec_/);
    expect((await getPage(world, path, cookie)).text).toContain("Two secrets sign until");
    await post(`${path}/delete`);
    expect((await getPage(world, path, cookie)).status).toBe(404);
    const rows = await world.store.read<{ action: string }>(
      sql`select action from audit_log where subject_kind = 'webhook-endpoint' order by id`,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      "create-webhook-endpoint",
      "change-webhook-endpoint",
      "change-webhook-endpoint",
      "change-webhook-endpoint",
      "rotate-webhook-secret",
      "delete-webhook-endpoint",
    ]);
  });

  it("who may only read sees endpoints and deliveries, and can do nothing with them", async () => {
    const path = await make();
    const viewer = await world.cookieOf("viewer");
    const page = await getPage(world, path, viewer);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain(`${path}/test`);
    for (const part of ["test", "off", "secret", "delete", "replay"]) {
      const answer = await postForm(world, `${path}/${part}`, { cookie: viewer, fields: {} });
      expect([part, answer.status]).toEqual([part, 403]);
    }
  });
});
