import { describe, expect, it } from "vitest";
import { listAllSegments } from "#segments/segment.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

const ORIGIN = "https://console.shop.example";
const NEW = "/console/new-segment";

async function opened(role: "owner" | "viewer" = "owner") {
  const world = await consoleWorld(ORIGIN);
  const cookie = await world.cookieOf(role);
  const send = async (path: string, fields: Record<string, string>) => {
    const answer = await postForm(world, path, { cookie, fields });
    return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
  };
  return { world, cookie, send, get: (path: string) => getPage(world, path, cookie) };
}

const draft = { code: "club", title: "Club", when: `did("purchase") >= 1`, act: "save" };

describe("the segments' pages", () => {
  it("a new segment is made by its form, without a script", async () => {
    const { world, send } = await opened();
    const made = await send(NEW, draft);
    expect([made.status, made.location]).toEqual([303, "/console/segments/club?saved=1"]);
    expect((await listAllSegments(world.store)).map(({ code }) => code)).toEqual(["club", "regulars"]);
    const again = await send(NEW, draft);
    expect(again.status).toBe(422);
    expect(again.text).toContain("There is a segment with this code.");
  });

  it("a rule that is not understood comes back as it was typed, with the place under it", async () => {
    const { world, send } = await opened();
    const refused = await send("/console/segments/regulars", { ...draft, code: "regulars", when: "customer.agee > 3" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Line 1, column 10: customer has no field agee.");
    expect(refused.text).toContain("customer.agee &gt; 3");
    expect((await listAllSegments(world.store)).map(({ version }) => version)).toEqual([1]);
  });

  it("counts by a button, and while somebody types by the script of the page", async () => {
    const { world, send, get } = await opened();
    const counted = await send(NEW, { ...draft, act: "count" });
    expect([counted.status, /data-count=""[^>]*>([^<]*)/.exec(counted.text)?.[1]]).toEqual([200, "0 customers."]);
    expect(await listAllSegments(world.store)).toHaveLength(1);
    const fields = { code: "", exact: "1", when: `!(did("purchase") >= 1)` };
    expect(JSON.parse((await send("/console/segment-count", fields)).text)).toEqual({
      words: "2 customers.",
      isOpen: false,
    });
    const faulty = await send("/console/segment-count", { ...fields, when: "did(" });
    expect(JSON.parse(faulty.text)).toMatchObject({
      isOpen: false,
      words: expect.stringContaining("Line 1, column 5"),
    });
    const page = await get(NEW);
    expect(page.text).toContain(`<script src="/console/segment-count.js" defer`);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'; connect-src 'self'");
    const elsewhere = await get("/console/segments");
    expect(elsewhere.headers.get("content-security-policy")).not.toContain("script-src");
    const script = await get("/console/segment-count.js");
    expect([script.status, script.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(script.text).toContain('fetch("/console/segment-count"');
  });

  it("says of a customer each condition with what was found, and that the next turn will set her right", async () => {
    const { world, get, send } = await opened();
    await send("/console/segments/regulars", {
      code: "regulars",
      title: "R",
      when: `did("purchase") >= 1`,
      act: "save",
    });
    const { status, text } = await get("/console/segments/regulars/members/ada");
    expect(status).toBe(200);
    expect(text).toContain("ada is in “R”");
    expect(text).toContain("The rule holds for her no more.");
    expect(text).toContain("did(&quot;purchase&quot;) &gt;= 1");
    expect((await get("/console/segments/regulars/members/nobody")).status).toBe(404);
    expect((await listAllSegments(world.store))[0]?.version).toBe(2);
  });

  it("is deleted after a question, and stays while a newsletter goes to it", async () => {
    const { world, get, send } = await opened();
    await world.store.write([
      { sql: "update newsletters set audience = 'regulars' where code = 'weekly'", params: [] },
    ]);
    expect((await get("/console/segments/regulars/delete")).text).toContain("Delete “Regulars Strange”?");
    const refused = await send("/console/segments/regulars/delete", {});
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining("newsletter weekly")]);
    await world.store.write([{ sql: "update newsletters set audience = null", params: [] }]);
    expect((await send("/console/segments/regulars/delete", {})).location).toBe("/console/segments");
    expect((await get("/console/segments/regulars")).status).toBe(404);
  });

  it("a viewer reads the rule and its members, and is offered no change", async () => {
    const { get, send } = await opened("viewer");
    const { text } = await get("/console/segments/regulars");
    expect(text).toContain("did(&quot;purchase&quot;)");
    expect(text).not.toMatch(/<textarea|Delete|<script/);
    expect((await get(NEW)).status).toBe(403);
    expect((await send("/console/segments/regulars", draft)).status).toBe(403);
  });
});
