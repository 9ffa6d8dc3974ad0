import { createSecretKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signToken, tokenDayOf, tokenKeys, verifyToken, type TokenKeys, type TokenPurpose } from "./token.ts";

const key = (fill: number) => createSecretKey(Buffer.alloc(32, fill));
const keys = tokenKeys({ active: { id: 3, key: key(1) } });
const now = Date.UTC(2026, 10, 22, 9);
const payload = { messageNumber: 123_456_789_012, link: 7, day: tokenDayOf(now) + 60 };
const token = signToken(keys, "click", payload);
const read = (text: string, purpose: TokenPurpose = "click", by: TokenKeys = keys) =>
  verifyToken(by, { purpose, text }, now);
const readAt = (at: number, by: TokenKeys = keys) => verifyToken(by, { purpose: "click", text: token }, at);

describe("a token", () => {
  it("is 35 characters and says what was signed, whatever was signed", () => {
    fc.assert(
      fc.property(
        fc.record({
          messageNumber: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
          link: fc.integer({ min: 0, max: 255 }),
          day: fc.integer({ min: tokenDayOf(now), max: 65_535 }),
        }),
        fc.constantFrom<TokenPurpose>("click", "campaign", "preferences", "unsubscribe", "view", "visitor"),
        (signed, purpose) => {
          const text = signToken(keys, purpose, signed);
          expect(text).toMatch(/^[A-Za-z0-9_-]{35}$/);
          expect(read(text, purpose)).toEqual({ ok: true, value: signed });
        },
      ),
    );
  });

  it("is refused with any one of its bits flipped", () => {
    const bytes = Buffer.from(token, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect({ bit, ok: read(flipped.toString("base64url")).ok }).toEqual({ bit, ok: false });
    }
  });

  it("is forged for every purpose but its own", () => {
    for (const purpose of ["campaign", "preferences", "unsubscribe", "view", "visitor"] as const) {
      expect(read(token, purpose)).toEqual({ ok: false, error: "forged" });
    }
  });

  it("is good through its last day and expired from the first moment of the next", () => {
    const end = (payload.day + 1 + 18_262) * 86_400_000;
    expect(new Date(end).toISOString()).toBe("2027-01-22T00:00:00.000Z");
    expect(readAt(end - 1).ok).toBe(true);
    expect(readAt(end)).toEqual({ ok: false, error: "expired" });
    expect(readAt(now - 300_000).ok).toBe(true);
  });

  it("signed with a retired key is good until the key's end, and forged afterwards or for an unknown key", () => {
    const until = now + 1_000;
    const rotated = tokenKeys({ active: { id: 4, key: key(2) }, verifyOnly: [{ id: 3, key: key(1), until }] });
    expect(read(token, "click", rotated).ok).toBe(true);
    expect(readAt(until, rotated)).toEqual({ ok: false, error: "forged" });
    expect(read(signToken(rotated, "click", payload))).toEqual({ ok: false, error: "forged" });
    expect(read(signToken(rotated, "click", payload), "click", rotated).ok).toBe(true);
  });

  it("of the same key bytes under another number is not taken", () => {
    const renumbered = tokenKeys({ active: { id: 5, key: key(1) } });
    expect(read(token, "click", renumbered)).toEqual({ ok: false, error: "forged" });
  });

  it("of another version is not read", () => {
    const bytes = Buffer.from(token, "base64url");
    bytes[0] = (bytes[0]! & 31) | (2 << 5);
    expect(read(bytes.toString("base64url"))).toEqual({ ok: false, error: "malformed" });
  });

  it("does not fit a payload beyond its bounds", () => {
    for (const wrong of [
      { ...payload, messageNumber: 2 ** 48 },
      { ...payload, messageNumber: -1 },
      { ...payload, messageNumber: 1.5 },
      { ...payload, link: 256 },
      { ...payload, day: 65_536 },
    ]) {
      expect(() => signToken(keys, "click", wrong)).toThrow(RangeError);
    }
  });

  it("is made with keys of different numbers from 0 to 31", () => {
    expect(() => tokenKeys({ active: { id: 32, key: key(1) } })).toThrow(RangeError);
    expect(() => tokenKeys({ active: { id: 1, key: key(1) }, verifyOnly: [{ id: 1, key: key(2), until: 0 }] })).toThrow(
      RangeError,
    );
  });
});

const corpus = "../shared/cases/urls/jump-token-mutations.json";
const cases: ReadonlyArray<{ readonly m: string; readonly expect: string }> = existsSync(corpus)
  ? JSON.parse(readFileSync(corpus, "utf8")).cases
  : [];

const last = token.at(-1)!;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const withUrlSafe = () => {
  for (let messageNumber = 0; ; messageNumber += 1) {
    const text = signToken(keys, "click", { ...payload, messageNumber });
    if (/[-_]/.test(text)) return text.replaceAll("-", "+").replaceAll("_", "/");
  }
};
const tagStart = 14;

/** The spellings that a mutation of the corpus comes to for a token by itself, keyed by the words it begins with. */
const mutations: Readonly<Record<string, () => readonly string[]>> = {
  "remove the last signature character": () => [token.slice(0, -1)],
  "truncate the signature": () => [1, 4, 8].map((count) => token.slice(0, tagStart + count)),
  "empty signature": () => [token.slice(0, tagStart), token.slice(0, tagStart - 1)],
  "signature of all zeros": () => [token.slice(0, tagStart) + "A".repeat(35 - tagStart)],
  "append '=' padding": () => [`${token}=`, `${token.slice(0, -1)}=`],
  "change the unused low bits": () =>
    [1, 2, 3].map((add) => token.slice(0, -1) + alphabet[alphabet.indexOf(last) + add]!),
  "standard base64 alphabet": () => [withUrlSafe()],
  "upper-case or lower-case": () => [token.toUpperCase(), token.toLowerCase()],
  "insert a space, newline": () =>
    [" ", "\n", "%0A"].flatMap((part) => [
      token.slice(0, 9) + part + token.slice(9),
      token.slice(0, 9) + part + token.slice(9 + part.length),
    ]),
  "percent-encode one": () => [`%${token.charCodeAt(0).toString(16)}${token.slice(1)}`],
  "append '.', ','": () => Array.from('.,)>]";!').map((mark) => token + mark),
  "key id with path": () =>
    ["../k1", "k1' or 1=1--", "__proto__", "constructor"].map(
      (id) => Buffer.from(id).toString("base64url") + token.slice(8),
    ),
  "algorithm field": () => ["none", "HS256"].map((name) => Buffer.from(name).toString("base64url") + token.slice(8)),
  "token 16 KB long": () => ["A".repeat(16_384), "A".repeat(1_048_576)],
  "token with NUL": () =>
    ["\0", "é", "🎁", "\ud800"].flatMap((part) => [part + token.slice(part.length), token.slice(0, -1) + part]),
};
/** Held by the tests above. */
const heldAbove = [
  "flip one bit of the signature",
  "flip one bit of each payload",
  "click token on the unsubscribe",
  "token signed with a retired key",
  "expired by 1 second",
  "expires exactly now",
  "clock of the edge node",
];

const ours = cases.filter(({ m }) => Object.keys(mutations).some((start) => m.startsWith(start)));
const above = cases.filter(({ m }) => heldAbove.some((start) => m.startsWith(start)));

describe.skipIf(cases.length === 0)("the mutations of a token (shared cases are absent if skipped)", () => {
  it(`are all refused: ${ours.length} here, ${above.length} above, of ${cases.length}; the others need a request`, () => {
    expect(ours.length + above.length).toBeGreaterThanOrEqual(20);
    for (const { m } of ours) {
      const start = Object.keys(mutations).find((words) => m.startsWith(words))!;
      for (const text of mutations[start]!()) {
        expect({ m, text: text.slice(0, 60), ok: read(text).ok }).toEqual({ m, text: text.slice(0, 60), ok: false });
      }
    }
  });
});
