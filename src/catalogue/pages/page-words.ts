/** The words of the product pages that are not the vendor's. */
export type PageWords = {
  readonly products: string;
  readonly lead: string;
  readonly search: string;
  readonly find: string;
  readonly all: string;
  readonly nothing: string;
  readonly nothingHint: string;
  readonly everything: string;
  readonly next: string;
  readonly first: string;
  readonly pages: string;
  readonly categories: string;
  readonly soldOut: string;
  readonly tellMore: string;
  readonly like: string;
  readonly toShop: string;
  readonly related: string;
  readonly gone: string;
  readonly goneHint: string;
  readonly thanks: string;
  readonly thanksKept: string;
  readonly thanksNotKept: string;
  readonly consentTitle: string;
  readonly consentAsk: string;
  readonly consentGiven: string;
  readonly yes: string;
  readonly no: string;
  readonly forget: string;
  readonly skip: string;
};

const en: PageWords = {
  products: "Products",
  lead: "Look around. What you like here shapes what we write to you about, if you want that.",
  search: "Search",
  find: "Find",
  all: "All",
  nothing: "Nothing found",
  nothingHint: "Try fewer or other words, or look at everything.",
  everything: "See everything",
  next: "More products",
  first: "Back to the start",
  pages: "Pages",
  categories: "Categories",
  soldOut: "Sold out",
  tellMore: "Tell me more",
  like: "I like this",
  toShop: "See it in the shop",
  related: "More like this",
  gone: "This product is not here any more",
  goneHint: "It may have sold out or its season is over.",
  thanks: "Thank you",
  thanksKept: "We will remember that when we choose for you.",
  thanksNotKept: "Nothing was kept: you have not told us that we may remember it. You can below.",
  consentTitle: "May we remember what you look at here?",
  consentAsk:
    "Then what we show and write to you fits you better. Without your yes we keep nothing about you, and these pages work just the same. You can take it back at any time.",
  consentGiven: "We remember what you look at and choose on these pages.",
  yes: "Yes, remember it",
  no: "No, thank you",
  forget: "Stop and forget me here",
  skip: "Skip to the content",
};

const de: PageWords = {
  products: "Produkte",
  lead: "Sehen Sie sich um. Was Ihnen gefällt, bestimmt mit, worüber wir Ihnen schreiben, wenn Sie das möchten.",
  search: "Suche",
  find: "Finden",
  all: "Alle",
  nothing: "Nichts gefunden",
  nothingHint: "Versuchen Sie es mit weniger oder anderen Wörtern, oder sehen Sie sich alles an.",
  everything: "Alles ansehen",
  next: "Weitere Produkte",
  first: "Zum Anfang",
  pages: "Seiten",
  categories: "Kategorien",
  soldOut: "Ausverkauft",
  tellMore: "Mehr erfahren",
  like: "Gefällt mir",
  toShop: "Im Laden ansehen",
  related: "Ähnliches",
  gone: "Dieses Produkt gibt es hier nicht mehr",
  goneHint: "Es ist ausverkauft, oder seine Zeit ist vorbei.",
  thanks: "Danke",
  thanksKept: "Wir denken daran, wenn wir für Sie auswählen.",
  thanksNotKept: "Es wurde nichts gespeichert: Sie haben uns das nicht erlaubt. Unten können Sie es tun.",
  consentTitle: "Dürfen wir uns merken, was Sie hier ansehen?",
  consentAsk:
    "Dann passt besser zu Ihnen, was wir zeigen und schreiben. Ohne Ihr Ja speichern wir nichts über Sie, und die Seiten gehen genauso. Sie können es jederzeit zurücknehmen.",
  consentGiven: "Wir merken uns, was Sie auf diesen Seiten ansehen und wählen.",
  yes: "Ja, gern",
  no: "Nein, danke",
  forget: "Aufhören und mich hier vergessen",
  skip: "Zum Inhalt",
};

/** By language; English where there is no other. The tag is that of the words themselves. */
export function pageWords(locale: string): { readonly lang: string; readonly words: PageWords } {
  return locale.split("-")[0] === "de" ? { lang: "de", words: de } : { lang: "en", words: en };
}
