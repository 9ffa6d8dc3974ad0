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
  readonly save: string;
  readonly thanksSaved: string;
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
  save: "Keep it on my page",
  thanksSaved: "It is on your own page.",
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
  save: "Auf meiner Seite merken",
  thanksSaved: "Es steht auf Ihrer eigenen Seite.",
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

const fr: PageWords = {
  products: "Produits",
  lead: "Regardez à votre guise. Ce qui vous plaît ici oriente ce que nous vous écrivons, si vous le souhaitez.",
  search: "Recherche",
  find: "Chercher",
  all: "Tout",
  nothing: "Aucun résultat",
  nothingHint: "Essayez moins de mots ou d’autres mots, ou parcourez tout.",
  everything: "Tout voir",
  next: "Plus de produits",
  first: "Revenir au début",
  pages: "Pages",
  categories: "Catégories",
  soldOut: "Épuisé",
  tellMore: "En savoir plus",
  like: "Cela me plaît",
  save: "Garder sur ma page",
  thanksSaved: "C’est sur votre page.",
  toShop: "Voir en boutique",
  related: "Dans le même esprit",
  gone: "Ce produit n’est plus ici",
  goneHint: "Il est peut-être épuisé, ou sa saison est passée.",
  thanks: "Merci",
  thanksKept: "Nous nous en souviendrons en choisissant pour vous.",
  thanksNotKept: "Rien n’a été conservé : vous ne nous y avez pas autorisés. Vous pouvez le faire ci-dessous.",
  consentTitle: "Pouvons-nous retenir ce que vous regardez ici ?",
  consentAsk:
    "Ce que nous vous montrons et vous écrivons vous conviendra mieux. Sans votre accord, nous ne conservons rien sur vous et ces pages fonctionnent tout aussi bien. Vous pouvez revenir sur votre choix à tout moment.",
  consentGiven: "Nous retenons ce que vous regardez et choisissez sur ces pages.",
  yes: "Oui, retenez-le",
  no: "Non, merci",
  forget: "Arrêter et m’oublier ici",
  skip: "Aller au contenu",
};

const ar: PageWords = {
  products: "المنتجات",
  lead: "تصفّح كما تشاء. ما يعجبك هنا يساعدنا في اختيار ما نكتب إليك عنه، إن أردت ذلك.",
  search: "بحث",
  find: "ابحث",
  all: "الكل",
  nothing: "لا توجد نتائج",
  nothingHint: "جرّب كلمات أقل أو كلمات أخرى، أو شاهد كل شيء.",
  everything: "عرض الكل",
  next: "المزيد من المنتجات",
  first: "العودة إلى البداية",
  pages: "الصفحات",
  categories: "الفئات",
  soldOut: "نفدت الكمية",
  tellMore: "أخبرني المزيد",
  like: "يعجبني",
  save: "احتفظ به في صفحتي",
  thanksSaved: "هو الآن في صفحتك.",
  toShop: "شاهده في المتجر",
  related: "منتجات مشابهة",
  gone: "لم يعد هذا المنتج هنا",
  goneHint: "ربما نفدت كميته أو انتهى موسمه.",
  thanks: "شكراً",
  thanksKept: "سنتذكر ذلك عندما نختار لك.",
  thanksNotKept: "لم يُحفظ شيء، لأنك لم تسمح لنا بتذكره. يمكنك السماح بذلك أدناه.",
  consentTitle: "هل تسمح لنا بتذكر ما تشاهده هنا؟",
  consentAsk:
    "عندئذ يناسبك أكثر ما نعرضه عليك ونكتبه إليك. من دون موافقتك لا نحفظ عنك شيئاً، وتعمل هذه الصفحات كما هي. يمكنك التراجع في أي وقت.",
  consentGiven: "نتذكر ما تشاهده وما تختاره في هذه الصفحات.",
  yes: "نعم، تذكروه",
  no: "لا، شكراً",
  forget: "توقفوا وانسوني هنا",
  skip: "انتقل إلى المحتوى",
};

const wordsByLanguage: ReadonlyMap<string, PageWords> = new Map(Object.entries({ en, de, fr, ar }));

/** By language; English where there is no other. The tag is that of the words themselves. */
export function pageWords(locale: string): { readonly lang: string; readonly words: PageWords } {
  const lang = locale.split("-", 1)[0] ?? "";
  const words = wordsByLanguage.get(lang);
  return words === undefined ? { lang: "en", words: en } : { lang, words };
}
