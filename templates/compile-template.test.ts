import { smallTemplate, smallView } from "../tests/cases/templates/small-template.ts";
import { describe, expect, test } from "vitest";
import { compileTemplate } from "./compile-template.ts";
import type { TemplateFault } from "./template-fault.ts";
import type { TemplateSource } from "./template-source.ts";

async function faultsOf(source: TemplateSource): Promise<readonly TemplateFault[]> {
  const compiled = await compileTemplate(source);
  return compiled.ok ? compiled.value.lint : compiled.error;
}

const found = async (source: TemplateSource) =>
  (await faultsOf(source)).map(({ code, where }) => [code, where.part, where.line]);
const text = (words: string) => `<mj-text color="#222222" font-size="16px">${words}</mj-text>`;

describe("a lawful template is published", () => {
  test("with nothing to complain about, as plain JSON", async () => {
    const compiled = await compileTemplate(smallTemplate(text("Good morning")));
    expect(compiled.ok && compiled.value.lint).toEqual([]);
    expect(compiled).toEqual(JSON.parse(JSON.stringify(compiled)));
  });

  test("with its language, direction and title as fields, no indentation, and nothing that asks a host", async () => {
    const compiled = await compileTemplate(smallTemplate(text("Good morning")));
    const html = compiled.ok ? compiled.value.html : "";
    expect(html).toMatch(/^<!doctype html>\n<html lang="\{\{ lang \| in_html \}\}" dir="\{\{ dir \| in_html \}\}"/);
    expect(html).toContain("<title>{{ subject | in_html }}</title>");
    expect(html).not.toMatch(/fonts\.googleapis|@import|url\(|\n /);
  });

  test("and names the content slots that it shows", async () => {
    const body = text("{% for item in slots.hero limit: 1 %}{{ item.name }}{% endfor %}{{ slots.picks.first.name }}");
    const compiled = await compileTemplate(smallTemplate(body));
    expect(compiled.ok && compiled.value.slots).toEqual(["hero", "picks"]);
  });

  test("and keeps the text that its author wrote for the text part", async () => {
    const own = "{{ unsubscribeUrl }} {{ preferencesUrl }}\n{{ vendor.postalAddress }}";
    const compiled = await compileTemplate(smallTemplate("", { text: own }));
    expect(compiled.ok && compiled.value.text).toBe(
      "{{ unsubscribeUrl | in_line }} {{ preferencesUrl | in_line }}\n{{ vendor.postalAddress | in_line }}",
    );
  });
});

describe("a template is refused, with the place named", () => {
  test.each([
    ["an unknown field", text("{{ customer.lastName }}"), ["unknown_field", "mjml", 5]],
    [
      "an unknown field of a loop's item",
      text("{% for i in slots.picks %}{{ i.nmae }}{% endfor %}"),
      ["unknown_field", "mjml", 5],
    ],
    ["an unknown wording", text("{{ t.nothing }}"), ["unknown_field", "mjml", 5]],
    ["an unknown filter", text("{{ vendor.name | raw }}"), ["invalid_liquid", "mjml", 5]],
    ["a filter that only the compiler may write", text("{{ vendor.name | in_html }}"), ["invalid_liquid", "mjml", 5]],
    ["an unclosed output", text("{{ vendor.name "), ["invalid_liquid", "mjml", 5]],
    ["a range", text("{% for i in (1..9) %}{{ i }}{% endfor %}"), ["invalid_liquid", "mjml", undefined]],
    ["an unquoted attribute", text("<a href={{ viewUrl }}>Look</a>"), ["unsafe_field", "mjml", 5]],
    ["a script", text("<script>1</script>"), ["unsafe_html", "mjml", undefined]],
    [
      "a meta that leads elsewhere",
      text('<meta http-equiv="refresh" content="0">'),
      ["unsafe_html", "mjml", undefined],
    ],
    ["a style in the body", "<mj-style>.a { color: red }</mj-style>", ["invalid_mjml", "mjml", 5]],
    ["an event handler", text('<b onclick="1">x</b>'), ["unsafe_html", "mjml", undefined]],
    [
      "a picture of a host",
      '<mj-image src="https://cdn.example/a.png" alt="" width="9px" height="9px" />',
      ["foreign_host", "mjml", undefined],
    ],
    [
      "a style that loads",
      text('<b style="background:url(https://cdn.example/a.png)">x</b>'),
      ["foreign_host", "mjml", undefined],
    ],
    ["an include", '<mj-include path="/etc/passwd" />', ["tag_not_allowed", "mjml", 5]],
    ["markup in mj-raw", "<mj-raw><b>x</b></mj-raw>", ["tag_not_allowed", "mjml", 5]],
    ["an unknown component", "<mj-social></mj-social>", ["tag_not_allowed", "mjml", 5]],
    ["an unknown attribute", '<mj-text colour="red">x</mj-text>', ["invalid_mjml", "mjml", 5]],
    ["Liquid that MJML loses", "{% if gift %}{% endif %}", ["lost_liquid", "mjml", 5]],
    [
      "a picture without alternative text",
      '<mj-image src="{{ vendor.logoUrl }}" width="9px" height="9px" />',
      ["image_without_alt", "mjml", 5],
    ],
  ])("%s", async (_, body, expected) => {
    expect(await found(smallTemplate(body))).toContainEqual(expected);
  });

  test("all faults at once", async () => {
    const codes = (await faultsOf(smallTemplate(text("{{ a }}{{ b }}<script></script>")))).map(({ code }) => code);
    expect(codes).toEqual(["unknown_field", "unknown_field", "unsafe_html"]);
  });

  test("a wording, where it names a field that is not there", async () => {
    const strings = { en: { subject: "Hi {{ customer.name }}", preheader: "p", headline: "h" } };
    const [fault] = await faultsOf(smallTemplate("", { strings }));
    expect(fault).toMatchObject({ code: "unknown_field", message: "t.subject: there is no field customer.name" });
  });

  test("a style in the body, with a word on where it belongs", async () => {
    const [fault] = await faultsOf(smallTemplate("<mj-style>.a { color: red }</mj-style>"));
    expect(fault?.message).toBe("mj-style belongs into mj-head, not into mj-body");
  });

  test("what is no MJML at all, or far too long", async () => {
    expect((await found(smallTemplate("", { mjml: "hello" })))[0]?.[0]).toBe("invalid_mjml");
    expect(await found(smallTemplate("x".repeat(200_001)))).toContainEqual(["invalid_mjml", "mjml", undefined]);
  });

  test("a push message without a title, wordings without a subject, an example that is no view", async () => {
    const source = smallTemplate("", { push: { body: "b" }, strings: { en: { headline: "h", preheader: "p" } } });
    const codes = (await faultsOf(source)).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(["invalid_push", "missing_wording"]));
    expect((await faultsOf(smallTemplate("", { example: { vendor: {} } })))[0]?.code).toBe("example_fails");
  });

  test("above Gmail's size, counted with the longest example", async () => {
    const [item] = smallView.slots["picks"] ?? [];
    const long = { ...smallView, slots: { picks: [{ ...item, reason: "Because. ".repeat(2_000) }] } };
    const body = text(`{% for item in slots.picks %}${"{{ item.reason }} ".repeat(6)}{% endfor %}`);
    expect((await faultsOf(smallTemplate(body, { example: long })))[0]?.code).toBe("too_large");
  });
});

describe("marketing without a way out is refused, a service notice is not", () => {
  const bare = `<mjml><mj-body><mj-section><mj-column>${text("<h1>{{ t.headline }}</h1>")}</mj-column></mj-section></mj-body></mjml>`;

  test("in both parts", async () => {
    expect(await found(smallTemplate("", { mjml: bare }))).toEqual([
      ["missing_unsubscribe", "html", undefined],
      ["missing_preferences", "html", undefined],
      ["missing_address", "html", undefined],
      ["missing_unsubscribe", "text", undefined],
      ["missing_preferences", "text", undefined],
      ["missing_address", "text", undefined],
    ]);
    expect(await found(smallTemplate("", { mjml: bare, kind: "service" }))).toEqual([]);
  });

  test("an own text part has every link and every price of the HTML", async () => {
    const source = smallTemplate(
      text("{% for i in slots.picks %}{{ i.price }} <a href='{{ i.link }}'>Lamp</a>{% endfor %}"),
      {
        text: "{{ unsubscribeUrl }} {{ preferencesUrl }} {{ vendor.postalAddress }}",
      },
    );
    expect((await found(source)).map(([code]) => code)).toEqual(["text_lacks_link", "text_lacks_price"]);
  });
});

describe("advice is kept with the template", () => {
  test.each([
    ["faint words", '<mj-text color="#bbbbbb" font-size="16px">faint</mj-text>', "low_contrast"],
    ["a colour by night", '<mj-text css-class="n" color="#222222" font-size="16px">dim</mj-text>', "low_contrast"],
    ["small words", '<mj-text color="#222222" font-size="11px">small</mj-text>', "small_text"],
    ["a vague link", text("<a href='{{ viewUrl }}'>Click here</a>"), "vague_link"],
    ["a second h1", text("<h1>Again</h1>"), "heading_count"],
    ["a picture without a size", '<mj-image src="{{ vendor.logoUrl }}" alt="" />', "image_without_size"],
  ])("%s", async (_, body, code) => {
    const source = smallTemplate(body);
    const dark =
      "<mj-head><mj-style>@media (prefers-color-scheme: dark) { .n div { color: #eeeeee !important; } }</mj-style></mj-head>";
    const compiled = await compileTemplate({ ...source, mjml: source.mjml.replace("<mjml>", `<mjml>${dark}`) });
    expect(compiled.ok && compiled.value.lint.map((fault) => fault.code)).toEqual([code]);
  });

  test("a long subject and a wording that a language lacks", async () => {
    const strings = {
      en: { subject: "A very long subject ".repeat(5), preheader: "p", headline: "h" },
      de: { subject: "Kurz", preheader: "p" },
    };
    const faults = await faultsOf(smallTemplate("", { strings }));
    expect(faults.map(({ code, where }) => [code, where.key])).toEqual([
      ["missing_wording", "de.headline"],
      ["long_subject", "en"],
    ]);
  });
});
