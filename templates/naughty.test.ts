import { existsSync, readFileSync } from "node:fs";
import { addressesIn, structureOf } from "../tests/cases/templates/html-structure.ts";
import { readSeed, seedNames } from "../tests/cases/templates/read-seed.ts";
import { smallTemplate, smallView } from "../tests/cases/templates/small-template.ts";
import { describe, expect, test } from "vitest";
import type { CompiledTemplate } from "./compiled-template.ts";
import { compileTemplate } from "./compile-template.ts";
import { prepareTemplate } from "./merge-template.ts";
import type { MergeView } from "./merge-view.ts";
import type { TemplateSource } from "./template-source.ts";

const file = "../shared/cases/naughty/blns.json";
const isThere = existsSync(file);
const naughty = isThere ? (JSON.parse(readFileSync(file, "utf8")) as readonly string[]) : [];

async function published(source: TemplateSource): Promise<CompiledTemplate> {
  const compiled = await compileTemplate(source);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

/** The view with every text of it replaced by what `next` gives. */
function replaced<T>(value: T, next: () => string): T {
  if (typeof value === "string") return next() as T;
  if (Array.isArray(value)) return value.map((item) => replaced(item, next)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, next)])) as T;
}

const inEveryPlace = `<mj-text color="{{ vendor.palette.accent }}" font-size="16px">
<p title="{{ customer.firstName }}" style="color:{{ customer.firstName }};border:1px solid {{ customer.firstName }}">
{{ customer.firstName }} <a href="{{ viewUrl }}">{{ vendor.name }}</a> <a href='https://shop.example/?q={{ customer.firstName }}'>more lamps</a>
<i lang='{{ customer.firstName }}'>{{ t.hello }}</i></p></mj-text>
<mj-image src="{{ vendor.logoUrl }}" alt="{{ customer.firstName }}" width="40px" height="40px" />`;

describe.skipIf(!isThere)(`${naughty.length} naughty strings (needs ${file})`, () => {
  test("change no structure in text, title, attribute, address, style, and begin no header", async () => {
    const strings = {
      en: { subject: "{{ customer.firstName }}", preheader: "p", headline: "h", hello: "Hi {{ customer.firstName }}" },
    };
    const prepared = prepareTemplate(await published(smallTemplate(inEveryPlace, { strings })));
    const merge = (words: string) => {
      const vendor = { ...smallView.vendor, name: words, logoUrl: words };
      const view = { ...smallView, vendor, viewUrl: words, customer: { firstName: words, locale: "en" } };
      const merged = prepared.mergeEmail(view);
      if (!merged.ok) throw new Error(merged.error.message);
      return merged.value;
    };
    const neutral = structureOf(merge("neutral").html);
    for (const words of naughty) {
      const { html, subject, text } = merge(words);
      expect({ words, structure: structureOf(html) }).toEqual({ words, structure: neutral });
      expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    }
    expect(naughty.length).toBeGreaterThan(300);
  });

  test.each(seedNames)("change no structure of %s, and leave no address but https, mailto and #", async (name) => {
    const seed = readSeed(name);
    const prepared = prepareTemplate(await published(seed));
    let at = 0;
    const strange = () => naughty[at++ % naughty.length] ?? "";
    const htmlOf = (view: MergeView) => {
      const merged = prepared.mergeEmail({ ...view, customer: { ...view.customer, locale: "en" } });
      if (!merged.ok) throw new Error(merged.error.message);
      return merged.value.html;
    };
    // An empty text may leave a branch out: that is the author's choice, not the value's.
    const neutral = structureOf(htmlOf(replaced(seed.example, () => "neutral")));
    while (at < naughty.length) {
      const document = htmlOf(replaced(seed.example, () => strange() || "x"));
      expect(structureOf(document)).toBe(neutral);
      for (const address of addressesIn(document)) expect(address).toMatch(/^(?:https:\/\/|mailto:|tel:|#$)/);
    }
  });
});
