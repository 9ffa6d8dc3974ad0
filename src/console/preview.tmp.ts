import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { chromium } from "playwright-core";
import axe from "axe-core";
import { demoStation } from "../entry/demo/demo-station.ts";
import { mountConsole } from "./mount-console.ts";
import { mountMe } from "../me/mount-me.ts";
import { explainProduct } from "../messages/newsletters/explain-product.ts";
import { chromiumLaunch } from "../web/pages/gallery/chromium-launch.ts";
import { systemTimer } from "../entry/runtime.ts";
import { signToken, tokenDayOf } from "../../tracking/token.ts";
import { mkdirSync } from "node:fs";

const port = 18787;
const publicUrl = `http://127.0.0.1:${port}`;
const t0 = performance.now();
const demo = await demoStation({ url: ":memory:", seed: 7, customers: 120, days: 12, until: Date.UTC(2026, 10, 22, 9), publicUrl, hasClicks: true, rootKey: new Uint8Array(32).fill(5) });
console.log("demo", Math.round(performance.now() - t0), JSON.stringify(demo.report).slice(0, 400));
const { station, store, clock, mailbox } = demo;
const app = new Hono();
const meDeps = { ...station.customers, timer: systemTimer, tokens: station.tokens, publicUrl, journal: { append: async () => undefined }, readRequest: (c: any) => ({ header: (n: string) => c.req.header(n), address: "" }), brand: async () => ({ name: "Fernhill", colour: "#2e5d4b", homeUrl: `${publicUrl}/products` }), templates: station.templates };
mountMe(app, meDeps);
let role = "owner";
mountConsole(app, { ...station.customers, timer: systemTimer, publicUrl, vendorName: async () => "Fernhill", findSession: async () => ({ operatorId: "opr_demo", role }), signIn: {} as never, templates: station.templates, explain: explainProduct({ store, clock, shelf: station.shelf }), mailbox });
app.all("*", (c) => station.app.fetch(c.req.raw));
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" });
await new Promise((r) => setTimeout(r, 300));
await store.write([{ sql: "insert into rejected_items (received_at, source, faults, item) values (?, 'demo', ?, x'00')", params: [clock.now() - 3600000, JSON.stringify([{ pointer: "/properties/products/0/price", message: "Expected a number" }, { pointer: "/timestamp", message: "This is no instant." }])] }]);
const [sent] = await store.read<any>({ sql: "select m.id, c.code from messages m join customers c on c.id = m.customer_id join clicks k on k.message_id = m.id where m.state='accepted' and m.newsletter_id = 1 and k.verdict='person' order by m.id desc limit 1", params: [] });
const [other] = await store.read<any>({ sql: "select code from product_sets limit 1", params: [] });
const token = signToken(station.tokens, "preferences", { messageNumber: sent.id, link: 0, day: tokenDayOf(clock.now()) + 400 });
const unsub = signToken(station.tokens, "unsubscribe", { messageNumber: sent.id, link: 0, day: tokenDayOf(clock.now()) + 400 });
const view = signToken(station.tokens, "view", { messageNumber: sent.id, link: 0, day: tokenDayOf(clock.now()) + 400 });
const last = mailbox.list()[0]!;
const pages: Record<string, string> = {
  overview: "/console", newsletters: "/console/newsletters", newsletter: "/console/newsletters/weekly-picks", confirm: "/console/newsletters/weekly-picks/state?to=paused",
  messages: "/console/messages", message: `/console/messages/${sent.id}?product=${other.code}`, clicks: "/console/clicks", customers: "/console/customers", customer: `/console/customers/${sent.code}`,
  products: "/console/products", rules: "/console/rules", rule: "/console/rules/families-first", rejected: "/console/rejected", audit: "/console/audit", signin: "/console/sign-in", mailbox: "/mailbox", mail: `/mailbox/${last.arrival}`,
  preferences: "/preferences", prefweekly: "/preferences/weekly-picks", unsubscribe: `/u/${unsub}`, view: `/v/${view}`, refused: "/p/nonsense",
};
const only = process.argv.slice(2);
mkdirSync("/tmp/pics", { recursive: true });
const browser = await chromium.launch(chromiumLaunch);
for (const [width, scheme, js] of [[1280, "light", true], [1280, "dark", true], [320, "light", true], [320, "dark", true], [240, "light", false]] as const) {
  const ctx = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, javaScriptEnabled: js });
  const page = await ctx.newPage();
  page.on("console", (m) => console.log("CONSOLE", m.text().slice(0, 200)));
  await page.goto(`${publicUrl}/p/${token}`);
  for (const [name, path] of Object.entries(pages)) {
    if (only.length > 0 && !only.includes(name)) continue;
    const r = await page.goto(publicUrl + path);
    const w = await page.evaluate(() => document.documentElement.scrollWidth).catch(() => -1);
    if (w > width) console.log("WIDE", name, width, w);
    if (r!.status() >= 400 && name !== "refused") console.log("STATUS", name, r!.status(), (await page.textContent("body"))?.slice(0, 200));
    await page.screenshot({ path: `/tmp/pics/${name}-${width}-${scheme}.png`, fullPage: true });
    if (js && name !== "view") {
      await page.evaluate(axe.source);
      const v = await page.evaluate(async () => (await (globalThis as any).axe.run(document, { iframes: false })).violations.map((x: any) => `${x.id}: ${x.nodes.map((n: any) => n.html).slice(0, 2).join(" | ")}`));
      for (const line of v) console.log("AXE", name, width, scheme, line.slice(0, 300));
    }
  }
  await ctx.close();
}
await browser.close();
server.close();
process.exit(0);
