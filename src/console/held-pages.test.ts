import { describe, expect, it } from "vitest";
import { holdBack } from "#tests/worlds/held-messages.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

const ORIGIN = "https://console.shop.example";
const PATH = "/console/held";

async function restored(role: "editor" | "viewer" = "editor") {
  const world = await consoleWorld(ORIGIN, "<b>Strange");
  await world.store.write([holdBack(6, 7)]);
  const cookie = await world.cookieOf(role);
  const get = (path: string) => getPage(world, path, cookie);
  const send = (path: string, decision: string) => postForm(world, path, { cookie, fields: { decision } });
  const rows = (sql: string) => world.store.read<Record<string, unknown>>({ sql, params: [] });
  return { world, get, send, rows };
}

describe("messages that a restore holds back", () => {
  it("are counted by newsletter, with a way to each of them", async () => {
    const { get } = await restored();
    const list = await get(PATH);
    expect(list.text).toContain("Weekly picks &lt;b&gt;Strange");
    expect(list.text).toContain('href="/console/messages?newsletter=weekly&amp;state=skipped&amp;reason=restored">2<');
    const rows = await get("/console/messages?newsletter=weekly&state=skipped&reason=restored");
    expect([...rows.text.matchAll(/href="\/console\/messages\/(\d+)"/g)].map(([, id]) => id)).toEqual(["7", "6"]);
    expect((await get(`${PATH}/none`)).status).toBe(404);
  });

  it("are due when an operator releases them, once, and the audit log has it", async () => {
    const { world, get, send, rows } = await restored();
    expect((await get(`${PATH}/weekly`)).text).toContain("Release 2");
    const released = await send(`${PATH}/weekly`, "release");
    expect([released.status, released.headers.get("location")]).toEqual([303, `${PATH}?released=2`]);
    expect(await rows("select state, reason, reserved_at from messages where id in (6, 7)")).toEqual([
      { state: "planned", reason: null, reserved_at: null },
      { state: "planned", reason: null, reserved_at: null },
    ]);
    expect((await rows("select due_at from messages where id = 6"))[0]).toEqual({ due_at: world.clock.now() });
    expect((await rows("select actor_kind, action, subject_id from audit_log order by id desc limit 1"))[0]).toEqual({
      actor_kind: "operator",
      action: "release-restored",
      subject_id: "weekly",
    });
    expect((await get(`${PATH}?released=2`)).text).toContain("2 messages are due now");
    expect((await send(`${PATH}/weekly`, "release")).status).toBe(404);
  });

  it("never go out when she cancels them, and go on counting in limits", async () => {
    const { get, send, rows } = await restored();
    expect((await send(`${PATH}/weekly`, "perhaps")).status).toBe(400);
    expect((await send(`${PATH}/weekly`, "cancel")).headers.get("location")).toBe(`${PATH}?cancelled=2`);
    const [first] = await rows("select state, reason, reserved_at is not null as counts from messages where id = 6");
    expect(first).toEqual({ state: "skipped", reason: "cancelled", counts: 1 });
    expect((await rows("select action from audit_log order by id desc limit 1"))[0]).toEqual({
      action: "cancel-restored",
    });
    expect((await get(PATH)).text).toContain("Nothing is held back");
  });

  it("are seen by a viewer, who decides nothing", async () => {
    const { get, send, rows } = await restored("viewer");
    expect((await get(PATH)).text).not.toContain("Release or cancel");
    expect([(await get(`${PATH}/weekly`)).status, (await send(`${PATH}/weekly`, "cancel")).status]).toEqual([403, 403]);
    expect(await rows("select 1 from messages where reason = 'restored'")).toHaveLength(2);
  });
});
