import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { putTrigger } from "#messages/triggers/put-trigger.ts";
import { triggerBody } from "#messages/triggers/trigger.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";
import { publish } from "#tests/worlds/triggered-world.ts";

const ORIGIN = "https://console.shop.example";
const PATH = "/console/triggers/basket";

async function opened(role: "owner" | "viewer" = "owner") {
  const world = await consoleWorld(ORIGIN);
  await publish(world.store, {
    name: "nudge",
    kind: "marketing",
    format: 1,
    subject: "",
    preheader: "",
    html: "",
    text: "",
    sms: "",
    push: {},
    strings: {},
    staticLinks: [],
    slots: [],
    lint: [],
  });
  const body = {
    title: "<b>Your basket</b>",
    when: { kind: "event", name: "Basket Updated" },
    wait: { kind: "for", minutes: 60 },
    message: { template: "nudge", topic: "baskets" },
  };
  const input = { ...triggerBody.parse(body), code: "basket" };
  const saved = await putTrigger({ deps: world, actor: { kind: "key", id: "k" }, input });
  if (!saved.ok) throw new Error(JSON.stringify(saved.error));
  await world.store.write([
    sql`insert into trigger_entries (trigger_id, customer_id, entry_key, entered_at, due_at, log_id, is_held_out)
      select t.id, c.id, 'k', 0, 0, 1, 1 from triggers t, customers c where c.code = 'ada'`,
  ]);
  const cookie = await world.cookieOf(role);
  return { world, get: (path: string) => getPage(world, path, cookie), cookie };
}

describe("the triggers' pages", () => {
  it("show a trigger with its numbers, each of which leads to its rows", async () => {
    const { get } = await opened();
    const list = await get("/console/triggers");
    expect(list.text).toContain("&lt;b&gt;Your basket&lt;/b&gt;");
    expect(list.text).toContain("nudge, after 1 hour");
    const page = await get(PATH);
    expect(page.text).toContain(`href="${PATH}?outcome=held_out"`);
    expect((await get(`${PATH}?outcome=held_out`)).text).toContain('href="/console/customers/ada"');
    expect((await get(`${PATH}?outcome=sent`)).text).toContain("Nobody came in");
    expect((await get(`${PATH}/rehearsal?days=30`)).text).toContain("It would have reached nobody");
    expect((await get("/console/triggers/none")).status).toBe(404);
  });

  it("start and pause it by a form, after a question, and the record says who", async () => {
    const { world, get, cookie } = await opened();
    expect((await get(`${PATH}/state?to=live`)).text).toContain("What happens from now on lets customers in");
    const send = async (state: string) =>
      (await postForm(world, `${PATH}/state`, { cookie, fields: { state } })).status;
    expect([await send("live"), await send("paused"), await send("nonsense")]).toEqual([303, 303, 400]);
    expect(
      await world.store.read(sql`select t.state, n.state as programme from triggers t
      join newsletters n on n.id = t.newsletter_id`),
    ).toEqual([{ state: "paused", programme: "paused" }]);
    const told = await world.store.read(
      sql`select action from audit_log where subject_kind = 'trigger' and actor_kind = 'operator' order by id`,
    );
    expect(told).toEqual([{ action: "start-trigger" }, { action: "pause-trigger" }]);
  });

  it("let a viewer look and change nothing", async () => {
    const { world, get, cookie } = await opened("viewer");
    expect((await get(PATH)).text).not.toContain(`${PATH}/state`);
    const refused = await postForm(world, `${PATH}/state`, { cookie, fields: { state: "live" } });
    expect(refused.status).toBe(403);
    expect(await world.store.read(sql`select state from triggers`)).toEqual([{ state: "draft" }]);
  });
});
