import { expect, it } from "vitest";
import { secretFrom } from "#kernel/secret.ts";
import { tokenKeys } from "#tracking/token.ts";
import { signedAddresses } from "./signed-addresses.ts";

const tokens = tokenKeys({ active: { id: 0, key: secretKey() } });

function secretKey() {
  return secretFrom(new Uint8Array(32).fill(1)).keyFor("link/0");
}

const addressesOf = (id: number, isTracked: number) => {
  const { jump, ...pages } = signedAddresses({
    tokens,
    publicUrl: "https://go.example",
    message: { id, isTracked },
    linkIds: [7],
    now: Date.UTC(2026, 10, 22),
  });
  return { ...pages, link: jump(0) };
};

it("a customer who is not tracked gets no link of her own but preferences and unsubscribe", () => {
  const [one, other] = [addressesOf(1, 0), addressesOf(2, 0)];
  expect(Object.keys(one).toSorted()).toEqual(["link", "preferencesUrl", "unsubscribeUrl"]);
  expect(one.link).toBe(other.link);
});

it("a customer who agreed can read her message as a page", () => {
  expect(addressesOf(1, 1).viewUrl).toMatch(/^https:\/\/go\.example\/v\//);
});
