import { describe, expect, it } from "vitest";
import { readLetter } from "./read-letter.ts";

const reading = {
  see: "More for you",
  hosts: new Set(["shop.example"]),
  waysOut: ["https://shop.example/u/token"],
};
const own = (text: string) => readLetter({ text, isOwn: true }, reading);
const borrowed = (text: string) => readLetter({ text, isOwn: false }, reading);

describe("the lines of a letter", () => {
  it("are headings, rows with a price, codes and running words", () => {
    expect(
      own(
        "# Picked for you\n\nDear Ada,\nhello.\n\n* Mill | with lid | $24\n* Apron\n\nSee: https://shop.example/v/abc\nBye",
      ),
    ).toEqual([
      { kind: "heading", text: "Picked for you" },
      { kind: "paragraph", text: "Dear Ada,\nhello." },
      { kind: "item", name: "Mill | with lid", price: "$24" },
      { kind: "item", name: "Apron", price: "" },
      { kind: "code", url: "https://shop.example/v/abc", words: "See" },
      { kind: "paragraph", text: "Bye" },
    ]);
  });

  it("make no code of an address that is not ours, such as a name that looks like one", () => {
    expect(own("Dear https://evil.example")).toEqual([{ kind: "paragraph", text: "Dear https://evil.example" }]);
    expect(own("https://shop.example.evil.example/")).toMatchObject([{ kind: "paragraph" }]);
    expect(own("https://shop.example@evil.example/")).toMatchObject([{ kind: "paragraph" }]);
  });

  it("have no more codes than a sheet has room for, and none by which she would leave", () => {
    const blocks = own(["a", "b", "c", "d"].map((path) => `https://shop.example/${path}`).join("\n\n"));
    expect(blocks.map(({ kind }) => kind)).toEqual(["code", "code", "code", "paragraph"]);
    expect(own("Unsubscribe: https://shop.example/u/token")).toEqual([]);
  });

  it("of a text part that was not written for paper keep one address, and no mark is more than words", () => {
    expect(borrowed("* Hello\n\nMill: https://shop.example/j/1\n\nApron: https://shop.example/j/2")).toEqual([
      { kind: "paragraph", text: "* Hello" },
      { kind: "code", url: "https://shop.example/j/1", words: "Mill" },
      { kind: "paragraph", text: "Apron" },
    ]);
  });
});
