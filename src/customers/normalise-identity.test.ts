import { describe, expect, it } from "vitest";
import { secretFrom } from "#kernel/secret.ts";
import { emailIdentity, hashAddress, normaliseEmail, normalisePhone, phoneIdentity } from "./normalise-identity.ts";

const secret = secretFrom(new Uint8Array(32).fill(3));

describe("normaliseEmail", () => {
  it("makes the spellings of one address one, and keeps tags and dots apart", () => {
    const spellings = ["Ada@People.example", " ada@people.EXAMPLE ", "ADA@people.example"];
    expect(new Set(spellings.map(normaliseEmail))).toEqual(new Set(["ada@people.example"]));
    expect(normaliseEmail("a.da+x@people.example")).toBe("a.da+x@people.example");
  });

  it("refuses what is no bare address", () => {
    const strange = [
      "",
      "ada",
      "a@b",
      "a b@c.example",
      "<a@b.example>",
      "a@b.example\r\nBcc: c@d.example",
      "a@@b.example",
    ];
    expect(strange.map(normaliseEmail)).toEqual(strange.map(() => undefined));
  });
});

describe("normalisePhone", () => {
  it("gives E.164, at home in the vendor's country where none is named", () => {
    expect(normalisePhone("020 7946 0018", "GB")).toBe("+442079460018");
    expect(normalisePhone("+49 30 901820", "GB")).toBe("+4930901820");
    expect(normalisePhone("(212) 555-0100", "US")).toBe("+12125550100");
  });

  it("refuses what can be no number, words around one and an unknown home", () => {
    for (const text of ["", "12", "call +442079460018 now", "0".repeat(60), "+0000000000"]) {
      expect(normalisePhone(text, "GB")).toBeUndefined();
    }
    expect(normalisePhone("020 7946 0018", "XX")).toBeUndefined();
    expect(normalisePhone("+442079460018", "XX")).toBe("+442079460018");
  });
});

describe("hashAddress", () => {
  it("is the same for one address, differs by kind and by key, and does not show it", () => {
    const email = emailIdentity(secret, "Ada@People.example");
    expect(email?.hash).toBe(hashAddress(secret, "email", "ada@people.example"));
    expect(email?.hash).not.toBe(hashAddress(secret, "phone", "ada@people.example"));
    expect(email?.hash).not.toBe(hashAddress(secretFrom(new Uint8Array(32).fill(4)), "email", "ada@people.example"));
    expect(email?.hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(phoneIdentity({ secret, defaultCountry: "GB" }, "020 7946 0018")?.value).toBe("+442079460018");
  });
});
