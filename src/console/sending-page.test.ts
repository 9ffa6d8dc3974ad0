import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "#kernel/clock.ts";
import { dayOf } from "#messages/phone/spend-limit.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

const ORIGIN = "https://console.shop.example";
const PATH = "/console/sending";
const STREAM = "news.shop.example>google";

async function given(role: "editor" | "viewer") {
  const world = await consoleWorld(ORIGIN);
  const now = world.clock.now();
  await world.store.write([
    sql`insert into breakers (subject, state, cause, opened_at, detail) values
      (${STREAM}, 'open', 'complaints', ${now - HOUR_MS}, '{"judged":1200,"hard":3,"complained":5}')`,
    sql`insert into breakers (subject, state, cause, opened_at, probe_at) values
      ('memory', 'open', 'refused_credentials', ${now}, ${now + HOUR_MS})`,
    sql`insert into streams (stream, suspended_until, rule) values ('news.shop.example>yahoo', ${now + HOUR_MS}, 'yahoo-tss04')`,
    sql`insert into stream_days (stream, day, cap, booked, sent, judged, complained) values
      (${STREAM}, ${dayOf(now).day}, 87, 80, 79, 1200, 5)`,
  ]);
  const cookie = await world.cookieOf(role);
  return { world, cookie, page: async () => (await getPage(world, PATH, cookie)).text };
}

describe("the page Sending", () => {
  it("says what is stopped and why, which receiver waits, and how far warm-up is today", async () => {
    const { page } = await given("viewer");
    const text = await page();
    expect(text).toContain("Of 1,200 messages in seven days: 3 to dead addresses, 5 complaints.");
    expect(text).toContain("memory: stopped");
    expect(text).toContain("yahoo-tss04");
    expect(text).toContain("80 of 87");
    // A receiver that gets nothing has no pace.
    expect(text).not.toContain("6,000 a minute");
    expect(text).not.toContain(`action="${PATH}`);
  });

  it("lets who may close a breaker, once, with the reasons in the audit log, and what was counted counts no more", async () => {
    const { world, cookie, page } = await given("editor");
    const close = () => postForm(world, `${PATH}/close`, { cookie, fields: { subject: STREAM } });
    expect((await close()).headers.get("location")).toBe(`${PATH}?closed=1`);
    await close();
    const rows = await world.store.read<{ detail: string }>(
      sql`select detail from audit_log where action = 'close-breaker'`,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0]?.detail ?? "{}")).toMatchObject({ numbers: { complained: 5 } });
    expect(await world.store.read(sql`select judged, complained, sent from stream_days`)).toEqual([
      { judged: 0, complained: 0, sent: 79 },
    ]);
    expect(await page()).not.toContain("5 complaints");
    expect((await postForm(world, `${PATH}/close`, { cookie, fields: { subject: "nobody" } })).status).toBe(404);
  });
});
