import { describe, expect, it } from "vitest";
import { recordDeadLetters } from "#messages/dead-letters/record-dead-letters.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

const ORIGIN = "https://console.shop.example";
const PATH = "/console/dead-letters";

async function given(role: "editor" | "viewer") {
  const world = await consoleWorld(ORIGIN, "<b>Strange");
  const { deadLetters } = world.deps;
  await recordDeadLetters(deadLetters, [
    { queue: "clicks", name: "c-1", body: "x", reason: "projection_failed", letter: "c-1" },
    { queue: "send", name: "message/6", body: "message/6", reason: "<b>Fault", letter: "6/7", messageNumber: 6 },
  ]);
  const cookie = await world.cookieOf(role);
  return { world, cookie, list: () => getPage(world, PATH, cookie) };
}

describe("dead letters in the console", () => {
  it("are listed newest first with why, and what they held is nowhere on the page", async () => {
    const { list } = await given("viewer");
    const { text } = await list();
    expect(text.indexOf('href="/console/messages/6"')).toBeGreaterThan(0);
    expect(text).toContain("&lt;b&gt;Fault");
    expect(text.indexOf("projection_failed")).toBeGreaterThan(text.indexOf("Fault"));
    expect(text).not.toContain(`action="${PATH}`);
  });

  it("are replayed by who may, once, and the audit log has it", async () => {
    const { world, cookie, list } = await given("editor");
    const done = await postForm(world, `${PATH}/2/replay`, { cookie, fields: {} });
    expect([done.status, done.headers.get("location")]).toEqual([303, `${PATH}?replayed=1`]);
    expect((await getPage(world, `${PATH}?replayed=1`, cookie)).text).toContain("It was replayed.");
    await postForm(world, `${PATH}/2/replay`, { cookie, fields: {} });
    const [row] = await world.store.read({
      sql: "select count(*) as n from audit_log where action = 'replay-dead-letter'",
      params: [],
    });
    expect(row).toEqual({ n: 1 });
    expect((await list()).text.match(/>Replay</g)).toHaveLength(2);
    expect((await postForm(world, `${PATH}/99/replay`, { cookie, fields: {} })).status).toBe(404);
    const viewer = await world.cookieOf("viewer");
    expect((await postForm(world, `${PATH}/1/replay`, { cookie: viewer, fields: {} })).status).toBe(403);
  });
});
