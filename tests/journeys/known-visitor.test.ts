import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { type DemoStation, demoStation } from "#entry/demo/demo-station.ts";
import { nextSelections } from "#entry/demo/next-selections.ts";
import { readMail } from "#entry/demo/read-mail.ts";
import { DAY_MS, MINUTE_MS } from "#kernel/clock.ts";

const ORIGIN = "http://127.0.0.1:8787";
const settings = {
  url: ":memory:",
  seed: 7,
  customers: 60,
  days: 3,
  until: Date.UTC(2026, 10, 22, 12),
  publicUrl: ORIGIN,
  rootKey: new Uint8Array(32).fill(3),
  hasClicks: false,
};
const person = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0", "accept-language": "en" };

type Sent = { readonly method?: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

/** A browser as far as it counts here: a GET or a form of one of our pages, with the cookies that it keeps. */
function browser({ station }: DemoStation) {
  const jar = new Map<string, string>();
  const keep = (line: string) => {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "") jar.delete(name);
    else jar.set(name, value);
  };
  const ask = async (address: string, init: Sent = {}) => {
    const url = new URL(address, ORIGIN).href;
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...person, "x-demo-address": "198.51.100.7", cookie, ...init.headers };
    const answer = await station.app.request(url, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) keep(line);
    const location = answer.headers.get("location") ?? "";
    return { status: answer.status, location, setCookie: answer.headers.get("set-cookie") };
  };
  const post = (path: string, form: Record<string, string>) =>
    ask(path, {
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
    });
  /** As if it had been closed: cookies of the session are gone. */
  const reopen = () => void jar.delete("visit");
  return { ask, post, reopen, jar };
}

/** A tracked reader of the newest weekly mail, and a link in it to a product. */
async function readerOf({ store, channels }: DemoStation) {
  const readers = await store.read<{ id: number; code: string; email: string }>(
    sql`select id, code, lower(email) as email from customers where is_tracked = 1`,
  );
  const byAddress = new Map(readers.map((reader) => [reader.email, reader]));
  for (const mail of channels.mailbox.list().map(readMail)) {
    const reader = byAddress.get(mail.to);
    const link = mail.links.filter(({ url }) => url.includes("/j/")).at(-2)?.url;
    if (mail.programme === "weekly-picks" && reader !== undefined && link !== undefined) return { ...reader, link };
  }
  throw new Error("Nobody who is tracked got a mail.");
}

const webEvents = ({ store }: DemoStation, customerId: number) =>
  store.read<{ name: string }>(
    sql`select name from events where customer_id = ${customerId} and source = 'web' and channel = 'web' order by id`,
  );

it("who comes by her own link is known on the product page, and what she likes there changes what is chosen next", async () => {
  const demo = await demoStation(settings);
  const { station, clock } = demo;
  const reader = await readerOf(demo);
  const before = await nextSelections(station, settings.until);
  const earlier = (await webEvents(demo, reader.id)).length;
  const hers = browser(demo);

  const followed = await hers.ask(reader.link);
  expect(followed.location).toMatch(/\/products\/[\w-]+\?h=[\w-]{35}$/);
  const exchanged = await hers.ask(followed.location);
  expect(exchanged.status).toBe(303);
  expect(exchanged.location).toMatch(/^\/products\/[\w-]+$/);
  expect(exchanged.setCookie).toMatch(/^visit=c\.[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
  expect((await webEvents(demo, reader.id)).length, "the exchange records nothing").toBe(earlier);

  expect((await hers.ask(exchanged.location)).status).toBe(200);
  for (let times = 0; times < 4; times += 1) {
    await hers.post(`${exchanged.location}/choose`, { choice: "like" });
    clock.advance(MINUTE_MS);
  }
  const names = (await webEvents(demo, reader.id)).slice(earlier).map(({ name }) => name);
  expect(names).toEqual(["Product Viewed", ...Array.from({ length: 4 }, () => "Product Selected")]);
  const after = await nextSelections(station, settings.until);
  expect(after.get(reader.code)).not.toBe(before.get(reader.code));
}, 30_000);

it("a friend who opens a passed-on link is taken for the reader for that visit only, and what is hers stays hers", async () => {
  const demo = await demoStation(settings);
  const reader = await readerOf(demo);
  const earlier = (await webEvents(demo, reader.id)).length;
  const friends = browser(demo);
  await friends.post("/products/consent", { choice: "yes", back: "/products" });
  const own = friends.jar.get("visitor");
  expect(own).toMatch(/^a\./);
  await friends.ask("/products/KIT-02");
  const [friend] = await demo.store.read<{ id: number }>(sql`select id from customers where code like 'anon:%'`);
  const friendId = friend?.id ?? 0;

  const { location } = await friends.ask(reader.link);
  const { location: page } = await friends.ask(location);
  await friends.ask(page);
  expect((await webEvents(demo, reader.id)).slice(earlier)).toEqual([{ name: "Product Viewed" }]);
  expect(await demo.store.read(sql`select merged_into from customers where id = ${friendId}`)).toEqual([
    { merged_into: null },
  ]);
  expect(friends.jar.get("visitor"), "her own yes stays as she gave it").toBe(own);

  friends.reopen();
  await friends.ask("/products/KIT-02");
  expect((await webEvents(demo, reader.id)).length).toBe(earlier + 1);
  expect(await webEvents(demo, friendId)).toEqual([{ name: "Product Viewed" }, { name: "Product Viewed" }]);
}, 30_000);

it("a word about being remembered is given for the browser, never in the reader's name, and ends her visit", async () => {
  const demo = await demoStation(settings);
  const reader = await readerOf(demo);
  const visit = async () => {
    const friends = browser(demo);
    const { location } = await friends.ask(reader.link);
    const { location: page } = await friends.ask(location);
    expect(friends.jar.has("visit")).toBe(true);
    return { friends, page };
  };
  for (const choice of ["yes", "no"]) {
    const { friends, page } = await visit();
    await friends.post("/products/consent", { choice, back: page });
    expect(friends.jar.has("visit")).toBe(false);
    expect(friends.jar.get("visitor")).toMatch(choice === "yes" ? /^a\.anon_/ : /^no$/);
  }
  const { friends, page } = await visit();
  const earlier = (await webEvents(demo, reader.id)).length;
  demo.clock.advance(2 * DAY_MS);
  await friends.ask(page);
  expect((await webEvents(demo, reader.id)).length, "a restored session is no visit for ever").toBe(earlier);
}, 30_000);

it("nobody is known who said no, who is tracked no more, or who comes too late", async () => {
  const demo = await demoStation(settings);
  const { store, clock } = demo;
  const reader = await readerOf(demo);
  const { location } = await browser(demo).ask(reader.link);

  const refusing = browser(demo);
  await refusing.post("/products/consent", { choice: "no", back: "/products" });
  expect(await refusing.ask(location)).toMatchObject({ status: 303, setCookie: null });
  const signalling = await browser(demo).ask(location, { headers: { "sec-gpc": "1" } });
  expect(signalling).toMatchObject({ status: 303, setCookie: null });
  const forged = await browser(demo).ask(location.replace(/.{35}$/, "A".repeat(35)));
  expect(forged).toMatchObject({ status: 303, setCookie: null });

  const known = browser(demo);
  const { location: page } = await known.ask(location);
  await store.write([sql`update customers set is_tracked = 0 where id = ${reader.id}`]);
  const earlier = (await webEvents(demo, reader.id)).length;
  await known.ask(page);
  expect((await webEvents(demo, reader.id)).length, "a cookie alone is no consent").toBe(earlier);
  expect(await browser(demo).ask(location)).toMatchObject({ status: 303, setCookie: null });

  await store.write([sql`update customers set is_tracked = 1 where id = ${reader.id}`]);
  clock.advance(2 * DAY_MS);
  expect(await browser(demo).ask(location)).toMatchObject({ status: 303, setCookie: null });
}, 30_000);
