import { readSeed, seedNames } from "../tests/cases/templates/read-seed.ts";
import { describe, expect, it } from "vitest";
import { compileTemplate } from "./compile-template.ts";
import { elementsIn, htmlTree, wordsOf } from "./html-tree.ts";
import { prepareTemplate } from "./merge-template.ts";
import type { MergeView } from "./merge-view.ts";
import { smallHtml } from "./small-html.ts";

const templates = new Map(
  await Promise.all(
    seedNames.map(async (name) => {
      const made = await compileTemplate(readSeed(name));
      if (!made.ok) throw new Error(`${name} does not compile.`);
      return [name, prepareTemplate(made.value)] as const;
    }),
  ),
);

function emailOf(name: (typeof seedNames)[number], view: MergeView) {
  const merged = templates.get(name)?.mergeEmail(view);
  if (merged?.ok !== true) throw new Error(`${name} does not merge.`);
  return merged.value;
}

const linksIn = (html: string) => [
  ...new Set(
    elementsIn(htmlTree(html)).flatMap(({ name, attributes }) => (name === "a" ? (attributes.get("href") ?? []) : [])),
  ),
];

/** The example with twelve products in each slot: more than any newsletter shows. */
function fullView(name: (typeof seedNames)[number]): MergeView {
  const { example } = readSeed(name);
  const slots = Object.fromEntries(
    Object.entries(example.slots).map(([slot, items]) => [
      slot,
      Array.from({ length: 12 }, (_, index) => items[index % items.length]).flatMap((item, index) =>
        item === undefined ? [] : [{ ...item, link: `${item.link}?n=${slot}${index}` }],
      ),
    ]),
  );
  return { ...example, slots };
}

describe.each(seedNames)("%s on a PDA", (name) => {
  it.each(Object.keys(readSeed(name).strings))("says in %s all words, links and prices of the e-mail", (locale) => {
    const view = fullView(name);
    const email = emailOf(name, { ...view, customer: { ...view.customer, locale } });
    const small = smallHtml(email);
    expect(linksIn(small).toSorted()).toEqual(linksIn(email.html).toSorted());
    const words = (html: string) => {
      const body = elementsIn(htmlTree(html)).find(({ name: tag }) => tag === "body");
      return new Set(
        (body === undefined ? "" : wordsOf(body)).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3),
      );
    };
    const [article] = elementsIn(htmlTree(email.html)).filter(({ attributes }) => attributes.get("role") === "article");
    const said = words(small);
    const asked = new Set(
      (article === undefined ? "" : wordsOf(article)).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3),
    );
    expect([...asked].filter((word) => !said.has(word))).toEqual([]);
    const shown = Object.values(view.slots)
      .flat()
      .filter((item) => email.text.includes(item.name));
    for (const { price } of shown) expect(small).toContain(`<b>${price.replaceAll("&", "&amp;")}</b>`);
  });

  it("needs no style, no picture, no table, no script and less than 20 KB", () => {
    const small = smallHtml(emailOf(name, fullView(name)));
    expect(Buffer.byteLength(small)).toBeLessThan(20_000);
    expect(small).not.toMatch(/<(?:style|script|img|table|link|iframe|form)|style=|class=|\son\w+=/i);
    const names = elementsIn(htmlTree(small)).map((element) => element.name);
    expect(names.filter((tag) => tag === "h1")).toHaveLength(1);
  });

  it("and its text part names each of these links and prices too", () => {
    const view = fullView(name);
    const { html, text } = emailOf(name, view);
    const inOneLine = text.replaceAll(/\s+/g, "");
    const lacking = linksIn(html).filter((href) => !inOneLine.includes(href.replace(/^(?:mailto|tel):/, "")));
    expect(lacking).toEqual([]);
    const shown = Object.values(view.slots)
      .flat()
      .filter((item) => html.includes(item.name));
    for (const { price } of shown) expect(inOneLine).toContain(price.replaceAll(/\s+/g, ""));
    // A service message has no opt-out; whatever leads out of HTML leads out of the text as well.
    for (const way of [view.unsubscribeUrl, view.preferencesUrl]) expect(text.includes(way)).toBe(html.includes(way));
  });
});

describe("whatever stands in a message", () => {
  it("is text in the small form, and never markup or a program", () => {
    const html = `<html lang='"x'><body><p>a &lt;script&gt;b&lt;/script&gt; &amp; c</p><script>bad()</script>
      <a href="javascript:bad()">d</a><a href="https://a.example/?x=&quot;&amp;y=1"><img src="p" alt='"e"'></a></body></html>`;
    const small = smallHtml({ html, subject: "<b>" });
    expect(small).toContain("<p>a &lt;script&gt;b&lt;/script&gt; &amp; c</p>");
    expect(small).toContain('<a href="https://a.example/?x=&quot;&amp;y=1">&quot;e&quot;</a>');
    expect(small).not.toMatch(/bad\(\)|javascript:|<script/);
    expect(small).toContain("<title>&lt;b&gt;</title>");
  });
});
