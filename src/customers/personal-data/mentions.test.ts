import { describe, expect, it } from "vitest";
import { mentions } from "./mentions.ts";

const isHers = mentions([
  { kind: "code", value: "17", hash: "" },
  { kind: "email", value: "ada@people.example", hash: "h" },
  { kind: "phone", value: "+442079460958", hash: "h" },
]);

describe("what came in and could not be taken", () => {
  it("is hers where one of its values is a name of hers, wherever it stands", () => {
    const hers = [
      { userId: "17" },
      { userId: 17 },
      { traits: { contact: [{ email: " Ada@People.example " }] } },
      ["x", ["note", "write to ada@people.example, please"]],
      { phone: "020 7946 0958" },
      { "ada@people.example": true },
    ];
    expect(hers.map(isHers)).toEqual(hers.map(() => true));
  });

  it("is not hers for a short code inside another word, or for another's number", () => {
    const others = [{ userId: "177" }, { text: "17 roses" }, { phone: "020 7946 0999" }, null, 3, { email: "" }];
    expect(others.map(isHers)).toEqual(others.map(() => false));
  });
});
