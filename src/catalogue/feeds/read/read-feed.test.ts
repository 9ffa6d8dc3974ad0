import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { feedForm } from "#catalogue/feeds/mapping/feed-form.ts";
import type { FeedRecord } from "./feed-record.ts";
import { readFeed } from "./read-feed.ts";

async function* pieces(body: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

async function read(body: string | Uint8Array, form: object, size = 7) {
  const records: FeedRecord[] = [];
  let fault: string | undefined;
  for await (const block of readFeed(pieces(body, size), feedForm.parse(form))) {
    records.push(...block.records);
    fault = block.fault?.reason;
  }
  return { records, fault, at: (path: string) => records.map((record) => record.values(path)) };
}

const xml = { kind: "xml" };

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:goods="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><goods:id>A</goods:id><title><![CDATA[Spade & fork]]></title><goods:price>12.50 EUR</goods:price>
<goods:shipping><goods:country>DE</goods:country><goods:price>4 EUR</goods:price></goods:shipping>
<goods:additional_image_link>1</goods:additional_image_link><goods:additional_image_link>2</goods:additional_image_link></item>
<item><goods:id>B</goods:id><title>Caf&#233; &lt;b&gt;</title></item></channel></rss>`;

describe("XML", () => {
  it("of RSS 2.0 gives Google's fields by g:, whatever their prefix, nested ones by their path, repeated ones all", async () => {
    for (const size of [1, 7, 100_000]) {
      const found = await read(rss, xml, size);
      expect(found.fault).toBeUndefined();
      expect(found.records.map(({ place }) => place)).toEqual(["item 1", "item 2"]);
      expect(found.at("g:id")).toEqual([["A"], ["B"]]);
      expect(found.at("title")).toEqual([["Spade & fork"], ["Café <b>"]]);
      expect(found.at("g:price")).toEqual([["12.50 EUR"], []]);
      expect(found.at("g:shipping.g:price")).toEqual([["4 EUR"], []]);
      expect(found.at("g:additional_image_link")).toEqual([["1", "2"], []]);
    }
  });

  it("of Atom gives entries with their links", async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>x</title>
      <entry><g:id>A</g:id><title>One</title><link rel="alternate" href="https://shop.example/a"/></entry></feed>`;
    const found = await read(atom, xml);
    expect([found.at("g:id"), found.at("title"), found.at("link.@href")]).toEqual([
      [["A"]],
      [["One"]],
      [["https://shop.example/a"]],
    ]);
  });

  it("of any other kind goes by the path of its element", async () => {
    const shop = `<shop><cats><offer>no</offer></cats><offers><offer id="7" available="true"><name>Spade</name></offer></offers></shop>`;
    const found = await read(shop, { ...xml, items: "shop.offers.offer" });
    expect([found.at("@id"), found.at("name"), found.records.length]).toEqual([[["7"]], [["Spade"]], 1]);
    expect((await read(shop, xml)).fault).toContain("name the path");
  });

  it("may be in another encoding, said by itself, and packed", async () => {
    const latin = Buffer.from(rss.replace("UTF-8", "ISO-8859-1").replace("&#233;", "é"), "latin1");
    expect((await read(latin, xml)).at("title")[1]).toEqual(["Café <b>"]);
    expect((await read(gzipSync(rss), xml)).records.length).toBe(2);
  });

  it("with a document type declaration is refused: no entity is ever expanded, nothing outside is read", async () => {
    const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
    for (const [declaration, text] of [
      [`[<!ENTITY l0 "ha">${laughs}]`, "&l9;"],
      ['[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;"],
      ['SYSTEM "https://evil.example/x.dtd"', ""],
    ] as const) {
      const { records, fault } = await read(
        `<!DOCTYPE rss ${declaration}>${rss.slice(39).replace("Spade", text)}`,
        xml,
      );
      expect([records.length, fault]).toEqual([0, "A document type declaration is not read here."]);
    }
    const unknown = await read(rss.replace("Spade & fork", "]]>&unknown;<![CDATA["), xml);
    expect([unknown.records.length, unknown.fault]).toEqual([0, expect.stringContaining("entity")]);
  });

  it("that is nested without end, or whose product or text has no end, is refused early", async () => {
    const deep = `<rss><channel><item>${"<a>".repeat(100_000)}`;
    expect((await read(deep, xml, 4_096)).fault).toContain("nested deeper");
    for (const endless of [
      "<rss><channel><item><a>",
      "<rss><channel><!--",
      "<rss><channel a='",
      "<rss><channel><item>",
    ]) {
      const filling = endless.endsWith("item>") ? "<a>x</a>" : "x";
      let pulled = 0;
      async function* body(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(endless);
        for (; pulled < 1_000; pulled += 1) yield Buffer.from(filling.repeat(65_536 / filling.length));
      }
      let fault: string | undefined;
      for await (const block of readFeed(body(), feedForm.parse(xml))) fault = block.fault?.reason;
      expect([endless, fault]).toEqual([endless, expect.stringContaining("longer than")]);
      expect(pulled).toBeLessThan(40);
    }
  });

  it("that is broken ends with its place, and what stood before it was whole", async () => {
    for (const broken of [rss.slice(0, -10), rss.replace("</item><", "<"), `${rss}<more/>`, "", "no xml", "\u0000"]) {
      const { fault } = await read(broken, xml);
      expect([broken.slice(-20), fault]).toEqual([broken.slice(-20), expect.any(String)]);
    }
  });
});

describe("JSON", () => {
  const list = `[{"id":"A","price":{"amount":12.5},"tags":["a","b"],"on":true,"x":null},\n{"id":"B"}]`;

  it("is a list, a list somewhere inside, or an object a line", async () => {
    const inside = `{"meta":{"products":[{"id":"no"}],"s":"\\"[{"},"data":{"products":${list},"more":[1,2]}}`;
    for (const size of [1, 5, 100_000]) {
      for (const [body, form] of [
        [list, { kind: "json" }],
        [inside, { kind: "json", items: "data.products" }],
        [list.slice(1, -1).replace(",\n", "\n"), { kind: "ndjson" }],
      ] as const) {
        const found = await read(body, form, size);
        expect(found.fault).toBeUndefined();
        expect(found.at("id")).toEqual([["A"], ["B"]]);
        expect(found.at("price.amount")).toEqual([["12.5"], []]);
        expect([found.at("tags")[0], found.at("on")[0], found.at("x")[0]]).toEqual([["a", "b"], ["true"], []]);
      }
    }
  });

  it("whose list is not there, breaks off or is nested without end is refused", async () => {
    const form = { kind: "json", items: "data.products" };
    expect((await read('{"data":{}}', form)).fault).toContain("not there");
    expect((await read('{"data":{"products":[{"id":"A"},', form)).fault).toContain("broken");
    expect((await read(`{"data":${"[".repeat(100_000)}`, form, 4_096)).fault).toContain("too deep");
  });
});

describe("a table", () => {
  it("is separated by whatever its first line says", async () => {
    for (const mark of [",", ";", "\t"]) {
      const found = await read(`id${mark} title \nA${mark}"x${mark}y"\n`, { kind: "csv" });
      expect([found.at("id"), found.at("title")]).toEqual([[["A"]], [[`x${mark}y`]]]);
    }
  });
});
