import type { Letter } from "#channels/print/layout/letter.ts";

export const words = "A short list, chosen from what you told us and what you looked at. ";

/** A letter with something of everything. */
export function letterTo(recipient: readonly string[], change: Partial<Letter> = {}): Letter {
  return {
    language: "en",
    title: "Your picks",
    sender: { name: "Fernhill Outfitters", address: "1 Mill Lane, Bath BA1 1AA, United Kingdom" },
    recipient,
    date: "November 23, 2026",
    body: [
      { kind: "heading", text: "Picked for you, Ada" },
      { kind: "paragraph", text: "Dear Ada," },
      { kind: "paragraph", text: words.repeat(3) },
      { kind: "item", name: "Rain jacket “Fjord”, with a hood that comes off", price: "$129.00" },
      { kind: "item", name: "Wool socks", price: "$12.50" },
      { kind: "code", url: "https://shop.example/v/AAECAwQFBgcICQoLDA0ODw", words: "See them all" },
      { kind: "paragraph", text: "Kind regards\nFernhill" },
    ],
    footer: ["If you want no more letters, scan the code, or write to us."],
    leaveUrl: "https://shop.example/u/AAECAwQFBgcICQoLDA0ODw",
    pageWords: "Page {page} of {pages}",
    ...change,
  };
}
