import { expect, it } from "vitest";
import { secretFrom } from "#kernel/secret.ts";
import { addressKey } from "./address-key.ts";

const secret = secretFrom(new Uint8Array(32).fill(7));
const keyOf = (surname: string, ...address: readonly string[]) => addressKey(secret, { surname, address });

it("one home is known however its address is written", () => {
  const spellings = [
    keyOf("Müller", "Hauptstraße 12", "10115"),
    keyOf("MULLER", "Hauptstr. 12", "10115"),
    keyOf(" müller ", "hauptstrasse, 12", " 10115 "),
  ];
  expect(new Set(spellings).size).toBe(1);
  expect(keyOf("Lott", "12 Mill Street", "SW1")).toBe(keyOf("LOTT", "12, mill st", "sw1"));
});

it("another number, another name and half an address are another home, or none", () => {
  const homes = [
    keyOf("Lott", "12 Mill Street"),
    keyOf("Lott", "1 2 Mill Street"),
    keyOf("Day", "12 Mill Street"),
    keyOf("Lott 12", "Mill Street"),
  ];
  expect(new Set(homes).size).toBe(4);
  expect([keyOf("", "12 Mill Street"), keyOf("Lott", "12 Mill Street", ""), keyOf("Lott", " . ")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it("without our key nobody tells a home from its hash", () => {
  const other = secretFrom(new Uint8Array(32).fill(8));
  expect(addressKey(other, { surname: "Lott", address: ["12 Mill Street"] })).not.toBe(keyOf("Lott", "12 Mill Street"));
});
