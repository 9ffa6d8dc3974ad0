import { describe, expect, it } from "vitest";
import type { Role } from "#access/scopes.ts";
import { findMenu } from "#messages/voice/menus/find-menu.ts";
import { consoleWorld } from "#tests/worlds/console-world.ts";

const ORIGIN = "http://127.0.0.1:8787";
const MENU = "/console/voice/menus/main";
const EDIT = `${MENU}/edit`;

async function begin(role: Role = "owner") {
  const world = await consoleWorld(ORIGIN, "<b>Strange</b>");
  const cookie = await world.cookieOf(role);
  const open = async (path: string) => {
    const answer = await world.app.request(`${ORIGIN}${path}`, { headers: { cookie } });
    return { status: answer.status, page: await answer.text() };
  };
  const post = async (path: string, fields: Readonly<Record<string, string>>) => {
    const answer = await world.app.request(`${ORIGIN}${path}`, {
      method: "POST",
      headers: { cookie, origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
    return { status: answer.status, page: await answer.text(), location: answer.headers.get("location") };
  };
  return { ...world, open, post };
}

/** The fields of a form as a browser would send them back. */
function fieldsOf(page: string): Record<string, string> {
  const decode = (text: string) =>
    text
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
  const fields: Record<string, string> = {};
  const put = (name: string | undefined, value: string | undefined) => {
    if (name !== undefined) fields[name] = decode(value ?? "");
  };
  const nameIn = (tag: string) => /name="([^"]+)"/.exec(tag)?.[1];
  for (const [tag] of page.matchAll(/<input[^>]*>/g)) put(nameIn(tag), /value="([^"]*)"/.exec(tag)?.[1]);
  for (const [, tag = "", value] of page.matchAll(/<textarea([^>]*)>([^]*?)<\/textarea>/g)) put(nameIn(tag), value);
  for (const [, tag = "", options = ""] of page.matchAll(/<select([^>]*)>([^]*?)<\/select>/g)) {
    put(nameIn(tag), /value="([^"]*)" selected/.exec(options)?.[1]);
  }
  return fields;
}

describe("the pages of telephone menus", () => {
  it("play the menu in use by links alone, as far as it goes, and record nothing", async () => {
    const { open, store } = await begin();
    expect((await open("/console/voice")).page).toContain("for every call that comes in");
    const first = await open(MENU);
    expect(first.page).toContain("Thank you for calling The Shop.");
    expect(first.page).not.toContain("<script");
    expect(first.page).toContain('href="/console/voice/menus/main?walk=0#call"');
    expect((await open(`${MENU}?walk=0.1`)).page).toContain(
      "Would send a text with a jumpstation to https://shop.example/",
    );
    const ended = await open(`${MENU}?walk=3`);
    expect(ended.page).toContain("Would end all calls to this number, at once.");
    expect(ended.page).not.toContain("walk=3.");
    expect((await open(`${MENU}?walk=s.s.s`)).page).toContain("Goodbye.");
    // What no walk could be is where it would have begun.
    expect((await open(`${MENU}?walk=99.%3Cb%3E`)).status).toBe(200);
    expect(
      await store.read({
        sql: "select 1 from voice_calls union all select 1 from suppressions where channel = 'voice'",
        params: [],
      }),
    ).toEqual([]);
    expect((await open("/console/voice/menus/nobody")).status).toBe(404);
  });

  it("change a menu as a form: what was typed stays, faults stand at their step, and saving makes a version", async () => {
    const { open, post, store } = await begin();
    const fields = fieldsOf((await open(EDIT)).page);
    expect(fields["s0-choices"]).toContain("9 stop For no more calls from {vendor}");
    const wrong = await post(EDIT, { ...fields, "s0-choices": "1 nowhere For <nothing>", act: "save" });
    expect(wrong.status).toBe(422);
    expect(wrong.page).toContain("Step main: No step has this name.");
    expect(wrong.page).toContain("Step main: One of the keys has to lead to a step that ends all calls (opt_out).");
    expect(wrong.page).toContain("1 nowhere For &lt;nothing&gt;");
    const offHosts = await post(EDIT, { ...fields, "s2-url": "https://evil.example/", act: "check" });
    expect(offHosts.page).toContain("Step link: Links may not lead there");
    const added = fieldsOf((await post(EDIT, { ...fields, act: "add", add: "connect" })).page);
    expect([added["s5-kind"], added["s5-name"]]).toEqual(["connect", "step-6"]);
    const moved = fieldsOf((await post(EDIT, { ...added, act: "up:5" })).page);
    expect(moved["s4-kind"]).toBe("connect");
    const removed = fieldsOf((await post(EDIT, { ...moved, act: "remove:4" })).page);
    expect(removed["s5-kind"]).toBeUndefined();
    expect((await post(EDIT, { ...fields, act: "check" })).page).toContain("It is not saved yet.");
    const saved = await post(EDIT, { ...fields, "s1-text": "Open day and night.", act: "save" });
    expect([saved.status, saved.location]).toEqual([303, `${MENU}?saved=1`]);
    expect(await findMenu(store, "main")).toMatchObject({
      version: 1,
      flow: { steps: [{}, { text: "Open day and night." }, {}, {}, {}] },
    });
    expect((await open(`${MENU}?walk=0&saved=1`)).page).toContain("Open day and night.");
    const audit = await store.read({ sql: "select action from audit_log where action = 'put-voice-menu'", params: [] });
    expect(audit).toHaveLength(1);
  });

  it("make a new menu under its own code, and none under what is no code", async () => {
    const { open, post } = await begin();
    const fields = fieldsOf((await open("/console/voice/new")).page);
    expect((await post("/console/voice/new", { ...fields, code: "Not a code", act: "save" })).status).toBe(422);
    expect(await post("/console/voice/new", { ...fields, code: "dealers", act: "save" })).toMatchObject({
      status: 303,
      location: "/console/voice/menus/dealers?saved=1",
    });
    expect((await open("/console/voice")).page).toContain(">dealers</a>");
  });

  it("are changed by nobody who may only look", async () => {
    const { open, post, store } = await begin("viewer");
    const shown = await open(MENU);
    expect(shown.page).not.toContain(`href="${EDIT}"`);
    expect((await open(EDIT)).status).toBe(403);
    expect((await post(EDIT, { act: "save" })).status).toBe(403);
    expect((await findMenu(store, "main")).version).toBe(0);
  });
});
