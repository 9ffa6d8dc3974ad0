import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEmailAddress, suppressionAddress } from "./email-address.ts";

const corpus = "../shared/cases/email-addresses/isemail.json";
type IsEmailCase = { readonly id: string; readonly address: string; readonly category: string };
const cases: readonly IsEmailCase[] = existsSync(corpus) ? JSON.parse(readFileSync(corpus, "utf8")) : [];

/** Valid by the RFCs, whether the domain is in the DNS or not; quoted, commented and literal forms have other categories. */
const isBareAndValid = ({ address, category }: IsEmailCase) =>
  (category === "ISEMAIL_VALID_CATEGORY" || category === "ISEMAIL_DNSWARN") && !/["()[\]\s]/.test(address);

describe.skipIf(cases.length === 0)("the is_email cases (shared cases are absent if skipped)", () => {
  it(`are decided as the RFCs decide them, all ${cases.length}`, () => {
    const wrong = cases.filter((one) => parseEmailAddress(one.address).ok !== isBareAndValid(one));
    expect(wrong).toEqual([]);
  });
});

describe("an e-mail address", () => {
  it.each([
    ["reader@mail.example", "reader@mail.example"],
    ["First.Last+tag@Mail.EXAMPLE", "First.Last+tag@mail.example"],
    ["o'hara_{x}@mail.example", "o'hara_{x}@mail.example"],
    ["a@пример.example", "a@xn--e1afmkfd.example"],
    ["a@straße.example", "a@xn--strae-oqa.example"],
  ])("%s is taken as %s", (text, address) => {
    expect(parseEmailAddress(text)).toEqual({ ok: true, value: address });
  });

  it.each([
    ["two recipients", "a@x.example,b@x.example"],
    ["a display name", "Bea <b@x.example>"],
    ["a quoted local part", '"evil@e.example x"@x.example'],
    ["a comment", "a(b)@x.example"],
    ["an address literal", "a@[192.0.2.1]"],
    ["a bare IP address", "a@192.0.2.1"],
    ["a route", "@relay.example:a@x.example"],
    ["a group", "g:a@x.example;"],
    ["a line break", "a@x.example\r\nRCPT TO:<e@e.example>"],
    ["a NUL", "a\u0000@x.example"],
    ["a blank", "a b@x.example"],
    ["a blank around it", " a@x.example"],
    ["a next-line character", "a@x.example\u0085"],
    ["a line separator", "a@x.example\u2028"],
    ["an international local part", "josé@x.example"],
    ["a full-width domain", "a@ｘ.example"],
    ["a soft hyphen in the domain", "a@sh\u00adop.пример"],
    ["an ideographic full stop", "a@shop。example"],
    ["an underscore in the domain", "a@x_y.example"],
    ["a host without a dot", "a@localhost"],
  ])("with %s is refused", (_, text) => {
    expect(parseEmailAddress(text).ok).toBe(false);
  });

  it("made of a thousand nested groups is refused without being read", () => {
    expect(parseEmailAddress("g:".repeat(1_000))).toEqual({ ok: false, error: "too_long" });
    expect(parseEmailAddress(`${":".repeat(200)}a@x.example`)).toEqual({ ok: false, error: "local_part" });
    expect(parseEmailAddress(`${"(".repeat(1_000_000)}@x.example`)).toEqual({ ok: false, error: "too_long" });
  });

  it("never comes back with anything that an SMTP command or a header could trip over", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.emailAddress()), (text) => {
        const parsed = parseEmailAddress(text);
        if (!parsed.ok) return;
        expect(parsed.value).toMatch(/^[\u0021-\u007e]+$/);
        expect(parsed.value).not.toMatch(/[<>,;:"()[\]\\]/);
        expect(parseEmailAddress(parsed.value)).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });

  it("is one address for suppression, however its case is written", () => {
    expect(suppressionAddress("Reader@Mail.Example")).toBe(suppressionAddress("reader@mail.example"));
  });
});
