/** What a letter or card says, before it has a place on paper. */
export type Letter = {
  /** BCP 47 */
  readonly language: string;
  readonly title: string;
  readonly sender: { readonly name: string; readonly address: string };
  /** The recipient's lines, as `addressBlock` writes them. */
  readonly recipient: readonly string[];
  /** The day, written out. */
  readonly date: string;
  readonly body: readonly Block[];
  /** Who sends it, and how to get no more of it. */
  readonly footer: readonly string[];
  /** Address that ends letters, printed as a code beside the footer. */
  readonly leaveUrl?: string | undefined;
  /** Words for the foot of a page, with {page} and {pages}. */
  readonly pageWords: string;
};

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  /** Its lines are broken where they are too long, and where they were. */
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "item"; readonly name: string; readonly price: string }
  /** An address to follow: a code for a telephone, and the same address to type. */
  | { readonly kind: "code"; readonly url: string; readonly words: string };
