import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import { productsWorld } from "../../../tests/worlds/products-world.ts";

type World = Awaited<ReturnType<typeof productsWorld>>;

const origin = "https://jump.example";

function get({ app }: World, path: string, headers: Record<string, string> = {}) {
  return app.request(`${origin}${path}`, { headers });
}

type Posted = {
  readonly path: string;
  readonly form: Record<string, string>;
  readonly headers?: Record<string, string>;
};

function post({ app }: World, { path, form, headers = {} }: Posted) {
  return app.request(`${origin}${path}`, {
    method: "POST",
    body: new URLSearchParams(form).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", ...headers },
  });
}

const toConsent = (form: Record<string, string>, headers: Record<string, string> = {}): Posted => ({
  path: "/products/consent",
  form,
  headers,
});

const toSpade = (choice: string, headers: Record<string, string> = {}): Posted => ({
  path: "/products/SPADE-2/choose",
  form: { choice },
  headers,
});

async function agree(world: World): Promise<{ cookie: string }> {
  const answer = await post(world, toConsent({ choice: "yes", back: "/products" }));
  return { cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

const titles = (html: string) => [...html.matchAll(/<h2><a href="[^"]+">([^<]+)/g)].map(([, title]) => title);

describe("the front door", () => {
  it("leads to what the vendor offers, or to the vendor's own site, and never back to itself", async () => {
    const doorOf = async (homeUrl?: string) => {
      const world = await productsWorld(homeUrl === undefined ? {} : { homeUrl });
      const answer = await get(world, "/");
      return [answer.status, answer.headers.get("location")];
    };
    expect(await doorOf()).toEqual([302, "/products"]);
    expect(await doorOf(`${origin}/`)).toEqual([302, "/products"]);
    expect(await doorOf(origin.replace("https:", "http:"))).toEqual([302, "/products"]);
    expect(await doorOf("https://shop.example/garden?from=news")).toEqual([
      302,
      "https://shop.example/garden?from=news",
    ]);
  });
});

describe("the product list", () => {
  it("shows the newest first, narrows by category and finds words without case and accents", async () => {
    const world = await productsWorld();
    await world.put({
      code: "ROSE",
      category: "Plants",
      priceMinor: 1_200,
      currency: "EUR",
      imageUrl: "https://shop.example/rose.jpg",
      linkUrl: "https://shop.example/rose",
      copy: [{ locale: "en", title: "Climbing rosé", body: "" }],
    });
    expect(titles(await (await get(world, "/products")).text())[0]).toBe("Climbing rosé");
    const tools = await (await get(world, "/products?category=Garden+tools&q=DIGGING")).text();
    expect(titles(tools)).toEqual(["Digging fork"]);
    expect(titles(await (await get(world, "/products?q=Rose")).text())).toEqual(["Climbing rosé"]);
    expect(await (await get(world, "/products?q=zzz")).text()).toContain("Nothing found");
  });

  it("comes in pages whose cursors name neither too much nor too little", async () => {
    const world = await productsWorld();
    await world.put(
      ...Array.from({ length: 60 }, (_, index) => ({
        code: `P-${index}`,
        category: "Many",
        priceMinor: 100,
        currency: "EUR",
        imageUrl: "https://shop.example/p.jpg",
        linkUrl: "https://shop.example/p",
        copy: [{ locale: "en", title: `Thing ${index}`, body: "A thing of some use, told of in a sentence or two." }],
      })),
    );
    const seen: unknown[] = [];
    let path: string | undefined = "/products?category=Many";
    while (path !== undefined) {
      const html: string = await (await get(world, path)).text();
      expect(html.length).toBeLessThan(20_480);
      seen.push(...titles(html));
      path = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    }
    expect([seen.length, new Set(seen).size]).toEqual([60, 60]);
  });

  it("leaves out what sold out or is not valid today", async () => {
    const world = await productsWorld();
    const before = titles(await (await get(world, "/products")).text()).length;
    const rose = {
      category: "Plants",
      priceMinor: 1_200,
      currency: "EUR",
      imageUrl: "https://shop.example/rose.jpg",
      linkUrl: "https://shop.example/rose",
      copy: [{ locale: "en", title: "Rose", body: "" }],
    };
    await world.put({ ...rose, code: "R1", stock: 0 }, { ...rose, code: "R2", validFrom: "2027-01-01T00:00:00Z" });
    expect(titles(await (await get(world, "/products")).text())).toHaveLength(before);
    expect(await (await get(world, "/products/R1")).text()).toContain("Sold out");
    expect((await get(world, "/products/R2")).status).toBe(404);
  });
});

describe("a product page", () => {
  it("is asked about again and answered with 304 until a word on it changes", async () => {
    const world = await productsWorld();
    const first = await get(world, "/products/SPADE-2");
    const etag = first.headers.get("etag") ?? "";
    expect((await first.text()).length).toBeLessThan(20_480);
    expect((await get(world, "/products/SPADE-2", { "if-none-match": `W/${etag}` })).status).toBe(304);
    expect((await get(world, "/products/SPADE-2", { "if-none-match": '"other"' })).status).toBe(200);
    await world.put({
      code: "SPADE-2",
      category: "Garden tools",
      priceMinor: 9_900,
      currency: "EUR",
      imageUrl: "https://shop.example/s.jpg",
      linkUrl: "https://shop.example/s",
      copy: [{ locale: "en", title: "Spade", body: "" }],
    });
    const changed = await get(world, "/products/SPADE-2", { "if-none-match": etag });
    expect([changed.status, (await changed.text()).includes("€99.00")]).toEqual([200, true]);
  });

  it("speaks the reader's language, and the vendor's words fall back: de-CH, de, en", async () => {
    const world = await productsWorld();
    const german = { "accept-language": "fr;q=0.3, de-CH, en;q=0.5" };
    const translated = await (await get(world, "/products/SPADE-2", german)).text();
    expect(translated).toContain('<html lang="de"');
    expect(translated).toContain("<h1>Geschmiedeter Spaten</h1>");
    expect(translated).toContain("42,50");
    expect(await (await get(world, "/products/FORK-1", german)).text()).toContain('<h1 lang="en">Digging fork</h1>');
    expect(await (await get(world, "/products/SPADE-2")).text()).toContain("<h1>Forged border spade</h1>");
  });

  it("names others of its category, and not itself", async () => {
    const html = await (await get(await productsWorld(), "/products/SPADE-2")).text();
    const related = [...html.matchAll(/<h3[^>]*><a href="\/products\/([^"]+)"/g)].map(([, code]) => code);
    expect(new Set(related)).toEqual(new Set(["FORK-1", "SHEARS-1", "TROWEL-1"]));
  });

  it("shows hostile words as words", async () => {
    const world = await productsWorld();
    await world.put({
      code: "EVIL",
      category: `"><script>alert(1)</script>`,
      priceMinor: 1,
      currency: "EUR",
      imageUrl: `https://shop.example/"onerror=alert(1)`,
      linkUrl: "https://shop.example/e",
      copy: [{ locale: "en", title: "<img src=x onerror=alert(1)>", body: "</p><script>" }],
    });
    for (const path of ["/products/EVIL", "/products", `/products?q=${encodeURIComponent('"><script>')}`]) {
      const html = await (await get(world, path)).text();
      expect(html).not.toMatch(/<script|<img src=x|"onerror/);
    }
  });

  it("that is not there says so and leads on", async () => {
    const gone = await get(await productsWorld(), "/products/NONE");
    expect([gone.status, (await gone.text()).includes('href="/products"')]).toEqual([404, true]);
  });
});

describe("what a visitor does", () => {
  it("becomes behaviour only after her yes: a view and a choice, under one anonymous id", async () => {
    const world = await productsWorld();
    await get(world, "/products/SPADE-2");
    await post(world, toSpade("like"));
    expect(world.recorded).toEqual([]);
    const headers = await agree(world);
    await get(world, "/products/SPADE-2", headers);
    const chosen = await post(world, toSpade("more", headers));
    expect([chosen.status, chosen.headers.get("location")]).toEqual([303, "/products/SPADE-2?chosen=more"]);
    expect(world.recorded.map(([, event]) => [event.kind, event.name, event.productCode, event.category])).toEqual([
      ["page", "Product Viewed", "SPADE-2", "Garden tools"],
      ["choice", "Product Selected", "SPADE-2", "Garden tools"],
    ]);
    expect(new Set(world.recorded.map(([visitor]) => JSON.stringify(visitor))).size).toBe(1);
    expect(new Set(world.recorded.map(([, event]) => event.messageId)).size).toBe(2);
  });

  it("sets no cookie and thanks honestly while she has not agreed", async () => {
    const world = await productsWorld();
    const page = await get(world, "/products/SPADE-2");
    expect(page.headers.has("set-cookie")).toBe(false);
    const chosen = await post(world, toSpade("like"));
    expect(chosen.headers.has("set-cookie")).toBe(false);
    const thanks = await (await get(world, chosen.headers.get("location") ?? "")).text();
    expect(thanks).toContain("Nothing was kept");
    expect(thanks).toContain('action="/products/consent"');
  });

  it("is forgotten with a no: the id is gone from the browser and nobody asks again", async () => {
    const world = await productsWorld();
    const headers = await agree(world);
    const refused = await post(world, toConsent({ choice: "no", back: "/products/FORK-1" }, headers));
    const cookie = refused.headers.get("set-cookie") ?? "";
    expect([refused.headers.get("location"), cookie.split(";")[0]]).toEqual(["/products/FORK-1", "__Host-visitor=no"]);
    const page = await get(world, "/products/FORK-1", { cookie: "__Host-visitor=no" });
    expect(await page.text()).not.toContain("/products/consent");
    expect(world.recorded).toEqual([]);
  });

  it("is nobody's business where the browser says so by itself, even after a yes", async () => {
    const world = await productsWorld();
    const headers = await agree(world);
    for (const signal of [{ "sec-gpc": "1" }, { dnt: "1" }]) {
      await get(world, "/products/SPADE-2", { ...headers, ...signal });
      await post(world, toSpade("like", { ...headers, ...signal }));
    }
    expect(world.recorded).toEqual([]);
  });

  it("counts for nobody under a cookie that was changed or has aged half a year", async () => {
    const world = await productsWorld();
    const { cookie } = await agree(world);
    await get(world, "/products/SPADE-2", { cookie: cookie.replace("anon_", "anon-") });
    await get(world, "/products/SPADE-2", { cookie: cookie.replace("=a.", "=c.") });
    world.clock.advance(181 * DAY_MS);
    await get(world, "/products/SPADE-2", { cookie });
    expect(world.recorded).toEqual([]);
  });

  it("is no view when the browser only fetches ahead", async () => {
    const world = await productsWorld();
    const headers = await agree(world);
    await get(world, "/products/SPADE-2", { ...headers, "sec-purpose": "prefetch;prerender" });
    await world.app.request(`${origin}/products/SPADE-2`, { method: "HEAD", headers });
    expect(world.recorded).toEqual([]);
  });

  it("costs her no page when it can't be recorded, and somebody is told", async () => {
    const world = await productsWorld();
    const headers = await agree(world);
    world.breakRecording();
    expect((await get(world, "/products/SPADE-2", headers)).status).toBe(200);
    expect(world.faults).toHaveLength(1);
  });

  it("is refused from another site's form, and the way back never leaves ours", async () => {
    const world = await productsWorld();
    const foreign = { "sec-fetch-site": "cross-site" };
    expect((await post(world, toConsent({ choice: "yes" }, foreign))).status).toBe(403);
    expect((await post(world, toSpade("like", foreign))).status).toBe(403);
    for (const back of ["//evil.example", "https://evil.example", "/products\\@evil.example", "/products/\r\nx: y"]) {
      expect((await post(world, toConsent({ choice: "yes", back }))).headers.get("location")).toBe("/products");
    }
    const odd = await post(world, toSpade("steal"));
    expect(odd.status).toBe(400);
  });

  it("is kept in a cookie that scripts can't read and that goes over TLS only", async () => {
    const world = await productsWorld();
    const answer = await post(world, toConsent({ choice: "yes", back: "/products" }));
    expect(answer.headers.get("set-cookie")).toMatch(
      /^__Host-visitor=a\.anon_[0-9a-z]{26}\.\d+\.[\w-]{43}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure$/,
    );
  });
});
