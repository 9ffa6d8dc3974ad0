import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

/** Ada and Ben have their turn on Tuesdays; the planner has made one row each, for Tuesday and for Monday. */
async function opened() {
  const world = await consoleWorld("https://console.shop.example");
  const cookie = await world.cookieOf("viewer");
  const open = async (path: string) => (await getPage(world, path, cookie)).text;
  return { ...world, open, weekly: () => open("/console/newsletters/weekly") };
}

const wordsOf = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll("\u2011", "-");

describe("a newsletter's next occurrences", () => {
  it("are the turns of its subscribers for two weeks, far beyond what is planned", async () => {
    const { weekly } = await opened();
    const words = wordsOf(await weekly());
    expect(words).toContain("2026-11-24 2 2026-11-25 0");
    expect(words).toContain("2026-12-01 2 2026-12-02 0");
    expect(words).toContain("Messages planned so far: 1 for 2026-11-23 , 1 for 2026-11-24");
  });

  it("lead from each planned number to the rows that it counts", async () => {
    const { weekly, open } = await opened();
    const links = [...(await weekly()).matchAll(/href="([^"]*dueBefore=[^"]*)">(\d+)</g)];
    expect(links).toHaveLength(2);
    for (const [, href = "", shown] of links) {
      const rows = (await open(href.replaceAll("&amp;", "&"))).match(/<tr\b/g)?.length ?? 0;
      expect(rows - 1).toBe(Number(shown));
    }
  });

  it("are none where nobody takes it, and where it is stopped", async () => {
    const { weekly, store } = await opened();
    await store.write([sql`update newsletters set state = 'stopped'`]);
    expect(await weekly()).toMatch(/turn comes within 14 days[\s\S]*It is stopped/);
    await store.write([
      sql`update newsletters set state = 'running'`,
      sql`update subscriptions set state = 'off'`,
      sql`delete from messages`,
    ]);
    const words = wordsOf(await weekly());
    expect(words).toContain("turn comes within 14 days");
    expect(words).toContain("No message is planned yet");
  });
});

it("what is due of a newsletter leads from the overview to its rows", async () => {
  const { open } = await opened();
  const table = (await open("/console")).split('id="by-newsletter"')[1] ?? "";
  const [, href = "", shown] = /href="([^"]*newsletter=weekly&amp;dueBefore=[^"]*)">(\d+)</.exec(table) ?? [];
  expect(shown).toBe("1");
  expect((await open(href.replaceAll("&amp;", "&"))).match(/<tr\b/g)).toHaveLength(2);
});

describe("the best hour of a newsletter", () => {
  const path = "/console/newsletters/weekly";
  const switchIt = async (role: "editor" | "viewer", isOn: string) => {
    const world = await consoleWorld("https://console.shop.example");
    await world.store.write([sql`update newsletters set default_pace = '{"kind":"days","every":1}'`]);
    const cookie = await world.cookieOf(role);
    const answer = await postForm(world, `${path}/best-hour`, { cookie, fields: { isOn } });
    const page = wordsOf((await getPage(world, path, cookie)).text);
    const rows = await world.store.read(
      sql`select best_hour as bestHour, (select count(*) from audit_log where action = 'switch-best-hour') as audited
        from newsletters where code = 'weekly'`,
    );
    return { status: answer.status, page, rows };
  };

  it("is switched on and off by who may change newsletters, with a record", async () => {
    const { status, page, rows } = await switchIt("editor", "yes");
    expect([status, rows]).toEqual([303, [{ bestHour: 1, audited: 1 }]]);
    expect(page).toContain("one in ten keeps the usual time");
    expect(page).toContain("Nothing is worked out yet");
  });

  it("is not for who may only look, nor for a word that is neither yes nor no", async () => {
    expect(await switchIt("viewer", "yes")).toMatchObject({ status: 403, rows: [{ bestHour: 0, audited: 0 }] });
    expect(await switchIt("editor", "maybe")).toMatchObject({ status: 400, rows: [{ bestHour: 0, audited: 0 }] });
  });
});
