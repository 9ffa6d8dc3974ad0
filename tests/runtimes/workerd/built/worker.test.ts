import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { putSetting } from "#catalogue/settings.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { readSeed } from "#tests/cases/templates/read-seed.ts";
import {
  addProgramme,
  chooseDaily,
  declareVendor,
  type EdgeDatabase,
  type EdgeStation,
  OPERATOR,
  PUBLIC_URL,
  startEdgeStation,
} from "./edge-station.ts";

const person = {
  "user-agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 Version/15.0 Mobile/15E148 Safari/604.1",
  "accept-language": "en",
};

const products = ["SPADE", "RAKE", "HOE", "SEEDS", "GLOVES"].map((code) => ({
  code,
  category: "garden",
  priceMinor: 2_450,
  currency: "GBP",
  imageUrl: `https://fernhill.example/${code}.jpg`,
  linkUrl: `https://fernhill.example/${code}`,
  copy: [{ locale: "en", title: `The ${code}`, body: "Made to be used and mended." }],
}));

describe.each<EdgeDatabase>(["D1", "libSQL over HTTP"])("the built worker on %s", { timeout: 60_000 }, (database) => {
  let station: EdgeStation;

  beforeAll(async () => {
    station = await startEdgeStation(database);
    await declareVendor(station);
    // Dead after 5, 10 and 20 seconds: looked for by the last of these tests.
    await station.say({ poison: true });
  }, 90_000);
  afterAll(() => station.close());

  /** Mails to an address, as soon as there are some. */
  const mailTo = async (address: string) => {
    const mailsTo = () => station.mails.filter((raw) => raw.includes(`To: ${address}`));
    await expect.poll(mailsTo, { timeout: 20_000 }).not.toEqual([]);
    const parsed = await Promise.all(mailsTo().map((raw) => PostalMime.parse(Buffer.from(raw, "latin1"))));
    return parsed.map(({ html = "", text = "", headers }) => ({ html, text, headers }));
  };
  const pathsIn = (html: string, letter: string) =>
    [...html.matchAll(new RegExp(`${PUBLIC_URL}(/${letter}/[A-Za-z0-9_-]{35})`, "g"))].map(([, path = ""]) => path);

  it("answers for its health, and refuses the unknown and the unsigned as problems", async () => {
    const health = await station.ask("/health");
    expect([health.status, await health.json()]).toEqual([200, { status: "ok", oldestDueMs: expect.any(Number) }]);
    const unknown = await station.ask("/nowhere");
    expect([unknown.status, unknown.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    expect((await station.ask("/v1/track", { method: "POST", body: "{}" })).status).toBe(401);
    expect((await station.ask(`/j/${"x".repeat(35)}`)).status).toBe(404);
  });

  it("runs the ring: facts in, a message out on its minute, its link followed, the click projected and scored", async () => {
    const { weekly, code } = { weekly: readSeed("weekly-picks"), code: "weekly-picks" };
    const { name, ...body } = weekly;
    const published = await station.call("POST", `/v1/templates/${name}/versions`, body);
    expect([published.status, published.ok ? "" : await published.text()]).toEqual([201, ""]);
    expect((await station.call("PUT", "/v1/product-sets", { products })).status).toBe(200);
    // Nobody has the catalogue yet, and all wait for the one who asks for it.
    const visits = await Promise.all(Array.from({ length: 20 }, () => station.ask("/products", { headers: person })));
    expect(visits.map((visit) => visit.status)).toEqual(visits.map(() => 200));
    await addProgramme(station, code, name);
    const granted = { state: "granted", wording: "Yes, please." };
    const identified = await station.call("POST", "/v1/identify", {
      userId: "ada",
      messageId: "m1",
      traits: {
        email: "ada@people.example",
        firstName: "Ada",
        consent: [
          { purpose: "track", ...granted },
          { purpose: "receive", channel: "email", topic: code, ...granted },
        ],
      },
    });
    expect(await identified.json()).toMatchObject({ accepted: 1, rejected: [] });
    await chooseDaily(station, "ada", code);

    await station.tick();
    const mails = await mailTo("ada@people.example");
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail?.html).toContain("The SPADE");
    expect(mail?.text).toContain("Ada");
    expect(mail?.headers.find(({ key }) => key === "list-unsubscribe-post")?.value).toBe("List-Unsubscribe=One-Click");

    const jumps = [...new Set(pathsIn(mail?.html ?? "", "j"))];
    expect(jumps.length).toBeGreaterThan(products.length - 2);
    // An isolate that knows none of its messages is asked by many readers at once; each is led right.
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => station.ask(jumps[index % jumps.length] ?? "", { headers: person })),
    );
    for (const [index, answer] of answers.entries()) {
      expect(answer.status).toBe(302);
      expect(answer.headers.get("location")).toBe(answers[index % jumps.length]?.headers.get("location"));
    }
    expect(new Set(answers.map((answer) => answer.headers.get("location"))).size).toBe(jumps.length);
    const clicks = () => station.store.read(sql`select journal_key from clicks`);
    await expect.poll(clicks, { timeout: 20_000 }).toHaveLength(answers.length);

    // All links within a second is what a scanner does: one of them is made a person's, minutes after the delivery.
    await station.store.write([
      sql`delete from clicks where id > (select min(id) from clicks)`,
      sql`update messages set accepted_at = accepted_at - ${20 * MINUTE_MS}`,
      sql`update clicks set at = at - ${MINUTE_MS}`,
    ]);
    await station.tick();
    expect(await station.store.read(sql`select kind, source from events where kind = 'click'`)).toEqual([
      { kind: "click", source: "jumpstation" },
    ]);
    await station.tick();
    expect(station.mails).toHaveLength(1);
  });

  it("takes over a feed that is pushed, and hosts a picture that is sent", async () => {
    const mapping = { like: "google-merchant", currency: { constant: "GBP" } };
    const put = await station.call("PUT", "/v1/feeds/shop", { title: "Shop", form: { kind: "xml" }, mapping });
    expect([put.status, put.ok ? "" : await put.text()]).toEqual([204, ""]);
    const item = `<item><g:id>FED-1</g:id><title>Fork</title><g:product_type>garden</g:product_type><g:price>12.50</g:price>
      <g:image_link>https://10.0.0.1/inside.jpg</g:image_link><link>https://fernhill.example/fork</link></item>`;
    const xml = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>${item}</channel></rss>`;
    const run = await station.send("POST", "/v1/feeds/shop/runs", Buffer.from(xml));
    expect(await run.json()).toMatchObject({ state: "done", read: 1, created: 1, applied: 1 });
    const [found] = await station.store.read(sql`select price_minor from product_sets where code = 'FED-1'`);
    expect(found).toEqual({ price_minor: 1_250 });
    const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    const hosted = await station.send("PUT", "/v1/images", Uint8Array.from(Buffer.from(pixel, "base64")));
    const { url } = (await hosted.json()) as { url: string };
    const shown = await station.ask(new URL(url).pathname);
    expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(
      Buffer.from(await shown.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await station.tick();
    const [source] = await station.store.read(sql`select state, fault from image_sources`);
    expect(source).toMatchObject({ state: "failed", fault: expect.stringContaining("private") as unknown });
  });

  it("a reader's own page opens from her message, and opting out there ends the programme for her", async () => {
    const [mail] = await mailTo("ada@people.example");
    const [preferences = ""] = pathsIn(mail?.html ?? "", "p");
    const opened = await station.ask(preferences, { headers: person });
    expect(opened.status).toBe(303);
    const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
    const page = await station.ask(opened.headers.get("location") ?? "", { headers: { ...person, cookie } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("Weekly picks")]);
    const [leave = ""] = pathsIn(mail?.html ?? "", "u");
    expect((await station.ask(leave, { headers: person })).status).toBe(200);
    const left = await station.ask(leave, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect(left.status).toBeLessThan(400);
    const [subscription] = await station.store.read<{ n: number }>(
      sql`select count(*) as n from suppressions where reason = 'unsubscribed'`,
    );
    expect(subscription?.n).toBe(1);
  });

  it("the operator whom the configuration names signs in and sees what was sent", async () => {
    const { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: password } = OPERATOR;
    const signIn = (form: Record<string, string>) =>
      station.ask("/console/sign-in", {
        method: "POST",
        headers: { origin: PUBLIC_URL },
        body: new URLSearchParams(form),
      });
    expect((await signIn({ email, password: "wrong-password" })).status).toBe(401);
    const signedIn = await signIn({ email, password });
    expect(signedIn.status).toBe(303);
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    const page = await station.ask("/console/messages", { headers: { cookie } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("weekly-picks")]);
    expect((await station.ask("/console/messages")).status).toBe(303);
  });

  it("a host that the vendor gives up is led to no more within seconds, while readers come and go", async () => {
    const [jump = ""] = pathsIn((await mailTo("ada@people.example"))[0]?.html ?? "", "j");
    await station.store.write([putSetting("hosts", ["elsewhere.example"], 1)]);
    const statusOf = async () => (await station.ask(jump, { headers: person })).status;
    await expect.poll(statusOf, { timeout: 20_000, interval: 500 }).toBe(404);
  });

  it("a word that nobody understands is given up after its retries, written down, and an operator replays it", async () => {
    const letters = async () => {
      const answer = await station.call("GET", "/v1/dead-letters", undefined);
      return ((await answer.json()) as { items: ReadonlyArray<{ id: number; queue: string; state: string }> }).items;
    };
    await expect
      .poll(letters, { timeout: 55_000, interval: 1_000 })
      .toMatchObject([{ queue: "send", name: "unreadable", times: 1, state: "dead" }]);
    const id = (await letters())[0]?.id ?? 0;
    expect((await station.call("POST", `/v1/dead-letters/${id}/replay`, {})).status).toBe(200);
    expect(await letters()).toMatchObject([{ id, state: "replayed" }]);
    expect(station.logs()).toContain('"event":"dead_letter"');
  });

  it("writes lines of ids and counts alone", () => {
    const logs = station.logs();
    expect(logs).toContain('"event":"tick"');
    expect(logs).toContain('"event":"send"');
    expect(logs).not.toMatch(/people\.example|iPhone|\/j\/|Ada/);
  });
});
