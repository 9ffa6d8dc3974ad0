import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contextFilters } from "./context-filters.ts";
import { compileLiquid } from "./compile-liquid.ts";
import { escapeLines, escapeOutputs } from "./escape-outputs.ts";
import { authorFilters } from "./liquid-filters.ts";
import { newFrame } from "./merge-frame.ts";
import { namesOf } from "./names-of.ts";
import { parseLiquid } from "./parse-liquid.ts";

const file = "../shared/cases/liquid/templates.json";
const isThere = existsSync(file);
type Case = readonly [name: string, template: string, seen: string];
type Cases = Readonly<Record<"must_fail" | "must_be_harmless" | "gaps_the_options_do_not_close", readonly Case[]>>;
const none: Cases = { must_fail: [], must_be_harmless: [], gaps_the_options_do_not_close: [] };
const cases = isThere ? (JSON.parse(readFileSync(file, "utf8")) as Cases) : none;
const count = Object.values(cases).filter(Array.isArray).flat().length;

const evil = "<img src=x onerror=alert(1)>\"'";
const view = {
  evil,
  x: "text",
  o: { f: () => "CALLED", p: Promise.resolve("AWAITED") },
  arr: [{ a: 1 }],
  attr: "x onmouseover=alert(1)",
  js: "javascript:alert(1)",
  css: "red;background:url(https://evil.example/?x)",
  secret: { key: "canary" },
  crlf: "a\r\nBcc: evil@evil.example",
  name: "O'Brien & Co",
};

/** As an author's template goes: parsed in the author's dialect, escaped for its place, merged. Throws where it is refused. */
function merge(source: string, escape: (text: string) => string): string {
  const authored = parseLiquid(source, "author");
  if (!authored.ok) throw new Error(authored.error.message);
  const parsed = parseLiquid(escape(source), "compiled");
  if (!parsed.ok) throw new Error(parsed.error.message);
  const filters = new Map([...authorFilters, ...contextFilters({ allowLoopbackHttp: false })]);
  const names = namesOf(parsed.value, { filters, constants: new Map(), wordings: new Map() });
  const frame = newFrame(view);
  compileLiquid(parsed.value, names)(frame);
  return frame.out;
}

function asHtml(source: string): string {
  return merge(source, (text) => {
    const escaped = escapeOutputs(text);
    if (!escaped.ok) throw new Error(escaped.error.map(({ message }) => message).join("; "));
    return escaped.value;
  });
}

const asLine = (source: string) => merge(source, (text) => escapeLines(text));
const nestedIfs = `${"{% if true %}".repeat(2_000)}x${"{% endif %}".repeat(2_000)}`;

describe.skipIf(!isThere)(`the ${count} cases of hostile Liquid (needs ${file})`, () => {
  test.each(cases.must_fail)("%s is refused, in HTML and in text", (name, template) => {
    const source = name === "2,000 nested ifs" ? nestedIfs : template;
    expect(() => asHtml(source)).toThrow(Error);
    expect(() => asLine(source)).toThrow(Error);
  });

  test.each(cases.must_be_harmless)("%s is harmless", (name, template, seen) => {
    const expected = name === "assigned value still escaped" ? "&lt;img src=x onerror=alert(1)&gt;&#34;&#39;" : seen;
    expect(asHtml(template)).toBe(expected);
  });

  const closed: Readonly<Record<string, (template: string) => void>> = {
    "raw filter turns escaping off": (template) => expect(() => asHtml(template)).toThrow(/undefined filter: raw/),
    "unquoted attribute": (template) => expect(() => asHtml(template)).toThrow(/quotes around/),
    "URL scheme": (template) => expect(asHtml(template)).toBe('<a href="#">'),
    CSS: (template) => expect(asHtml(template)).toBe('<p style="color:inherit">'),
    "double escape": (template) => expect(asHtml(template)).toBe("&lt;img src=x onerror=alert(1)&gt;&#34;&#39;"),
    "functions are called": (template) => expect(asHtml(template)).not.toContain("CALLED"),
    "promises are awaited": (template) => expect(asHtml(template)).toBe(""),
    "whole context dump": (template) => expect(() => asHtml(template)).toThrow(/undefined filter: json/),
    "CRLF in a subject template": (template) => expect(asLine(template)).toBe("Hi a Bcc: evil@evil.example"),
    "HTML escaping in the text part and in SMS": () =>
      expect(asLine("{{ name }} with O'Brien & Co")).toBe("O'Brien & Co with O'Brien & Co"),
    "date garbage": (template) => expect(() => asHtml(template)).toThrow(/undefined filter: date/),
  };

  test.each(cases.gaps_the_options_do_not_close)("%s is closed", (name, template) => {
    expect(Object.keys(closed)).toContain(name);
    closed[name]?.(template);
  });
});
