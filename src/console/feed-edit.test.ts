import { describe, expect, it } from "vitest";
import { feedBody } from "#catalogue/feeds/feed.ts";
import { findFeed } from "#catalogue/feeds/find-feed.ts";
import { openFeedHeader } from "#catalogue/feeds/feed-header.ts";
import { putFeed } from "#catalogue/feeds/put-feed.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";
import { draftNames, draftOf, emptyDraft, readFeedDraft } from "./pages/feeds/feed-draft.ts";

const ORIGIN = "https://console.shop.example";
const NEW = "/console/new-feed";
const EDIT = "/console/feeds/shop/edit";
const VALUE = "a-key-of-the-shop";

/** A form as a browser sends it: every field of it, but boxes that are not ticked. */
const filled = (over: Readonly<Record<string, string>>, { without = ["dropHeader"] } = {}) =>
  Object.fromEntries(Object.entries({ ...emptyDraft, ...over }).filter(([name]) => !without.includes(name)));

const merchant = {
  title: "Shop products",
  code: "shop",
  url: "https://feeds.shop.example/google.xml",
  headerName: "Private-Token",
  headerValue: VALUE,
  times: "18:30, 06:00",
  zone: "Europe/London",
};

async function opened(role: "editor" | "viewer" = "editor") {
  const world = await consoleWorld(ORIGIN);
  const cookie = await world.cookieOf(role);
  const get = (path: string) => getPage(world, path, cookie);
  const send = async (path: string, fields: Readonly<Record<string, string>>) => {
    const answer = await postForm(world, path, { cookie, fields });
    return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
  };
  const feed = async () => {
    const found = await findFeed(world.store, "shop");
    if (found === undefined) throw new Error("no feed");
    return found;
  };
  const header = async (origin: string) => {
    const { code, header: kept } = await feed();
    return kept && openFeedHeader(world.deps.feeds.secret, { code, origin, sealed: kept.sealed });
  };
  return { world, get, send, feed, header };
}

describe("the form of a feed", () => {
  it("makes a feed of a shop by its address, its times and the header that its server asks for", async () => {
    const { world, get, send, feed, header } = await opened();
    expect(await send(NEW, filled(merchant))).toMatchObject({ status: 303, location: "/console/feeds/shop?saved=1" });
    const made = await feed();
    expect(made.settings).toMatchObject({
      title: "Shop products",
      url: merchant.url,
      schedule: { at: ["06:00", "18:30"], zone: "Europe/London" },
      form: { kind: "xml" },
      mapping: { like: "google-merchant", locale: "en" },
    });
    expect(made.nextRunAt).not.toBeNull();
    expect(await header("https://feeds.shop.example")).toEqual({ name: "Private-Token", value: VALUE });
    const [audit] = await world.store.read<{ actor_kind: string; action: string; detail: string }>({
      sql: "select actor_kind, action, detail from audit_log order by id desc limit 1",
      params: [],
    });
    expect(audit).toMatchObject({ actor_kind: "operator", action: "put-feed" });
    expect(audit?.detail).not.toContain(VALUE);
    for (const path of ["/console/feeds/shop", EDIT, "/console/feeds"]) {
      const { text } = await get(path);
      expect([path, text.includes("Private-Token"), text.includes(VALUE)]).toEqual([
        path,
        path !== "/console/feeds",
        false,
      ]);
    }
    expect((await send(NEW, filled(merchant))).text).toContain("Another feed has this code.");
  });

  it("keeps the header that nobody sees when it is saved again, but not for another host, and takes it away when told", async () => {
    const { send, header } = await opened();
    await send(NEW, filled(merchant));
    const again = { ...merchant, headerValue: "" };
    expect((await send(EDIT, filled({ ...again, title: "Products" }))).status).toBe(303);
    expect(await header("https://feeds.shop.example")).toMatchObject({ value: VALUE });
    const moved = await send(EDIT, filled({ ...again, url: "https://thief.example/google.xml" }));
    expect([moved.status, moved.text.includes("It was given for another host")]).toEqual([422, true]);
    expect(moved.text).toContain('href="#field-headerValue"');
    expect(await header("https://thief.example")).toBeUndefined();
    expect((await send(EDIT, filled({ ...again, dropHeader: "yes" }, { without: [] }))).status).toBe(303);
    expect(await header("https://feeds.shop.example")).toBeUndefined();
  });

  it("says at each field what is wrong, keeps what was typed, and never shows a value of a header", async () => {
    const { send } = await opened();
    const refused = await send(
      NEW,
      filled({
        ...merchant,
        url: "http://10.0.0.1/feed.xml",
        times: "six",
        zone: "Mars",
        like: "",
        "mapping.code": "sku",
        guardPercent: "much",
        rest: "{",
      }),
    );
    expect(refused.status).toBe(422);
    for (const field of ["times", "zone", "mapping.title", "guardPercent", "rest"]) {
      expect(refused.text).toContain(`href="#field-${field}"`);
    }
    expect(refused.text).toContain('value="sku"');
    expect(refused.text).not.toContain(VALUE);
    expect(refused.text).toContain("Say the value again");
    const inside = await send(NEW, filled({ ...merchant, url: "https://10.0.0.1/feed.xml" }));
    expect([inside.status, inside.text.includes('href="#field-url"')]).toEqual([422, true]);
    const odd = await send(NEW, filled({ ...merchant, rest: '{ "tags": { "of": 1 }, "salePrice": 7 }' }));
    expect([odd.status, odd.text.includes('href="#field-rest"')]).toEqual([422, true]);
    const badName = await send(NEW, filled({ ...merchant, headerName: "Host" }));
    expect([badName.status, badName.text.includes('href="#field-headerName"')]).toEqual([422, true]);
    expect((await send(NEW, { ...filled(merchant), strange: "1" })).status).toBe(400);
  });

  it("loses nothing of a feed that was put through the API", async () => {
    const { world, send, feed } = await opened();
    const settings = feedBody.parse({
      title: "Table",
      mode: "full",
      form: { kind: "csv", delimiter: "\t", quote: "" },
      mapping: {
        code: "sku",
        category: { constant: "garden" },
        title: { from: ["name", "title"] },
        price: "=price",
        currency: { constant: "EUR" },
        imageUrl: { text: "https://cdn.shop.example/{sku}.jpg" },
        linkUrl: { text: "https://shop.example/{sku}" },
        tags: { from: "labels", split: "," },
        copy: [{ locale: "de", title: "name_de" }],
        decimal: ",",
        thousands: ".",
        isMinor: true,
      },
      schedule: undefined,
      guardPercent: 5,
      images: "link",
      state: "paused",
    });
    const actor = { kind: "key", id: "k1" } as const;
    await putFeed({ deps: world.deps.feeds, actor, input: { code: "shop", settings } });
    const draft = draftOf(await feed());
    expect(readFeedDraft(draft, await feed())).toEqual({
      ok: true,
      value: { code: "shop", settings, header: undefined },
    });
    expect((await send(EDIT, filled(draft))).status).toBe(303);
    expect((await feed()).settings).toEqual(settings);
    expect(Object.keys(draft).sort()).toEqual([...draftNames].sort());
  });

  it("is not for viewers", async () => {
    const { world, get, send } = await opened("viewer");
    const settings = feedBody.parse({ title: "Shop", form: { kind: "xml" }, mapping: { like: "google-merchant" } });
    await putFeed({ deps: world.deps.feeds, actor: { kind: "key", id: "k1" }, input: { code: "shop", settings } });
    expect((await get("/console/feeds")).text).not.toContain(NEW);
    expect((await get("/console/feeds/shop")).text).not.toContain("/edit");
    expect([(await get(NEW)).status, (await get(EDIT)).status]).toEqual([403, 403]);
    expect([(await send(NEW, filled(merchant))).status, (await send(EDIT, filled(merchant))).status]).toEqual([
      403, 403,
    ]);
  });
});
