import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import { ok } from "#kernel/result.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { ORIGIN, readerWorld } from "#tests/worlds/reader-world.ts";
import { mountMe } from "./mount-me.ts";

async function world() {
  const { deps, store, tokenFor } = await readerWorld(await freshStore());
  const template: PreparedTemplate = {
    name: "weekly-picks",
    staticLinks: [],
    slots: [],
    mergeEmail: (view) =>
      ok({
        subject: "Picks",
        preheader: "",
        html: `<html><body><script>alert(1)</script><p style="color:red">For ${view.customer.firstName}</p></body></html>`,
        text: "Picks for you",
      }),
    mergeSms: () => ok(""),
    mergeVoice: () => ok({ text: "", language: "en" }),
    mergeLetter: () => ok({ subject: "", text: "", language: "en", isOwn: false }),
    mergePush: () => ok({}),
  };
  const app = new Hono();
  mountMe(app, { ...deps, templates: { byId: async (id) => (id === 5 ? template : undefined) } });
  const inputs = JSON.stringify({ view: { customer: { locale: "en", firstName: "Ada" } }, picks: [] });
  await store.write([{ sql: "update messages set inputs = ?, template_id = 5 where id = 1", params: [inputs] }]);
  return { app, tokenFor };
}

describe("a message as a page", () => {
  it("is rendered again from what was kept, and may lay itself out and do nothing else", async () => {
    const { app, tokenFor } = await world();
    const answer = await app.request(`${ORIGIN}/v/${tokenFor("view")}`);
    expect([answer.status, (await answer.text()).includes("For Ada")]).toEqual([200, true]);
    expect(answer.headers.get("content-security-policy")).toBe(
      [
        "default-src 'none'",
        `img-src https: data: ${ORIGIN}`,
        "style-src 'unsafe-inline'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
      ].join("; "),
    );
    expect([answer.headers.get("cache-control"), answer.headers.get("x-robots-tag")]).toEqual([
      "private, no-store",
      "noindex",
    ]);
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  });

  it("a message that was never prepared, and a link that is none, say so neutrally", async () => {
    const { app, tokenFor } = await world();
    expect((await app.request(`${ORIGIN}/v/${tokenFor("view", 2)}`)).status).toBe(410);
    expect((await app.request(`${ORIGIN}/v/${tokenFor("preferences")}`)).status).toBe(404);
    expect((await app.request(`${ORIGIN}/v/${tokenFor("view")}`, { method: "POST" })).status).toBe(405);
  });

  it("suits whoever asks, and leads to its other forms", async () => {
    const { app, tokenFor } = await world();
    const address = `${ORIGIN}/v/${tokenFor("view")}`;
    const read = async (query: string, headers: Readonly<Record<string, string>> = {}) => {
      const answer = await app.request(`${address}${query}`, { headers });
      return { answer, body: await answer.text() };
    };
    const rich = await read("");
    expect(rich.body).toContain('href="?form=small"');
    expect(rich.body).toContain('href="?form=text"');
    expect(rich.answer.headers.get("vary")).toContain("User-Agent");
    expect(rich.answer.headers.get("vary")).toContain("Sec-CH-UA-Form-Factors");
    expect(rich.answer.headers.get("accept-ch")).toContain("Sec-CH-UA-Form-Factors");
    const small = await read("", { "user-agent": "Mozilla/4.76 [en] (PalmOS; U; WebPro/3.0; Palm-Arzl)" });
    expect(small.body).toContain("<p>For Ada</p>");
    expect(small.body).not.toMatch(/<script|style=/);
    expect(small.body).toContain('<a href="?form=rich"');
    const text = await read("?form=text");
    expect(text.answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(text.body).toBe(
      `Picks\n\nPicks for you\n\nFull page: ${address}?form=rich\nSimple page: ${address}?form=small\n`,
    );
    expect([small, text].map(({ answer }) => answer.headers.get("cache-control"))).toEqual([
      "private, no-store",
      "private, no-store",
    ]);
  });
});
