import { describe, expect, it } from "vitest";
import { feedBody } from "#catalogue/feeds/feed.ts";
import { findFeed } from "#catalogue/feeds/find-feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { putFeed } from "#catalogue/feeds/put-feed.ts";
import { pushRun } from "#catalogue/feeds/run/push-run.ts";
import { findRun } from "#catalogue/feeds/run/run-rows.ts";
import { fetchImages } from "#catalogue/images/fetch-images.ts";
import { hostImage } from "#catalogue/images/host-image.ts";
import type { ImageCodecs, Pixels } from "#catalogue/images/image-codecs.ts";
import { hostedSources, imageName } from "#catalogue/images/image-name.ts";
import type { ImageDeps } from "#catalogue/images/image-deps.ts";
import type { ImageStore } from "#catalogue/images/image-store.ts";
import { renderImage } from "#catalogue/images/render-image.ts";
import { sniffImage } from "#catalogue/images/sniff-image.ts";
import { tableImages } from "#catalogue/images/table-images.ts";
import { findProductSet } from "#catalogue/products/list-product-sets.ts";
import { putSetting } from "#catalogue/settings.ts";
import { HOUR_MS, manualClock, SECOND_MS } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import type { Exchanged } from "#web/outgoing/transport.ts";

const startAt = Date.UTC(2026, 4, 20, 9);
const actor = { kind: "key", id: "key_1", scopes: ["catalogue:write"] } as const;

/** Left half red, right half blue; see-through where asked. */
export function drawing(width: number, height: number, alpha = 255): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at += 1) {
    data.set(at % width < width / 2 ? [220, 30, 30, alpha] : [30, 30, 220, 255], at * 4);
  }
  return { data, width, height };
}

/** What every set of codecs promises, on each runtime. */
export function codecsContract(name: string, makeCodecs: () => Promise<ImageCodecs>): void {
  describe(`pictures with the codecs of ${name}`, () => {
    const render = async (bytes: Uint8Array, maxPixels = 4_000_000) =>
      renderImage(await makeCodecs(), { maxPixels }, bytes);

    it("come in the sizes of mails and pages, each file a picture of what was sent", async () => {
      const codecs = await makeCodecs();
      for (const format of ["jpg", "png", "webp"] as const) {
        const rendered = await render(await codecs.encode(format, drawing(1_000, 500)));
        if (!rendered.ok) throw new Error(rendered.error);
        expect(rendered.value).toMatchObject({ kind: "jpg", width: 1_000, height: 500 });
        const files = rendered.value.files.map((file) => [file.width, file.format, sniffImage(file.body)]);
        expect(files).toEqual(
          [1_000, 640, 320].flatMap((width, index) =>
            [["jpg", "jpeg"] as const, ["webp", "webp"] as const].map(([suffix, kind]) => [
              [1_280, 640, 320][index],
              suffix,
              { kind, width, height: width / 2 },
            ]),
          ),
        );
        const small = await codecs.decode("jpeg", rendered.value.files.at(-2)?.body ?? new Uint8Array());
        expect(colourAt(small, 80, 80)).toBe("red");
        expect(colourAt(small, 240, 80)).toBe("blue");
      }
    });

    it("stay see-through where they were", async () => {
      const codecs = await makeCodecs();
      const rendered = await render(await codecs.encode("png", drawing(40, 40, 0)));
      expect(rendered).toMatchObject({ ok: true, value: { kind: "png" } });
      const file = rendered.ok ? rendered.value.files[0] : undefined;
      expect((await codecs.decode("png", file?.body ?? new Uint8Array())).data[3]).toBe(0);
    });

    it("lose place, camera and whatever else came with them, and are turned as the camera was held", async () => {
      const codecs = await makeCodecs();
      const turned = withExif(await codecs.encode("jpg", drawing(64, 32)), 6, "51.5007 N 0.1246 W");
      expect(Buffer.from(turned).includes("51.5007")).toBe(true);
      const rendered = await render(turned);
      if (!rendered.ok) throw new Error(rendered.error);
      expect(rendered.value).toMatchObject({ width: 32, height: 64 });
      for (const { body } of rendered.value.files) expect(Buffer.from(body).includes("51.5007")).toBe(false);
      const upright = await codecs.decode("jpeg", rendered.value.files[0]?.body ?? new Uint8Array());
      expect([colourAt(upright, 16, 8), colourAt(upright, 16, 56)]).toEqual(["red", "blue"]);
    });

    it("are refused where they are too large, before they are decoded, or are none", async () => {
      const codecs = await makeCodecs();
      const png = await codecs.encode("png", drawing(300, 300));
      expect(await render(png, 89_999)).toEqual({ ok: false, error: "too_many_pixels" });
      const bomb = Uint8Array.from(png);
      new DataView(bomb.buffer).setUint32(16, 60_000);
      new DataView(bomb.buffer).setUint32(20, 60_000);
      expect(await render(bomb)).toEqual({ ok: false, error: "too_many_pixels" });
      expect(await render(png.subarray(0, 60))).toEqual({ ok: false, error: "undecodable" });
      const jpeg = await codecs.encode("jpg", drawing(300, 300));
      expect(await render(jpeg.subarray(0, 200))).toMatchObject({ ok: false });
      expect(await render(Buffer.from("<svg onload='alert(1)'></svg>"))).toEqual({ ok: false, error: "svg" });
      // What upset a codec must not upset the next picture.
      expect((await render(png)).ok).toBe(true);
      expect((await render(jpeg)).ok).toBe(true);
    });
  });
}

function colourAt({ data, width }: Pixels, x: number, y: number): string {
  const [red = 0, , blue = 0] = data.slice((y * width + x) * 4);
  return red > 2 * blue ? "red" : blue > 2 * red ? "blue" : "neither";
}

/** An EXIF segment with an orientation and some words, behind the JPEG's first two bytes. */
function withExif(jpeg: Uint8Array, orientation: number, words: string): Uint8Array {
  const entry = Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
  const tiff = Buffer.concat([
    Buffer.from("MM\0*\0\0\0\b\0\u0001", "latin1"),
    entry,
    Buffer.alloc(4),
    Buffer.from(words),
  ]);
  const body = Buffer.concat([Buffer.from("Exif\0\0"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** What every place for pictures promises. */
export function imageStoreContract(name: string, makeImages: () => Promise<ImageStore>): void {
  it(`pictures in ${name} come back byte for byte, and an unknown name is not there`, async () => {
    const images = await makeImages();
    const body = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);
    const hash = "0123456789abcdef0123456789abcdef";
    expect(await images.get(imageName(hash, 640, "jpg"))).toBeUndefined();
    await images.put(imageName(hash, 640, "jpg"), body);
    await images.put(imageName(hash, 640, "jpg"), body);
    const back = await images.get(imageName(hash, 640, "jpg"));
    expect(back !== undefined && Buffer.from(back).equals(Buffer.from(body))).toBe(true);
    expect(await images.get(imageName(hash, 320, "jpg"))).toBeUndefined();
  });
}

async function imageWorld(makeStore: () => Promise<Store>) {
  const store = await makeStore();
  const clock = manualClock(startAt);
  await store.write([putSetting("hosts", ["shop.example"], startAt)]);
  const rendered: number[] = [];
  const asked: string[] = [];
  let serve: (url: string) => Exchanged = () => answerOf("picture");
  const deps: ImageDeps & FeedDeps = {
    store,
    clock,
    secret: secretFrom(new Uint8Array(32).fill(7)),
    publicUrl: "https://news.shop.example",
    images: tableImages(store),
    outgoing: {
      transport: async ({ url }) => {
        asked.push(url.href);
        return serve(url.href);
      },
      policy: { trustedOrigins: new Set(), ownHosts: new Set(["news.shop.example"]) },
      timer: { after: () => () => undefined },
    },
    renderImage: async (bytes) => {
      rendered.push(bytes.byteLength);
      if (Buffer.from(bytes).toString() !== "picture") return { ok: false, error: "unknown" };
      const files = [320, 640, 1_280].map((width) => ({ width, format: "jpg" as const, body: Uint8Array.of(1, 2, 3) }));
      return { ok: true, value: { kind: "jpg", width: 900, height: 900, files } };
    },
  };
  const settings = {
    title: "Shop",
    form: { kind: "csv" },
    guardPercent: 100,
    mapping: {
      code: "sku",
      category: { constant: "garden" },
      title: "sku",
      price: "price",
      currency: { constant: "EUR" },
      imageUrl: "image",
      linkUrl: { text: "https://shop.example/{sku}" },
    },
  };
  await putFeed({ deps, actor, input: { code: "shop", settings: feedBody.parse(settings) } });
  return {
    store,
    clock,
    deps,
    rendered,
    asked,
    serve: (answer: typeof serve) => {
      serve = answer;
    },
    push: async (...rows: readonly string[]) => {
      clock.advance(SECOND_MS);
      const feed = await findFeed(store, "shop");
      if (feed === undefined) throw new Error("no feed");
      async function* bytes() {
        yield new TextEncoder().encode(["sku,price,image", ...rows, ""].join("\n"));
      }
      const started = await pushRun({ deps, actor, feed, bytes: bytes(), isDry: false });
      return findRun(store, feed.id, started.ok ? started.value : 0);
    },
    imageOf: async (code: string) => (await findProductSet(store, code))?.imageUrl,
    sources: () => store.read({ sql: "select url, state, fault from image_sources order by url", params: [] }),
  };
}

function answerOf(body: string, status = 200): Exchanged {
  return { status, headers: new Headers(), body: new Response(body).body };
}

const HOSTED = /^https:\/\/news\.shop\.example\/images\/[0-9a-f]{32}-640\.jpg$/;

/** What hosting promises on every database. */
export function hostedImagesContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`a product set's picture on ${name}`, () => {
    it("is fetched, made once for all who send the same bytes, and shown from here; the feed counts as taken over still", async () => {
      const world = await imageWorld(makeStore);
      const rows = [
        "A,1,https://cdn.shop.example/a.jpg",
        "B,1,https://cdn.shop.example/a.jpg",
        "C,1,https://cdn.shop.example/c.jpg",
      ];
      await world.push(...rows);
      expect(await world.imageOf("A")).toBe("https://cdn.shop.example/a.jpg");
      expect(await fetchImages(world.deps, { limit: 10 })).toBe(2);
      const shown = await world.imageOf("A");
      expect(shown).toMatch(HOSTED);
      expect([await world.imageOf("B"), await world.imageOf("C")]).toEqual([shown, shown]);
      expect([world.asked.length, world.rendered.length]).toEqual([2, expect.any(Number)]);
      expect(hostedSources(shown ?? "")).toContain("-320.webp 320w, ");
      expect(await world.push(...rows)).toMatchObject({ unchanged: 3, changed: 0 });
      expect(await world.push("A,2,https://cdn.shop.example/a.jpg", ...rows.slice(1))).toMatchObject({ changed: 1 });
      expect(await world.imageOf("A")).toBe(shown);
      expect(await fetchImages(world.deps, { limit: 10 })).toBe(0);
    });

    it("that is uploaded has the address of its bytes, and is made once", async () => {
      const world = await imageWorld(makeStore);
      const bytes = Buffer.from("picture");
      const [first, second] = [await hostImage(world.deps, bytes), await hostImage(world.deps, bytes)];
      expect(first).toEqual(second);
      expect(first).toMatchObject({ ok: true, value: { url: expect.stringMatching(HOSTED) as unknown, width: 900 } });
      expect(world.rendered.length).toBe(1);
      const name = (first.ok ? first.value.url : "").split("/").at(-1) ?? "";
      expect(await world.deps.images.get(name)).toEqual(Uint8Array.of(1, 2, 3));
    });

    it("that is none, is too far away or inside stays where it is, and is told", async () => {
      const world = await imageWorld(makeStore);
      world.serve((url) => (url.includes("away") ? answerOf("x", 503) : answerOf("<svg/>")));
      await world.push(
        "A,1,https://cdn.shop.example/page.jpg",
        "B,1,https://cdn.shop.example/away.jpg",
        "C,1,https://10.0.0.1/inside.jpg",
        "D,1,http://cdn.shop.example/plain.jpg",
      );
      await fetchImages(world.deps, { limit: 10 });
      expect(await world.sources()).toEqual([
        {
          url: "http://cdn.shop.example/plain.jpg",
          state: "failed",
          fault: expect.stringContaining("https") as unknown,
        },
        { url: "https://10.0.0.1/inside.jpg", state: "failed", fault: expect.stringContaining("private") as unknown },
        { url: "https://cdn.shop.example/away.jpg", state: "waiting", fault: "The server answered with 503." },
        {
          url: "https://cdn.shop.example/page.jpg",
          state: "failed",
          fault: expect.stringContaining("no picture") as unknown,
        },
      ]);
      expect(world.asked.length).toBe(2);
      expect(await world.imageOf("A")).toBe("https://cdn.shop.example/page.jpg");
      expect(await fetchImages(world.deps, { limit: 10 })).toBe(0);
      world.serve(() => answerOf("picture"));
      world.clock.advance(HOUR_MS);
      expect(await fetchImages(world.deps, { limit: 10 })).toBe(1);
      expect(await world.imageOf("B")).toMatch(HOSTED);
    });
  });
}
