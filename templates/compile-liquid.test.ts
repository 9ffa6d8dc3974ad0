import fc from "fast-check";
import { expect, test } from "vitest";
import { compileLiquid } from "./compile-liquid.ts";
import { contextFilters } from "./context-filters.ts";
import { authorFilters } from "./liquid-filters.ts";
import { newFrame } from "./merge-frame.ts";
import { namesOf } from "./names-of.ts";
import { parseLiquid, referenceEngine } from "./parse-liquid.ts";

const filters = new Map([...authorFilters, ...contextFilters({ allowLoopbackHttp: false })]);

function merge(
  source: string,
  view: Readonly<Record<string, unknown>>,
): { readonly ours: string; readonly theirs: unknown } {
  const parsed = parseLiquid(source, "compiled");
  if (!parsed.ok) throw new Error(`${parsed.error.message}: ${source}`);
  const frame = newFrame(view);
  compileLiquid(parsed.value, namesOf(parsed.value, { filters, constants: new Map(), wordings: new Map() }))(frame);
  return { ours: frame.out, theirs: referenceEngine().renderSync(parsed.value, view) };
}

const path = fc.constantFrom(
  "name",
  "n",
  "yes",
  "no",
  "missing",
  "item.a",
  "item.list.size",
  "list[0].a",
  "list.first.a",
  "list.last.b",
);
const literal = fc.constantFrom("'x'", '"Mira"', "2", "true", "false");
const value = fc.oneof({ weight: 3, arbitrary: path }, literal);
const filter = fc.constantFrom(
  "",
  " | upcase",
  " | append: '!'",
  " | default: 'none'",
  " | truncate: 3",
  " | in_html",
  " | prepend: name",
);
const comparison = fc.constantFrom("==", "!=", ">", "<", ">=", "<=");
// LiquidJS hands a literal nil to filters as an object of its own: it is compared here, never filtered.
const operand = fc.oneof({ weight: 5, arbitrary: value }, fc.constant("nil"));
const test1 = fc.tuple(operand, comparison, operand).map((parts) => parts.join(" "));
const condition = fc.oneof(
  value,
  test1,
  fc.tuple(test1, fc.constantFrom("and", "or"), value).map((parts) => parts.join(" ")),
  fc.constant("list == empty"),
  fc.constant("missing == blank"),
  fc.constant("name contains 'r'"),
);

const { template } = fc.letrec<{ template: string; node: string }>((tie) => ({
  template: fc.array(tie("node"), { maxLength: 4 }).map((nodes) => nodes.join("")),
  node: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("text ", "<b>&amp;</b>", "\n"),
    fc.tuple(value, filter).map(([shown, then]) => `{{ ${shown}${then} }}`),
    fc
      .tuple(condition, tie("template"), tie("template"))
      .map(([when, then, or]) => `{% if ${when} %}${then}{% else %}${or}{% endif %}`),
    fc.tuple(condition, tie("template")).map(([when, then]) => `{% unless ${when} %}${then}{% endunless %}`),
    tie("template").map(
      (body) => `{% for item in list limit: 2 %}{{ forloop.index }}${body}{% else %}none{% endfor %}`,
    ),
    tie("template").map((body) => `{%- for item in list -%} ${body} {% endfor %}`),
    fc.tuple(value, filter).map(([given, then]) => `{% assign made = ${given}${then} %}{{ made }}`),
    tie("template").map((body) => `{% capture made %}${body}{% endcapture %}{{ made }}`),
    fc
      .tuple(value, tie("template"))
      .map(([given, body]) => `{% case name %}{% when ${given} %}${body}{% else %}other{% endcase %}`),
  ),
}));

const scalar = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean());
const row = fc.record({ a: scalar, b: scalar });
const view = fc.record({
  name: fc.constantFrom("Mira", "O'Brien & <Co>", ""),
  n: fc.integer({ min: -3, max: 3 }),
  yes: fc.constant(true),
  no: fc.constant(false),
  item: fc.record({ a: scalar, list: fc.array(scalar, { maxLength: 3 }) }),
  list: fc.array(row, { maxLength: 3 }),
});

test("our renderer says what LiquidJS says, for every template of the subset and every view", () => {
  fc.assert(
    fc.property(template, view, (source, data) => {
      const { ours, theirs } = merge(source, data);
      expect({ source, said: ours }).toEqual({ source, said: theirs });
    }),
    { numRuns: 1_500 },
  );
});

test("white space control is LiquidJS's own", () => {
  const { ours, theirs } = merge("a  {{- n -}}  b {%- if yes -%}  c  {%- endif %} d", { n: 1, yes: true });
  expect(ours).toBe(theirs);
  expect(ours).toBe("a1bc d");
});

test("inherited properties, functions and objects print nothing", () => {
  const data = { list: [1], o: Object.create({ inherited: "seen" }) as object, f: () => "called", text: "text" };
  expect(merge("{{ o.inherited }}{{ f }}{{ o }}{{ text.length }}{{ list.map }}{{ o.__proto__ }}", data).ours).toBe("");
});
