import fc from "fast-check";
import { structureOf } from "../tests/cases/templates/html-structure.ts";
import { describe, expect, test } from "vitest";
import { compileLiquid } from "./compile-liquid.ts";
import { contextFilters } from "./context-filters.ts";
import { escapeLines, escapeOutputs } from "./escape-outputs.ts";
import { authorFilters } from "./liquid-filters.ts";
import { newFrame } from "./merge-frame.ts";
import { namesOf } from "./names-of.ts";
import { parseLiquid } from "./parse-liquid.ts";

const filters = new Map([...authorFilters, ...contextFilters({ allowLoopbackHttp: false })]);

function merge(source: string, view: Readonly<Record<string, unknown>>): string {
  const parsed = parseLiquid(source, "compiled");
  if (!parsed.ok) throw new Error(parsed.error.message);
  const frame = newFrame(view);
  compileLiquid(parsed.value, namesOf(parsed.value, { filters, constants: new Map(), wordings: new Map() }))(frame);
  return frame.out;
}

describe("an output gets the filter of its place", () => {
  test.each([
    ["<p>{{ v }}</p>", "<p>{{ v | in_html }}</p>"],
    ["<title>{{ v -}}</title>", "<title>{{ v | in_html -}}</title>"],
    ["<p title='{{ v | upcase }}'>", "<p title='{{ v | upcase | in_html }}'>"],
    ['<a href="{{ v }}">', '<a href="{{ v | in_url }}">'],
    ['<a href = "{{ a }}{{ b }}">', '<a href = "{{ a | in_url }}{{ b | in_url_part }}">'],
    ['<a href="https://x.example/{{ v }}">', '<a href="https://x.example/{{ v | in_url_part }}">'],
    ['<a href="mailto:{{ v }}">', '<a href="mailto:{{ v | in_url_part }}">'],
    ['<p style="color:{{ v }};margin:0 {{ v }}">', '<p style="color:{{ v | in_css }};margin:0 {{ v | in_css }}">'],
    ["<style>.a{color:{{ v }}}</style>{{ v }}", "<style>.a{color:{{ v | in_css }}}</style>{{ v | in_html }}"],
    ['<!--[if mso]><td bgcolor="{{ v }}"><![endif]-->', '<!--[if mso]><td bgcolor="{{ v | in_html }}"><![endif]-->'],
    ["{% capture c %}<b>{{ v }}{% endcapture %}{{ c }}", "{% capture c %}<b>{{ v }}{% endcapture %}{{ c | in_html }}"],
    [
      '<a href="{% if v %}{{ v }}{% else %}https://x.example/{% endif %}">',
      '<a href="{% if v %}{{ v | in_url }}{% else %}https://x.example/{% endif %}">',
    ],
    ['{{ "}}" }} 3 < 4 {{ v }}', '{{ "}}" | in_html }} 3 < 4 {{ v | in_html }}'],
  ])("%s", (source, expected) => {
    expect(escapeOutputs(source)).toEqual({ ok: true, value: expected });
  });
});

describe("an output is refused where no escaping helps", () => {
  test.each([
    ["<a href={{ v }}>", "unquoted attribute"],
    ["<p class=a{{ v }}>", "unquoted attribute"],
    ["<script>{{ v }}</script>", "in a script"],
    ["<!-- {{ v }} -->", "in a comment"],
    ['<p onclick="{{ v }}">', "event handler onclick"],
    ['<img srcset="{{ v }}">', "in srcset"],
    ['<meta content="{{ v }}">', "<meta>"],
    ["<p {{ v }}>", "name a tag or an attribute"],
    ["<{{ v }}>", "name a tag or an attribute"],
    ['<a href="java{{ v }}">', "whole address"],
    ['<a href="https://{{ v }}">', "whole address"],
    ['<a href="{% if v %}{{ v }}{% endif %}{{ v }}">', "branches"],
    ['{% if v %}<p title="{% endif %}{{ v }}', "branches"],
    ['{% for i in v %}<p title="{% endfor %}', "branches"],
    ['<p style="{{ v }}">', "only be a value"],
    ['<p style="background:url({{ v }})">', "only be a value"],
    ["<style>{{ v }}</style>", "only be a value"],
  ])("%s", (source, reason) => {
    const escaped = escapeOutputs(source);
    expect(escaped.ok ? "accepted" : escaped.error.map(({ message }) => message).join()).toContain(reason);
  });

  test("and the place is named by its line", () => {
    const escaped = escapeOutputs("<p>\n<script>\n{{ v }}</script>");
    expect(escaped.ok ? [] : escaped.error).toEqual([
      { line: 3, near: "{{ v }}", message: "{{ v }}: a merge field can't stand in a script" },
    ]);
  });
});

test("nothing is merged behind a comment's end that stands in a tag or a quote: mail programs go on at different places", () => {
  for (const end of ["-->", "--!>"]) {
    const escaped = escapeOutputs(`x<!--[if mso]><i lang="${end}><p{{ v }}/>`);
    expect(escaped.ok ? [] : escaped.error).toMatchObject([{ line: 1, near: "{{ v }}" }]);
  }
});

const piece = fc.constantFrom(
  "{{ v }}",
  "{{ w | upcase }}",
  "<p",
  "<a href=",
  '"',
  "'",
  ">",
  "/>",
  "<",
  "</p>",
  "</a>",
  " ",
  "\n",
  "=",
  "/",

  "<b title='",
  '<i lang="',
  "<style>",
  "</style>",
  "a{color:",
  "}",
  ";",
  "<title>",
  "</title>",
  "<!--",
  "-->",
  "--!>",

  "<!",
  "<!--[if mso]>",
  "<![endif]-->",
  "https://x.example/",
  "text",
  'style="color:',
  "{% if y %}",
  "{% endif %}",
  "<td>",

  "<textarea>",
  "</textarea>",
  "<script>",
  "</script>",
  "&",
  "<?",
  "x",
  "{% for i in l %}",
  "{% endfor %}",
  "{% else %}",
);
const hostile = fc.oneof(
  fc.constantFrom(
    `"><script>alert(1)</script>`,
    `' onload='x`,
    "-->",
    "</style><b>",
    "</title>",
    "javascript:alert(1)",
    "/",
    "=",
    " a=b",
  ),
  fc.stringMatching(/^[<>"'=/\-! &;:{}()ax\n]{0,6}$/),
);

test("whatever an author writes, no value changes the structure of a template that is accepted", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(piece, { minLength: 2, maxLength: 14 }), hostile, hostile, (pieces, v, w) => {
      // In a body that has begun: whether a first word is empty decides where HTML begins one.
      const source = `<!doctype html><body>x${pieces.join("")}`;
      const escaped = escapeOutputs(source);
      if (!escaped.ok || !parseLiquid(escaped.value, "compiled").ok) return;
      accepted += 1;
      const html = merge(escaped.value, { v, w, y: true, l: [1, 2] });
      const neutral = merge(escaped.value, { v: "v", w: "w", y: true, l: [1, 2] });
      expect({ source, structure: structureOf(html) }).toEqual({ source, structure: structureOf(neutral) });
    }),
    { numRuns: 6_000 },
  );
  expect(accepted).toBeGreaterThan(300);
});

test("an output of a plain text is one line, an address of a push message is an address", () => {
  expect(escapeLines("{{ a }} and {{ b | upcase }}")).toBe("{{ a | in_line }} and {{ b | upcase | in_line }}");
  expect(escapeLines("{{ viewUrl }}", true)).toBe("{{ viewUrl | in_link }}");
});
