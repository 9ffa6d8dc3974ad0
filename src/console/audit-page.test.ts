import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import { consoleWorld, getPage } from "#tests/worlds/console-world.ts";
import { NOW } from "#tests/worlds/reader-world.ts";

const ORIGIN = "https://console.shop.example";

/** A log of sixty changes by two people on two days. */
async function opened() {
  const world = await consoleWorld(ORIGIN, "Edda");
  const cookie = await world.cookieOf("owner");
  await world.store.write([
    {
      sql: `insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id, detail)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
        select ?1 + iif(i > 40, ?2, 0), 'operator', iif(i % 2 = 0, 'opr_1', 'opr_gone'),
          iif(i % 10 = 0, 'pause-newsletter', 'resume-newsletter'), 'newsletter', 'weekly', '{}' from n`,
      params: [NOW, DAY_MS],
    },
  ]);
  const open = async (path: string) => (await getPage(world, path, cookie)).text;
  const rowsOf = (html: string) => html.split("<tbody")[1]?.match(/<tr\b/g)?.length ?? 0;
  const nextOf = (html: string) => /href="([^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
  const count = async (path: string) => {
    let rows = 0;
    for (let next: string | undefined = path; next !== undefined;) {
      const html = await open(next);
      rows += rowsOf(html);
      next = nextOf(html);
    }
    return rows;
  };
  return { world, open, count, rowsOf };
}

describe("the audit log's page", () => {
  it("tells who by her name, and by her id when nobody has it any more", async () => {
    const { open } = await opened();
    const html = await open("/console/audit");
    expect(html).toMatch(/actorId=opr_1[^"]*">Edda</);
    expect(html).toContain(">operator opr_gone<");
  });

  it("goes through all of it by pages of 25", async () => {
    const { open, count, rowsOf } = await opened();
    expect(rowsOf(await open("/console/audit"))).toBe(25);
    expect(await count("/console/audit")).toBe(62);
  });

  it.each([
    ["actor=operator", 60],
    ["actor=operator&actorId=opr_1", 30],
    ["actor=key", 1],
    ["action=pause+newsletter", 6],
    ["action=pause-newsletter&actor=operator&actorId=opr_gone", 0],
    ["kind=newsletter&id=weekly&until=2026-11-22", 40],
    ["until=2026-11-21", 0],
    ["until=2026-11-23", 62],
    ["until=nonsense", 62],
  ])("with %s finds %i changes, on all its pages", async (search, expected) => {
    const { open, count } = await opened();
    const path = `/console/audit?${search}`;
    expect(await count(path)).toBe(expected);
    expect((await open(path)).includes("No change fits")).toBe(expected === 0);
  });

  it("keeps a person or a thing that was chosen when more is looked for, and lets go of it by a link", async () => {
    const { open } = await opened();
    const html = await open(
      "/console/audit?actor=operator&actorId=opr_1&kind=newsletter&id=weekly&action=pause-newsletter",
    );
    expect(html).toContain('<input type="hidden" name="actorId" value="opr_1"/>');
    expect(html).toMatch(
      /href="\/console\/audit\?kind=newsletter&amp;id=weekly&amp;action=pause-newsletter">By Edda ×/,
    );
    expect(html).toMatch(/href="[^"]*actorId=opr_1&amp;action=pause-newsletter">To newsletter weekly ×/);
  });

  it("is for owners", async () => {
    const { world } = await opened();
    const cookie = await world.cookieOf("editor");
    expect((await getPage(world, "/console/audit?actor=operator", cookie)).status).toBe(403);
  });
});
