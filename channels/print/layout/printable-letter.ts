import { err, ok, type Result } from "#kernel/result.ts";
import type { FontBook } from "./font-book.ts";
import type { Block, Letter } from "./letter.ts";
import type { LayoutFault } from "./page.ts";
import { printableText } from "./printable-text.ts";

export type PrintableLetter = { readonly letter: Letter; readonly leftOut: readonly string[] };

/** A letter all of whose words the fonts can print; addresses in codes stay as they are. */
export function printableLetter(letter: Letter, book: FontBook): Result<PrintableLetter, LayoutFault> {
  const missing = new Set<string>();
  const leftOut = new Set<string>();
  const clean = (text: string): string => {
    const printable = printableText(text, book);
    if (printable.ok) {
      for (const sign of printable.value.leftOut) leftOut.add(sign);
      return printable.value.text;
    }
    if (printable.error.code === "not_printable") for (const sign of printable.error.characters) missing.add(sign);
    return "";
  };
  const line = (text: string) => clean(text).replaceAll(/\s+/g, " ").trim();
  const { sender, recipient, body, footer } = letter;
  const cleaned: Letter = {
    ...letter,
    title: line(letter.title),
    sender: { name: line(sender.name), address: line(sender.address) },
    recipient: recipient.map(line).filter((text) => text !== ""),
    date: line(letter.date),
    body: body.map((block) => cleanBlock(block, { clean, line })),
    footer: footer.map(line),
    pageWords: line(letter.pageWords),
  };
  return missing.size > 0
    ? err({ code: "not_printable", characters: [...missing].sort().slice(0, 20) })
    : ok({ letter: cleaned, leftOut: [...leftOut].sort() });
}

type Cleaning = Readonly<Record<"clean" | "line", (text: string) => string>>;

function cleanBlock(block: Block, { clean, line }: Cleaning): Block {
  switch (block.kind) {
    case "heading":
      return { ...block, text: line(block.text) };
    case "paragraph":
      return { ...block, text: clean(block.text) };
    case "item":
      return { ...block, name: line(block.name), price: line(block.price) };
    case "code":
      return { ...block, words: line(block.words) };
  }
}
