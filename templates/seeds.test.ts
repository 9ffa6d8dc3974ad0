import { addressesIn } from "../tests/cases/templates/html-structure.ts";
import { readSeed, seedNames, type SeedName } from "../tests/cases/templates/read-seed.ts";
import { describe, expect, test } from "vitest";
import { brandPalette } from "./brand-palette.ts";
import { compileTemplate } from "./compile-template.ts";
import type { CompiledTemplate } from "./compiled-template.ts";
import { elementsIn, htmlTree, wordsOf } from "./html-tree.ts";
import { lintTemplate } from "./lint-template.ts";
import { prepareTemplate, type MergedEmail } from "./merge-template.ts";
import type { MergeView } from "./merge-view.ts";

const compiled = new Map<SeedName, CompiledTemplate>();
for (const name of seedNames) {
  const made = await compileTemplate(readSeed(name));
  if (made.ok) compiled.set(name, made.value);
}

function emailOf(name: SeedName, view: MergeView): MergedEmail {
  const template = compiled.get(name);
  const merged = template === undefined ? undefined : prepareTemplate(template).mergeEmail(view);
  if (merged?.ok !== true) throw new Error(`${name} does not merge.`);
  return merged.value;
}

/** The example with all that may be missing missing. */
function bareView(name: SeedName): MergeView {
  const { gift: _, ...view } = readSeed(name).example;
  const slots = Object.fromEntries(
    Object.entries(view.slots).map(([slot, items]) => [
      slot,
      items.slice(0, 1).map(({ name: item, imageUrl, link, price }) => ({ name: item, imageUrl, link, price })),
    ]),
  );
  return {
    ...view,
    slots,
    customer: { locale: "en" },
    ...(view.notice === undefined ? {} : { notice: { title: "N", paragraphs: ["P"] } }),
  };
}

describe.each(seedNames)("%s", (name) => {
  const { example } = readSeed(name);
  const locales = Object.keys(readSeed(name).strings);

  test("is published without a complaint", () => {
    expect(compiled.get(name)?.lint).toEqual([]);
    expect(locales).toEqual(["en", "de", "fr", "ar"]);
  });

  test.each(locales)("in %s says in its text part what it says in HTML", (locale) => {
    const { html, text } = emailOf(name, { ...example, customer: { ...example.customer, locale } });
    const words = (from: string) => new Set(from.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3));
    const [body] = elementsIn(htmlTree(html)).filter((element) => element.attributes.get("role") === "article");
    const said = words(text);
    const lacking = [...words(body === undefined ? "" : wordsOf(body))].filter((word) => !said.has(word));
    expect(lacking).toEqual([]);
    expect(said.size).toBeGreaterThan(10);
    const tooLong = text.split("\n").filter((line) => line.length > 78 && !line.startsWith("<http"));
    expect(tooLong).toEqual([]);
  });

  test("sets its products apart in the text part", () => {
    const items = Object.values(example.slots).flat();
    const { text } = emailOf(name, example);
    for (const { name: product } of items) expect(text).toMatch(new RegExp(`\\n\\n${product}\\n`));
    expect(text).not.toContain("\n\n\n");
  });

  test("asks only the vendor's host, for pictures", () => {
    const { html } = emailOf(name, example);
    expect(html).not.toMatch(/@import|url\(|<link|googleapis/);
    const pictures = elementsIn(htmlTree(html)).filter((element) => element.name === "img");
    for (const picture of pictures)
      expect(picture.attributes.get("src")).toMatch(/^https:\/\/shop\.example\/pictures\//);
    expect(addressesIn(html)).not.toContain("#");
  });

  test("has a title, a language, one h1, presentational tables, alternative texts and sizes", () => {
    const elements = elementsIn(htmlTree(emailOf(name, example).html));
    const only = (tag: string) => elements.filter((element) => element.name === tag);
    expect(only("title").map(wordsOf)).toEqual([emailOf(name, example).subject]);
    expect(only("h1")).toHaveLength(1);
    const dataTables = only("table").filter(({ attributes }) => attributes.get("role") !== "presentation");
    expect(dataTables.every((table) => elementsIn(table).some((cell) => cell.name === "th"))).toBe(true);
    for (const { attributes } of only("img")) {
      expect(attributes.get("alt")).not.toBe("");
      expect(attributes.get("width")).toMatch(/^\d+$/);
      expect(attributes.get("height")).toMatch(/^\d+$/);
    }
  });

  test("stands without a first name, a gift, a reason or a second item", () => {
    const view = bareView(name);
    const email = emailOf(name, view);
    expect(lintTemplate({ kind: "service", locale: "en", view, email })).toEqual({ blocking: [], advice: [] });
    expect(`${email.subject}|${email.preheader}|${email.text}`).not.toMatch(/undefined|null|NaN|, \.|, \|/);
    expect(email.text).not.toMatch(/\n\n\n| ,|<>/);
  });

  test.each(["#ffee00", "#d9002f", "#101010", "#ffffff", "#7a7a7a"])(
    "can be read by day and by night in the colour %s",
    (colour) => {
      const vendor = { ...example.vendor, palette: brandPalette(colour) };
      const view = { ...example, vendor };
      expect(lintTemplate({ kind: "service", locale: "en", view, email: emailOf(name, view) }).advice).toEqual([]);
    },
  );

  test("closes as many tables as it opens, also for Outlook, with any number of items", () => {
    for (const count of [0, 1, 2, 3, 7]) {
      const slots = Object.fromEntries(
        Object.entries(example.slots).map(([slot, [item]]) => [
          slot,
          Array.from({ length: count }, () => item).filter((it) => it !== undefined),
        ]),
      );
      const { html } = emailOf(name, { ...example, slots });
      const tags = ["table", "tr", "td", "div"];
      const counts = (pattern: (tag: string) => string) =>
        tags.map((tag) => html.match(new RegExp(pattern(tag), "g"))?.length ?? 0);
      expect(counts((tag) => `</${tag}>`)).toEqual(counts((tag) => `<${tag}[\\s>]`));
    }
  });

  test("stays far below Gmail's limit with twelve items", () => {
    const slots = Object.fromEntries(
      Object.entries(example.slots).map(([slot, items]) => [
        slot,
        Array.from({ length: 3 }, () => items)
          .flat()
          .slice(0, 12),
      ]),
    );
    expect(Buffer.byteLength(emailOf(name, { ...example, slots }).html)).toBeLessThan(80_000);
  });
});
