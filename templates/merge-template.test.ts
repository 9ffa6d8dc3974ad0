import fc from "fast-check";
import { readSeed } from "../tests/cases/templates/read-seed.ts";
import { smallTemplate, smallView } from "../tests/cases/templates/small-template.ts";
import { describe, expect, test } from "vitest";
import type { CompiledTemplate } from "./compiled-template.ts";
import { compileTemplate } from "./compile-template.ts";
import { limits } from "./merge-frame.ts";
import { prepareTemplate, type MergedEmail } from "./merge-template.ts";
import type { MergeView } from "./merge-view.ts";
import type { TemplateSource } from "./template-source.ts";

async function published(source: TemplateSource): Promise<CompiledTemplate> {
  const compiled = await compileTemplate(source);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

async function emailOf(source: TemplateSource, view: MergeView): Promise<MergedEmail> {
  const merged = prepareTemplate(await published(source)).mergeEmail(view);
  if (!merged.ok) throw new Error(merged.error.message);
  return merged.value;
}

const words = (more: Record<string, string>) => ({
  en: { subject: "Hello", preheader: "For you", headline: "Hello", ...more },
});

describe("a merge", () => {
  test("gives the same bytes for the same view, from a row that was stored in between", async () => {
    const seed = readSeed("weekly-picks");
    const compiled = await published(seed);
    const stored = JSON.parse(JSON.stringify(compiled)) as CompiledTemplate;
    expect(prepareTemplate(stored).mergeEmail(seed.example)).toEqual(
      prepareTemplate(compiled).mergeEmail(seed.example),
    );
  });

  test("leaves no trace of one customer in the next one's message", async () => {
    const prepared = prepareTemplate(await published(readSeed("weekly-picks")));
    const view = readSeed("weekly-picks").example;
    const first = prepared.mergeEmail(view);
    prepared.mergeEmail({ ...view, customer: { firstName: "Somebody else", locale: "en" }, slots: {} });
    expect(prepared.mergeEmail(view)).toEqual(first);
  });

  test("does not change the view that it is given", async () => {
    const seed = readSeed("birthday");
    const before = structuredClone(seed.example);
    await emailOf(seed, seed.example);
    expect(seed.example).toEqual(before);
  });

  test("puts a sender's link for each address of the template, in both parts, and the address itself where there is none", async () => {
    const body = `<mj-button href="https://shop.example/sale?a=1&amp;b=2">Sale</mj-button>
<mj-button href="https://shop.example/new">New things</mj-button>`;
    const source = smallTemplate(body);
    expect((await published(source)).staticLinks).toEqual([
      "https://shop.example/sale?a=1&b=2",
      "https://shop.example/new",
    ]);
    const own = await emailOf(source, smallView);
    const sent = await emailOf(source, { ...smallView, links: ["https://go.example/j/7", undefined] });
    expect(own.html).toContain('href="https://shop.example/sale?a=1&amp;b=2"');
    expect(own.text).toContain("<https://shop.example/sale?a=1&b=2>");
    expect(sent.html).toContain('href="https://go.example/j/7"');
    expect(sent.html).toContain('href="https://shop.example/new"');
    expect(sent.text).toContain("Sale <https://go.example/j/7>");
    expect(sent.text).toContain("New things <https://shop.example/new>");
  });

  test("refuses an http link, unless a demo on this machine lets its own through", async () => {
    const compiled = await published(smallTemplate(""));
    const view = {
      ...smallView,
      unsubscribeUrl: "http://127.0.0.1:3000/u/1",
      preferencesUrl: "http://elsewhere.example/p",
    };
    const html = (allowLoopbackHttp: boolean) => {
      const merged = prepareTemplate(compiled, { allowLoopbackHttp }).mergeEmail(view);
      return merged.ok ? merged.value.html : "";
    };
    expect(html(false)).not.toContain("127.0.0.1");
    expect(html(true)).toContain('href="http://127.0.0.1:3000/u/1"');
    expect(html(true)).not.toContain("elsewhere.example");
  });

  test("ends with a refusal, not with a flood, where the view makes a template do too much", async () => {
    const body = `<mj-text color="#222222" font-size="16px">{% for a in slots.picks %}{% for b in slots.picks %}{{ b.name }}{% endfor %}{% endfor %}</mj-text>`;
    const prepared = prepareTemplate(await published(smallTemplate(body)));
    const [item] = smallView.slots["picks"] ?? [];
    if (item === undefined) throw new Error("The small view has an item.");
    const many = Array.from({ length: Math.ceil(Math.sqrt(limits.steps)) }, () => item);
    expect(prepared.mergeEmail({ ...smallView, slots: { picks: many } })).toEqual({
      ok: false,
      error: { code: "merge_limit", message: "too many steps" },
    });
  });

  test("doubles no text beyond the limit of a value", async () => {
    const doubling = "{% assign s = vendor.name %}".concat(
      "{% assign s = s | append: s %}".repeat(30),
      "{{ s | size }}",
    );
    const compiled = await published(smallTemplate(""));
    const merged = prepareTemplate({ ...compiled, sms: doubling }).mergeSms(smallView);
    expect(merged).toEqual({ ok: false, error: { code: "merge_limit", message: "a value is too long" } });
  });

  test("of an SMS or a push does not need the e-mail, and gives plain text", async () => {
    const prepared = prepareTemplate(await published(smallTemplate("")));
    const view = {
      ...smallView,
      vendor: { ...smallView.vendor, name: "O'Brien & Co\r\nX: y" },
      viewUrl: "javascript:alert(1)",
    };
    expect(prepared.mergeSms(view)).toEqual({ ok: true, value: "O'Brien & Co X: y: javascript:alert(1) STOP" });
    expect(prepared.mergePush(view)).toEqual({
      ok: true,
      value: { title: "Hello", body: "O'Brien & Co X: y", url: "" },
    });
  });

  test("refuses a row of a newer form", async () => {
    const newer = { ...(await published(smallTemplate(""))), format: 2 } as unknown as CompiledTemplate;
    expect(() => prepareTemplate(newer)).toThrow(/unknown format/);
  });
});

describe("a message speaks the customer's language", () => {
  const seed = readSeed("weekly-picks");
  const inLocale = (locale: string) => emailOf(seed, { ...seed.example, customer: { firstName: "Mira", locale } });

  test.each([
    ["en", "en", "ltr", "your picks"],
    ["de-AT", "de-AT", "ltr", "Auswahl der Woche"],
    ["fr", "fr", "ltr", "sélection de la semaine"],
    ["ar-EG", "ar-EG", "rtl", "مختاراتك"],
    ["sv", "en", "ltr", "your picks"],
    ['"><script>', "en", "ltr", "your picks"],
    ["__proto__", "en", "ltr", "your picks"],
  ])("%s is written as %s, %s", async (...[locale, lang, dir, subject]) => {
    const email = await inLocale(locale);
    expect(email.html).toMatch(new RegExp(`^<!doctype html>\n<html lang="${lang}" dir="${dir}"`));
    expect(email.subject).toContain(subject);
    expect(email.html).toContain(`text-align:${dir === "rtl" ? "right" : "left"}`);
  });

  test("a wording that a language lacks is shown in English", async () => {
    const strings = {
      ...words({ extra: "Only English" }),
      de: { subject: "Hallo", preheader: "Für Sie", headline: "Hallo" },
    };
    const source = smallTemplate(`<mj-text color="#222222" font-size="16px">{{ t.extra }}</mj-text>`, { strings });
    const email = await emailOf(source, { ...smallView, customer: { locale: "de" } });
    expect(email.subject).toBe("Hallo");
    expect(email.html).toContain("Only English");
  });

  test("a wording is plain text: what looks like markup in it is shown, not run", async () => {
    const strings = words({ note: "Under <b>£20</b> for {{ customer.firstName }}" });
    const source = smallTemplate(`<mj-text color="#222222" font-size="16px">{{ t.note }}</mj-text>`, { strings });
    const email = await emailOf(source, { ...smallView, customer: { firstName: "A&B", locale: "en" } });
    expect(email.html).toContain("Under &lt;b&gt;£20&lt;/b&gt; for A&amp;B");
    expect(email.text).toContain("Under <b>£20</b> for A&B");
  });
});

describe("the subject", () => {
  test("is one line whatever a name holds", async () => {
    const compiled = await published(smallTemplate(""));
    const prepared = prepareTemplate(compiled);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (firstName) => {
        const merged = prepared.mergeEmail({ ...smallView, customer: { firstName, locale: "en" } });
        expect(merged.ok && !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(merged.value.subject)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
