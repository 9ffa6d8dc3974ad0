import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { isScope } from "#access/scopes.ts";
import { sql, type SQL } from "drizzle-orm";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { findNewsletter } from "#messages/newsletters/list-newsletters.ts";
import { toQuery } from "#store/store.ts";
import { consoleWorld, getPage as get, postForm as post } from "#tests/worlds/console-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { NOW } from "#tests/worlds/reader-world.ts";
import { consolePages, mountConsole } from "./mount-console.ts";
import { outcomesQuery, reasonsQuery, retriesQuery, sentByDayQuery } from "./queries/count-outcomes.ts";
import { clicksQuery } from "./queries/list-clicks.ts";
import { rejectedQuery } from "./queries/list-rejected.ts";

const ORIGIN = "https://console.shop.example";
const examples: Readonly<Record<string, string>> = {
  "/console/newsletters/:code/preview": "/console/newsletters/weekly/preview?customer=ada",
  "/console/newsletters/:code/preview/body": "/console/newsletters/weekly/preview/body?customer=ada",
  "/console/newsletters/:code": "/console/newsletters/weekly",
  "/console/newsletters/:code/state": "/console/newsletters/weekly/state?to=paused",
  "/console/messages/:number": "/console/messages/1?product=SPADE-2",
  "/console/messages/:number/preview": "/console/messages/1/preview",
  "/console/customers/:code": "/console/customers/ada",
  "/console/rules/:name": "/console/rules/boost",
  "/console/segments/:code": "/console/segments/regulars",
  "/console/segments/:code/delete": "/console/segments/regulars/delete",
  "/console/segments/:code/members/:customer": "/console/segments/regulars/members/ada",
  "/console/keys/:id/revoke": "/console/keys/k1/revoke",
  "/console/operators/:id": "/console/operators/opr_1",
  "/mailbox/:arrival": "/mailbox/1",
  "/mailbox/letters/:arrival": "/mailbox/letters/1",
  "/mailbox/letters/:arrival/picture.svg": "/mailbox/letters/1/picture.svg",
  "/mailbox/letters/:arrival/letter.pdf": "/mailbox/letters/1/letter.pdf",
  "/mailbox/phones/:arrival": "/mailbox/phones/1",
  "/mailbox/:arrival/html": "/mailbox/1/html",
  "/console/newsletters/:code/preview/letter.pdf": "/console/newsletters/weekly/preview/letter.pdf?customer=ada",
  "/console/newsletters/:code/preview/letter.svg": "/console/newsletters/weekly/preview/letter.svg?customer=ada",
};
const exampleOf = (path: string) => examples[path] ?? path;
/** Filled and opened by the tests beside them: feed-pages.test.ts, webhooks-pages.test.ts, agent-pages.test.ts and so on. */
const OPENED_ELSEWHERE =
  /^\/console\/(feeds|held|webhooks|triggers|imports|forms|calls|predictions|voice\/menus)\/:|^\/mailbox\/calls\/:|:number\/call$/;
const reading = consolePages
  .filter(({ method, path }) => method === "get" && !OPENED_ELSEWHERE.test(path))
  .map(({ path }) => exampleOf(path));

describe("the console", () => {
  it("every page asks for a session and for a scope that there is", async () => {
    const world = await consoleWorld(ORIGIN);
    for (const { method, path, scope } of consolePages) {
      expect([path, isScope(scope)]).toEqual([path, true]);
      const answer = await world.app.request(`${ORIGIN}${exampleOf(path)}`, { method: method.toUpperCase() });
      expect([path, answer.status]).toEqual([path, 303]);
      expect(answer.headers.get("location")).toMatch(/^\/console\/sign-in/);
    }
  });

  it("every page opens for its owner, whole and without a word from elsewhere", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("owner");
    for (const path of reading.filter((one) => !/messages\/\w+\/preview$|\/preview\/body|\.pdf/.test(one))) {
      const { status, text, headers } = await get(world, path, cookie);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get("cache-control")).toContain("no-store");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(text).not.toMatch(/undefined|\[object|NaN|Invalid/);
    }
  });

  // A PDF is shown by a program of the browser's own, which a policy would keep from its own parts.
  it.each(reading.filter((path) => path.includes(".pdf")))("%s is a PDF that nobody keeps on its way", async (path) => {
    const world = await consoleWorld(ORIGIN);
    const { status, text, headers } = await get(world, path, await world.cookieOf("owner"));
    expect([status, text.slice(0, 4), headers.get("content-type")]).toEqual([200, "%PDF", "application/pdf"]);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toContain("no-store");
  });

  it("a newsletter is shown as one customer would get it, in a frame under its own policy", async () => {
    const world = await consoleWorld(ORIGIN, "<script>1</script>");
    const cookie = await world.cookieOf("viewer");
    const path = "/console/newsletters/weekly/preview";
    const shown = await get(world, `${path}?customer=ada`, cookie);
    expect(shown.text).toContain("For &lt;script&gt;1");
    expect(shown.text).toContain(`src="${path}/body?customer=ada"`);
    const body = await get(world, `${path}/body?customer=ada`, cookie);
    expect(body.text).toContain("Chosen for her");
    expect(body.headers.get("content-security-policy")).toContain("sandbox");
    expect((await get(world, `${path}?customer=nobody`, cookie)).text).toContain("There is nothing to show");
    expect((await get(world, `${path}/body?customer=nobody`, cookie)).status).toBe(404);
  });

  it("each number of the overview opens the rows that it counts", async () => {
    const world = await consoleWorld(ORIGIN);
    await world.store.write([
      sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at)
        values (1, 1, '2027-01-24', 'email', 'deferred', 0, ${NOW + HOUR_MS}),
          (1, 1, '2027-02-24', 'email', 'planned', 0, ${NOW + 30 * DAY_MS})`,
    ]);
    const cookie = await world.cookieOf("viewer");
    const { text } = await get(world, "/console", cookie);
    const linkOf = (pattern: RegExp) => (pattern.exec(text)?.[1] ?? "").replaceAll("&amp;", "&");
    const rowsAt = async (path: string) => [...(await get(world, path, cookie)).text.matchAll(/<tr\b/g)].length - 1;
    const stats: ReadonlyArray<readonly [RegExp, RegExp]> = [
      [
        /href="([^"]*)"><span class="stat-label">Due in 24 hours/,
        /Due in 24 hours<\/span><span class="stat-value">(\d+)/,
      ],
      [/href="([^"]*)">\d+ of them for another try/, /(\d+) of them for another try/],
      [
        /href="([^"]*)"><span class="stat-label">Clicks of people/,
        /Clicks of people<\/span><span class="stat-value">(\d+)/,
      ],
      [/href="([^"]*)">\d+ of machines/, /(\d+) of machines/],
      [/href="([^"]*)">\d+ unsure/, /(\d+) unsure/],
      [/<a href="([^"]*)" aria-label="11-22: \d+"/, /aria-label="11-22: (\d+)"/],
    ];
    const counted: number[] = [];
    for (const [link, number] of stats) {
      const shown = Number(number.exec(text)?.[1]);
      expect([link.source, await rowsAt(linkOf(link))]).toEqual([link.source, shown]);
      counted.push(shown);
    }
    expect(Math.min(...counted)).toBeGreaterThan(0);
  });

  it("a viewer reads, and neither sees the audit log nor changes anything", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("viewer");
    expect((await get(world, "/console", cookie)).text).not.toContain("/console/audit");
    expect((await get(world, "/console/audit", cookie)).status).toBe(403);
    expect((await get(world, "/console/newsletters/weekly", cookie)).text).not.toContain("Pause");
    const tried = await post(world, "/console/newsletters/weekly/state", { cookie, fields: { state: "stopped" } });
    expect(tried.status).toBe(403);
    expect((await findNewsletter(world.store, "weekly"))?.state).toBe("running");
  });

  it("a customer who is not there leaves a row of who asked, and nothing of what was typed", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("viewer");
    const attempts = () =>
      world.store.read<{ actor_kind: string; subject_id: string }>({
        sql: "select actor_kind, subject_id, detail from audit_log where action = 'open-unknown-customer' order by id",
        params: [],
      });
    expect((await get(world, "/console/customers/ada", cookie)).status).toBe(200);
    expect(await attempts()).toEqual([]);
    const typed = "mary@people.example";
    expect((await get(world, `/console/customers/${encodeURIComponent(typed)}`, cookie)).status).toBe(404);
    await get(world, `/console/customers?code=${encodeURIComponent(typed)}`, cookie);
    await get(world, "/console/customers/other", cookie);
    const rows = await attempts();
    expect(rows.map(({ actor_kind: kind }) => kind)).toEqual(["operator", "operator", "operator"]);
    expect(rows[0]?.subject_id).toBe(rows[1]?.subject_id);
    expect(rows[2]?.subject_id).not.toBe(rows[0]?.subject_id);
    expect(JSON.stringify(rows)).not.toContain("mary");
  });

  it("an editor pauses after a second question, and the record says who did it", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("editor");
    const asked = await get(world, "/console/newsletters/weekly/state?to=paused", cookie);
    expect(asked.text).toContain("Nothing leaves from the next claim on.");
    expect((await findNewsletter(world.store, "weekly"))?.state).toBe("running");
    const done = await post(world, "/console/newsletters/weekly/state", { cookie, fields: { state: "paused" } });
    expect([done.status, done.headers.get("location")]).toEqual([303, "/console/newsletters/weekly?changed=1"]);
    expect((await findNewsletter(world.store, "weekly"))?.state).toBe("paused");
    const [row] = await world.store.read({
      sql: "select actor_kind, action from audit_log where subject_kind = 'newsletter'",
      params: [],
    });
    expect(row).toEqual({ actor_kind: "operator", action: "pause-newsletter" });
  });

  it("a form from another site, or from nowhere, changes nothing", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("owner");
    for (const origin of ["https://evil.example", "null", null]) {
      const fields = { state: "stopped" };
      const answer = await post(world, "/console/newsletters/weekly/state", { cookie, fields, origin });
      expect(answer.status).toBe(403);
    }
    expect((await findNewsletter(world.store, "weekly"))?.state).toBe("running");
  });

  it("each number of the overview leads to the rows that it counts", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("viewer");
    const { text } = await get(world, "/console", cookie);
    const skipped = /href="([^"]+state=skipped[^"]*)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const rows = await get(world, skipped, cookie);
    expect(rows.text.match(/href="\/console\/messages\/\d+"/g)).toEqual(['href="/console/messages/5"']);
    expect(text.replaceAll(/<[^>]+>/g, "")).toContain("1 of machines and 1 unsure left out");
    expect(text).toContain("RAKE-1");
    expect(text).toMatch(/clicked <strong>SPADE-2<\/strong>/);
  });

  it("a rule that is not understood is refused with its place, and what was written is kept", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("editor");
    const fields = { when: 'product.category == "garden" &&\n  product.colour == 3', state: "live", act: "save" };
    const refused = await post(world, "/console/rules/boost", { cookie, fields });
    const text = await refused.text();
    expect(refused.status).toBe(422);
    expect(text).toContain("Line 2, column 11:");
    expect(text).toContain("product.colour == 3");
    const good = { when: 'product.category == "lighting"', state: "off" };
    const checked = await post(world, "/console/rules/boost", { cookie, fields: { ...good, act: "check" } });
    expect(await checked.text()).toContain("It is not saved yet.");
    const saved = await post(world, "/console/rules/boost", { cookie, fields: { ...good, act: "save" } });
    expect(saved.headers.get("location")).toBe("/console/rules/boost?saved=1");
    const [rule] = await world.store.read({
      sql: "select source, state, amount, version from vendor_rules",
      params: [],
    });
    expect(rule).toEqual({ source: good.when, state: "off", amount: 1.5, version: 2 });
  });

  it("says why a product set is not in a message", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("viewer");
    const { text } = await get(world, "/console/messages/1?product=SPADE-2", cookie);
    expect(text).toContain("SPADE-2 would not be chosen now. The customer bought it.");
    expect(text).toContain("It scored 0.12.");
    expect((await get(world, "/console/messages/1?product=NONE", cookie)).text).toContain(
      "NONE is no live product set.",
    );
  });

  it("a mail is shown in a frame that runs nothing and reaches nothing of ours", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("viewer");
    const page = await get(world, "/mailbox/1", cookie);
    expect(page.text).toMatch(
      /<iframe src="\/mailbox\/1\/html"[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox"/,
    );
    expect(page.headers.get("content-security-policy")).toContain("frame-src 'self'");
    const html = await get(world, "/mailbox/1/html", cookie);
    expect(html.text).toContain('<head><base target="_blank">');
    const policy = html.headers.get("content-security-policy") ?? "";
    for (const rule of ["default-src 'none'", "sandbox ", "frame-ancestors 'self'", "form-action 'none'"]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toMatch(/script|allow-same-origin/);
  });

  it("what strangers wrote stays text on every page", async () => {
    const strange = `"><img src=x onerror=alert(1)>'</textarea><script>1</script>`;
    const plain = await consoleWorld(ORIGIN);
    const world = await consoleWorld(ORIGIN, strange);
    const cookies = await Promise.all([plain, world].map((one) => one.cookieOf("owner")));
    const shapeOf = (html: string) => (html.match(/<\/?[a-z][a-z0-9]*/gi) ?? []).join(" ");
    for (const path of reading.filter((one) => !/preview|\/html/.test(one))) {
      const [expected, found] = await Promise.all([get(plain, path, cookies[0]), get(world, path, cookies[1])]);
      expect(shapeOf(found.text)).toBe(shapeOf(expected.text));
    }
    const search = `/console/customers?code=${encodeURIComponent(strange)}`;
    expect((await get(world, search, cookies[1])).text).not.toContain("<img src=x");
  });

  it("signing in leads on to our own pages only, and signing out ends the session", async () => {
    const world = await consoleWorld(ORIGIN);
    await world.cookieOf("owner");
    const credentials = { email: "owner1@shop.example", password: "a long pass phrase" };
    const enter = (next: string, fields: Record<string, string> = credentials) =>
      post(world, "/console/sign-in", { cookie: "", fields: { ...fields, next } });
    const started = await enter("/console/messages?state=skipped");
    expect([started.status, started.headers.get("location")]).toEqual([303, "/console/messages?state=skipped"]);
    for (const next of [
      "https://evil.example/",
      "//evil.example",
      "/console//evil.example",
      "/console/\\evil",
      "/p/x",
    ]) {
      expect((await enter(next)).headers.get("location")).toBe("/console");
    }
    const wrong = await enter("/console", { ...credentials, password: "a wrong pass phrase" });
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).not.toContain("a wrong pass phrase");
    const cookie = String(started.headers.getSetCookie()[0]?.split(";")[0]);
    expect(cookie).toMatch(/^__Host-/);
    expect((await get(world, "/console", cookie)).status).toBe(200);
    await post(world, "/console/sign-out", { cookie, fields: {} });
    expect((await get(world, "/console", cookie)).status).toBe(303);
  });

  it("without a mailbox there is no mailbox page", async () => {
    const world = await consoleWorld(ORIGIN);
    const app = new Hono();
    mountConsole(app, { ...world.deps, mailbox: undefined });
    const cookie = await world.cookieOf("owner");
    expect((await get({ ...world, app }, "/mailbox", cookie)).status).toBe(404);
    expect((await get({ ...world, app }, "/console", cookie)).text).not.toContain("/mailbox");
  });
});

describe("what the console asks of the database", () => {
  it("none of its counts and lists reads a table of messages, clicks or items from end to end", async () => {
    const store = await freshStore();
    const window = { from: "2026-11-16", to: "2026-11-23" };
    const asked: ReadonlyArray<readonly [SQL, RegExp]> = [
      [outcomesQuery(window), /COVERING INDEX messages_by_newsletter/],
      [reasonsQuery(window), /INDEX messages_by_newsletter/],
      [sentByDayQuery(window), /COVERING INDEX messages_by_newsletter/],
      [retriesQuery(1), /m USING INDEX messages_due/],
      [clicksQuery({ verdict: "person", since: 1, isContentOnly: true, limit: 25 }), /k USING INDEX clicks_by_time/],
      [clicksQuery({ limit: 25 }), /clicks USING INDEX clicks_by_time|k USING INDEX clicks_by_time/],
      [clicksQuery({ verdict: "unsure", limit: 25 }), /k USING INDEX clicks_by_time/],
      [rejectedQuery({ limit: 25 }), /rejected_items_by_time/],
    ];
    for (const [query, index] of asked) {
      const { sql: text, params } = toQuery(query);
      const plan = await store.read<{ detail: string }>({ sql: `explain query plan ${text}`, params });
      const details = plan.map(({ detail }) => detail).join("\n");
      expect(details).toMatch(index);
      expect(details).not.toMatch(/SCAN (m|k|messages|clicks|rejected_items)\b(?! USING)/);
    }
  });
});
