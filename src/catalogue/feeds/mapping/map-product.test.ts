import { describe, expect, it } from "vitest";
import { destinationPolicy } from "#tracking/destination.ts";
import type { FeedRecord } from "#catalogue/feeds/read/feed-record.ts";
import { RowGatherer } from "./gather-rows.ts";
import { productMapper } from "./map-product.ts";
import { feedMapping, missingFields, wholeMapping } from "./mapping.ts";
import { plainText } from "./plain-text.ts";
import { readPrice } from "./read-price.ts";

const now = Date.UTC(2026, 10, 22, 9);
const world = {
  attributes: { grams: "int", brand: "string" } as const,
  policy: destinationPolicy(["shop.example"]),
  now,
};

function record(fields: Readonly<Record<string, string | readonly string[]>>): FeedRecord {
  return { place: "line 2", values: (path) => [fields[path] ?? []].flat() };
}

function mapped(mapping: object, fields: Readonly<Record<string, string | readonly string[]>>) {
  return productMapper(wholeMapping(feedMapping.parse(mapping)), world)(record(fields));
}

const google = {
  "g:id": "SPADE-2",
  "g:title": "Border spade",
  "g:description": "<p>Ash handle.</p><p>Forged &amp; sharp.</p>",
  "g:link": "https://shop.example/spade",
  "g:image_link": "https://cdn.shop.example/spade.jpg",
  "g:price": "42.50 GBP",
  "g:availability": "in_stock",
  "g:product_type": "Home > Garden > Tools",
};

describe("a mapping like Google Merchant's", () => {
  it("needs nothing more, and reads price, category, words and availability", () => {
    expect(missingFields(wholeMapping(feedMapping.parse({ like: "google-merchant" })), "full")).toEqual([]);
    const found = mapped({ like: "google-merchant" }, google);
    expect(found).toMatchObject({
      ok: true,
      value: {
        code: "SPADE-2",
        category: "Tools",
        priceMinor: 4_250,
        currency: "GBP",
        stock: null,
        copy: [{ locale: "en", title: "Border spade", body: "Ash handle.\n\nForged & sharp." }],
      },
    });
  });

  it("takes the sale price in its time alone, and no piece is left of what is out of stock", () => {
    const sale = { ...google, "g:sale_price": "30 GBP" };
    const during = { ...sale, "g:sale_price_effective_date": "2026-11-20T00:00Z/2026-11-30T23:59Z" };
    const after = { ...sale, "g:sale_price_effective_date": "2026-11-01T00:00-0800/2026-11-10T23:59-0800" };
    const priceOf = (fields: typeof google) => {
      const found = mapped({ like: "google-merchant" }, fields);
      return found.ok && found.value.priceMinor;
    };
    expect([priceOf(sale), priceOf(during), priceOf(after)]).toEqual([3_000, 3_000, 4_250]);
    expect(mapped({ like: "google-merchant" }, { ...google, "g:availability": "out of stock" })).toMatchObject({
      value: { stock: 0 },
    });
  });

  it("lets what is given beside it take its place, and reads attributes as the vocabulary declares them", () => {
    const mapping = {
      like: "google-merchant",
      category: "g:brand",
      attributes: { grams: "g:weight", brand: "g:brand" },
    };
    const found = mapped(mapping, { ...google, "g:brand": "Fernhill", "g:weight": "900" });
    expect(found).toMatchObject({ value: { category: "Fernhill", attributes: { grams: 900, brand: "Fernhill" } } });
    const undeclared = mapped({ like: "google-merchant", attributes: { size: "g:id" } }, google);
    expect(!undeclared.ok && undeclared.error.faults.map(({ field }) => field)).toEqual(["attributes.size"]);
  });
});

describe("a mapping like Shopify's", () => {
  it("makes one product of the rows of its variants: least price, all pieces, first words and picture", () => {
    const mapping = {
      like: "shopify",
      currency: { constant: "EUR" },
      linkUrl: { text: "https://shop.example/products/{Handle}" },
    };
    const whole = wholeMapping(feedMapping.parse(mapping));
    expect(missingFields(whole, "full")).toEqual([]);
    const rows = [
      {
        Handle: "spade",
        Title: "Spade",
        "Body (HTML)": "<b>Digs</b>",
        Type: "Tools",
        Status: "active",
        Tags: "a, b",
        "Variant Price": "12.00",
        "Variant Inventory Qty": "2",
        "Image Src": "https://cdn.example/1.jpg",
      },
      {
        Handle: "spade",
        "Variant Price": "9.50",
        "Variant Inventory Qty": "3",
        "Image Src": "https://cdn.example/2.jpg",
      },
      {
        Handle: "rake",
        Title: "Rake",
        Type: "Tools",
        Status: "draft",
        "Variant Price": "5",
        "Image Src": "https://cdn.example/3.jpg",
      },
    ];
    const gatherer = new RowGatherer("Handle");
    const records = rows.flatMap((row) => gatherer.push(record(row)) ?? []);
    const last = gatherer.end();
    const map = productMapper(whole, world);
    const found = [...records, ...(last === undefined ? [] : [last])].map(map);
    expect(found).toMatchObject([
      {
        value: {
          code: "spade",
          priceMinor: 950,
          stock: 5,
          tags: ["a", "b"],
          imageUrl: "https://cdn.example/1.jpg",
          linkUrl: "https://shop.example/products/spade",
          copy: [{ title: "Spade", body: "Digs" }],
        },
      },
      { value: { code: "rake", stock: 0 } },
    ]);
  });
});

describe("a record", () => {
  it("is told all its faults at once, each by the mapping's name, and none repeats a value", () => {
    const { "g:title": _title, ...rest } = google;
    const found = mapped(
      { like: "google-merchant" },
      { ...rest, "g:id": "a b", "g:price": "secret EUR", "g:image_link": "ftp://x", "g:availability": "perhaps" },
    );
    const faults = found.ok ? [] : found.error.faults;
    expect(faults.map(({ field }) => field).sort()).toEqual(["availability", "code", "imageUrl", "price", "title"]);
    expect(faults.find(({ field }) => field === "title")?.reason).toBe("There is no value.");
    expect(faults.some(({ reason }) => /secret|perhaps/.test(reason))).toBe(false);
  });

  it("with half of a character or U+0000 in it is refused: no database keeps it", () => {
    for (const odd of ["\ud800", "a\u0000b"]) {
      expect(mapped({ like: "google-merchant" }, { ...google, "g:title": odd }).ok).toBe(false);
    }
  });
});

describe("a price", () => {
  it("is read as the mapping says, and never guessed", () => {
    const plain = { decimal: ".", thousands: "", isMinor: false } as const;
    const german = { decimal: ",", thousands: ".", isMinor: false } as const;
    expect(readPrice("12.50 EUR", plain, undefined)).toEqual({ priceMinor: 1_250, currency: "EUR" });
    expect(readPrice("EUR 12.5", plain, "USD")).toEqual({ priceMinor: 1_250, currency: "EUR" });
    expect(readPrice("1.234,50", german, "eur")).toEqual({ priceMinor: 123_450, currency: "EUR" });
    expect(readPrice("1250", { ...plain, isMinor: true }, "JPY")).toEqual({ priceMinor: 1_250, currency: "JPY" });
    expect(readPrice("1250", plain, "JPY")).toEqual({ priceMinor: 1_250, currency: "JPY" });
    for (const [text, form] of [
      ["1,234.50", plain],
      ["12,50", plain],
      ["1.5", german],
      ["", plain],
      ["1e3", plain],
      ["12.50 €", plain],
      ["12.50 EU", plain],
    ] as const) {
      expect([text, typeof readPrice(text, form, "EUR")]).toEqual([text, "string"]);
    }
    expect(typeof readPrice("12.50", plain, undefined)).toBe("string");
  });
});

describe("the text of HTML", () => {
  it("has its words and lines, and no tag, script or comment", () => {
    expect(
      plainText("<h1>A</h1><script>alert(1)</script><p>b &lt;i&gt; &#228;&euro;<br/>c<!-- x --></p> 1 < 2 & 3"),
    ).toBe("A\n\nb <i> ä€\nc\n1 < 2 & 3");
    expect(plainText("<ul><li>one<li>two</ul>")).toBe("one\ntwo");
    expect(plainText("a<p")).toBe("a");
  });

  it("is made in one pass, also of what was written to be slow", () => {
    for (const slow of ["<".repeat(200_000), "<!--".repeat(50_000), "<a ".repeat(50_000), "&#".repeat(100_000)]) {
      expect(plainText(slow).length).toBeLessThanOrEqual(slow.length);
    }
    expect(plainText(`${"<script>".repeat(20_000)}x`)).toBe("");
  });
});
