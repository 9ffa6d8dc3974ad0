/**
 * How makers name what is neither a telephone nor a desktop: expressions over the model, by maker. A row is a habit of naming that
 * holds for models still to come, never one model. Each stands free of letters and digits before it; most tablets with a
 * modem say "Mobile" as telephones do, so that nothing else in their agents tells them apart.
 */
type Families = Readonly<Record<string, string>>;

/** A model ends where its build or the brackets do: asked of codes so short that they could begin another word. */
const END = String.raw`(?= build|[;)])`;

/** Rows whose codes begin as a telephone's do are written so narrowly that they may come before the telephones' own. */
export const tabletFamilies: Families = {
  // Three letters name the model, "W" its having no modem: no telephone has none. "HN" is Honor's.
  "Huawei and Honor, without a modem": String.raw`[a-z]{3,4}\d?k?-[a-z]?w\d{2}(?:hn|[a-z])?${END}`,
  // The same three letters with a modem: T, M, C and MatePad; V, X and Pad of Honor.
  "Huawei and Honor, with a modem": String.raw`(?:ag[mrs]|ba[hg]|bg[2o]|btk|btv|bz[acktw]|cmr|cpn|db[ry]|fdr|got|hdn|jdn|ko[bj]|kjr|krj|lum|mon|mr[rx]|rod|scm|sht|vrd|wgr)r?\d?k?-[adnltuwx]{1,2}\d{2}`,
  // Before the letters: T1, T2 and S7 to S10 by their size.
  "Huawei, older": String.raw`mediapad|ideos s7|t1[-_]a?\d{2,3}[luw]|s(?:7|8|10)-\d{3}[luw]{0,2}${END}|ple-70\d`,
  // Of "SM-" telephones have A, C, E to J, M, N, S; of "GT-" P and N5, N8 are tablets. KDDI: "SCT".
  Samsung: String.raw`sm-[ptx]\d{3}|gt-(?:p\d{4}|n[58]\d{3})|sch-i[89]00|shw-m[1345]80|sgh-t849`,
  // TB and YT; of A and B with four digits the ones with "-F" (no modem) or "-H" (3G); A and S with inches.
  Lenovo: String.raw`lenovo[ _-]?(?:tb|b[68]|yt|yoga|[abs]\d{4}l?-[fhl]|[as](?:7|8|10)-\d{2})|tb-?[x\d]|tb \d|yt\d?-[a-z]?\d{3}|ideatab|lifetouch|pc-t[es]\d{3}`,
  Amazon: String.raw`kf[a-z]{2,5}(?![a-z0-9])`,
  // Vodafone's four digits begin with 1; of three, and from 2, are telephones.
  "Vodafone and ZTE": String.raw`vfd[ _-]1\d{3}|vf-?1\d{3}${END}|zte[ _-]?(?:k\d{2}|e\d{1,2}q|v(?:9|55|66|7[12])[ac]?)(?![a-z0-9])`,
  "Philips, Polaroid": String.raw`pi\d{4}[a-z]?\d?${END}|tle\d{3}|p?mid[a-z]{0,3}-?\d{3,4}`,
  // Oukitel RT and OT, Crosscall Core-T, Zebra ET, Getac ZX; Doogee U, R and T with two digits.
  "for work outdoors, and Doogee": String.raw`rt[1-9]${END}|ok?t\d${END}|core-t\d|et[456]\d[a-z]{0,2}${END}|zx(?:10|70|80)${END}|u10${END}|r(?:08|10|20)${END}|t[123]0(?:s|e|pro|plus|max|mini)?${END}`,
  // Telephones are Z and X of Asus; tablets are ME, TF, K0 and P0.
  Asus: String.raw`me\d{3}[a-z]{1,2}(?![a-z0-9])|tf\d{3}[a-z](?![a-z0-9])|k0\d[0-9a-z]${END}|p0[0-3][0-9a-z]{1,2}${END}|(?:asus )?transformer`,
  // Iconia: A1, A3, B1, B3; ACTAB since.
  Acer: String.raw`[ab][13]-[0-9a]\d{1,2}(?![a-z0-9])|iconia|actab`,
  // V and its sellers' VK, UK, AK, LK; LM-T since 2019. Alone, a "V" would be vivo's, Motorola's or ZTE's.
  LG: String.raw`lg-?(?:v|uk|vk|ak|lk)\d{3}|vk\d{3}${END}|lm-t\d{3}|l-0[16]c${END}`,
  // Year and month, then "RP": Pad. Telephones have RA, RN, RK, PC, PN there. The Pads of 2021 and 2022 had no letters yet.
  Xiaomi: String.raw`2\d{3}[0-9a-z]rp[0-9a-z]{2,4}|2105118\d|2208128\d|m2105k81`,
  "Oppo, OnePlus, Realme, vivo": String.raw`opd\d{4}|rmp\d{4}|pa2\d{3}${END}`,
  "Nokia, Tecno, Infinix": String.raw`nokia[ _]t\d{2}|tecno[ _-](?:p[79]\d{2}|dp\d|t1\d{3})`,
  // Four digits: 806 to 809 and most of 90 to 94 are tablets; with a "D" (two cards), or 9001, 9004 and 9008, telephones of six inches.
  "Alcatel and TCL": String.raw`(?<=; ?)(?:alcatel[ _])?(?:80[6-9]\d|8[14]9\d|90(?:0[235679]|[1-9]\d)|9[14]\d{2})[a-ce-z]\d?${END}|one ?touch (?:evo ?[78]|t\d0|p3\d{2})`,
  // Three letters of who made it for KDDI, then "T" and two digits; docomo's d-.
  "KDDI and docomo": String.raw`(?:ky|lg|hw|sh|sc|so)t\d{2}${END}|d-\d{2}[a-z]${END}|dg-[dq]\d{2}|adp-\d{3}|szj-?\w{3}`,
  "Sony, Toshiba, Panasonic": String.raw`sgp\d{3}|at(?:\d{3}(?:se)?|7-|1[05]-)[a-z]?${END}|fz-[abm]\d|jt-b1`,
  "HP, Dell, Motorola, Google": String.raw`hp (?:pro )?(?:slate|7|8|10)(?![a-z0-9])|slate ?(?:book|7|8|10|17)(?![a-z0-9])|venue ?(?:7|8|10)|streak (?:7|10)|mz\d{3}${END}|pixel c${END}|tegranote`,
  // A screen's tenths of inches: 70 to 156; telephones are 35 to 64.
  Archos: String.raw`archos[ _]?(?:[789]\d|1[0-5]\d)`,
  "books: Barnes & Noble, Kobo, PocketBook, Tolino, Onyx": String.raw`bn[tr]v\d{3}|(?:nook|kobo|pocketbook|tolino|boox)(?![a-z])|arc (?:7|10)(?![a-z0-9])`,
  // PMP and PMT; PSP are telephones.
  Prestigio: String.raw`pm[tp]\d{4}`,
  "Digma, Irbis, Texet, BQ": String.raw`plane[ _]\d{4}|optima[ _]\d+|(?:ts|tt|ps|cs)\d{4}[a-z]{2}(?![a-z0-9])|tz\d{2,3}(?![a-z0-9])|tm-(?:7|8|9|10)\d{2,3}(?![a-z0-9])|bq-?(?:7|8|9|10)\d{2,3}[a-z]?(?![a-z0-9])`,
  // Ginzzu's and Genesis' "GT-" has inches where Samsung's has a letter.
  "Ginzzu, Supra, Oysters, Dexp": String.raw`gt-(?:[78]\d{3}|10\d{2}|[wx]\d{3})(?![a-z0-9])|m(?:[789]\d|1[0-4])[0-9a-z]g${END}|oysters|t(?:7|8|10)\d[a-z]{0,3} ?[34]g|ursus|rmd-\d{3}|brevis`,
  // Inches in two digits, 07 to 10, after the maker's letters.
  "3Q, Nomi, Krüger & Matz, Everis": String.raw`(?:[elrvtmqlabo][cstrmlq])(?:0[789]|10|97)\d{2}[a-h]${END}|c(?:0[789]\d{4}|10\d{3,4})${END}|ko?m(?:0[789]|10)\d{2}(?![a-z0-9])|e01[0-2]\d${END}`,
  "Bravis, Assistant, Gigaset, Videocon": String.raw`nb(?:[789]\d|10)\d${END}|ap-\d{3}${END}|qv(?:8|10)\d{2}${END}|vt[789]\d[a-z]?${END}`,
  // AX with a name; its telephones are A, C, E, P, V and X.
  "Allview, Condor, Memup": String.raw`ax\d ?(?:nano|party|frenzy)|ax\d{3}q|t(?:gw|ra|fx)-?\d{2,3}[gl]?${END}|sp-?ng\d{3}|slidepad|viva[ _]?[hcqi]\d{1,4}|visionbook|impresspeed|novapad`,
  // TAC, TAD, TAQ, TAX and TIQ, a dash, inches.
  "Denver, Difrnce, Hannspree, Lexibook": String.raw`t(?:a[cdqx]|iq)-\d{3,5}|dit\d{4,6}|hsg\d{4}|sn\d{2}[at]\w{1,3}${END}|mfc\d{3}[a-z]{2}`,
  // PhonePad (M-PP) are telephones.
  Mediacom: String.raw`m-(?:mp|sp)\w{0,8}\d`,
  "Medion, TrekStor, Odys, Blaupunkt": String.raw`lifetab|surftab|primetab|st(?:70|80|10)\d{3}|odys(?![a-z])|xelio|loox${END}|ieos|endeavour`,
  "bq, Woxter, Wolder, SPC": String.raw`(?:bq )?(?:edison|livingstone|elcano)(?![a-z])|bq (?:curie|maxwell|kepler|darwin)|aquaris[ _](?:m8|m10|e10)|mitab|(?:gravity|lightyear)[ _]`,
  "Verizon Ellipsis and RCA": String.raw`ellipsis|qta[a-z]{1,4}\d|qmv7|aqt\d{2,3}${END}|mt-t8\d{2}|rct\d{4}|rt[cjs]\d{4}`,
  // Sellers' own: Walmart's onn is 1000 and five digits, Insignia NS-P or NS-<year>T.
  "of American shops": String.raw`1000\d{5}${END}|ona\d{2}tb|ns-(?:p\d{2}[aw]\d{4}|1\d(?:t|ms)\d{3})|dl\d{4}${END}|plt\d{4}|nid[-_ ]\d{4}|\d{3,4}tpc|cmp\d{3}|nextbook|nx[aw]?\d{3}[a-z]|eg[mpqs]\d{3}|tm(?:7|8|9|10)\d{1,2}[a-z]\d{3}|hs-\d{1,2}dtb|d2-\d{3}|elt\d{4}|tpc-?\d{3}|st(?:7|8|9|10)\d{2}[a-z]?${END}|le ?pan`,
  // "Slide" of iBall; Penta, Micromax P.
  "of India": String.raw`iball[ _-]?(?:slide|q\d)|slide[ _-]?(?:\d|3g)|ubislate|funbook|micromax[ _]p\d{3}|(?:is|ws)[78]\d{2}[a-z]`,
  // Letters alone or with inches where the maker's telephones have others.
  "of Latin America": String.raw`m(?:7|8|9|10)[a-z]?[ _-][34]g|fs-m\d{3}|ibak|ypy|ptb(?:7|8|10)|ml-[a-z]{2}\d|noblex[ _]?t\d|nbx-t\d|pcb(?:-|ox[ _])t|exo[ _]wave|x-view|eutb-|aoc[ _-][au]\d{3}`,
  "of Indonesia and the Philippines": String.raw`advan[ _](?:[etx]\d|i(?:7|10)|100\d|[78]0\d{2})|superion|momo\d|ployer`,
  "of Turkey and the Gulf": String.raw`casper[ _-](?:via[ _-])?[tls]\d{1,2}${END}|hometech|reeder[ _]?[am](?:7|8|9|10)|everpad|polypad|gtb ?\d{3}|(?:wintouch|atouch|modio|lenosed|yuntab)(?![a-z])`,
  "for children": String.raw`kurio|nabi\d?${END}|(?:storio|meep|hudl)(?![a-z])`,
  // Makers of tablets and of nothing else.
  "of China": String.raw`(?:teclast|onda|chuwi|alldocube|pipo|ainol|ramos|yuandao|freelander|aoson|flytouch|haipad|zenithink)(?![a-z])|iplay ?\d|novo ?(?:7|8|9|10)(?![a-z0-9])|u\d{2}gt|talk ?(?:7|8|9|10|11|79)x?${END}|[mpt]\d{2}\w{0,12}_(?:eea|row)|[mpt][1-8]0(?:hd|se|air)(?![a-z0-9])`,
  "of China and for Europe or America": String.raw`(?:azpen|irulu|vankyo|yestel|pritom|neutab|contixo|dragon ?touch|headwolf|yotopt|facetel|zonko|goodtel|toscido|duoduogo|meberry|winnovo|weelikeit|sgin|hoozo|relndoo|oangcc|sebbe|cwowdefu|tabwee|ascrecem|bestspeed|eaglesoar)(?![a-z])|mid-?\d{3}|ht(?:7|8|9|10)[wl][a-z]\d|mt-\d{4}ttp`,
};

/** What is read on something that is no telephone, tablet or desktop, though it runs the same system. */
export const otherFamilies: Families = {
  // Baidu, Sber, Meta, Google: displays and speakers of a household.
  displays: String.raw`xdh-[0-9a-z]{2}-|sbdv-|sberportal|portal(?:\+|go|mini)|nest ?hub|clova(?![a-z])`,
  // Boards of radios (Alps, Allwinner), makers of radios and navigators; XY Auto's YT has four digits, Lenovo's a dash.
  cars: String.raw`a?c?8227l|825[x\d]_|yt\d{4}[a-z]?${END}|uis7862|uis8581|prology|mpc-\d{2,3}|teyes|joying|dasaita|eonon|xtrons|seicane|isudar|mekede|avic-|aaos(?![a-z])|ts(?:9|10|18)${END}|px[356]${END}|k2001|hct\d|car[ _-]?(?:pad|radio|audio|pc)(?![a-z])|head ?unit|autoradio|yandex[ _]?auto`,
  // Tills, card readers and scanners: Telpo, Sunmi, Pax, Verifone, Ingenico, Evotor, Atol; Zebra's MC with keys.
  counters: String.raw`tps\d{3}|sunmi|pax[ _]a\d|verifone|ingenico|axium|wizarpos|poynt|evotor|atol|smart_slim|nexgo|urovo|nls-|(?:pos|kiosk|terminal|scanner|signage)(?![a-z])|mc\d{4}${END}`,
  // Boards on a wall, and makers' boards that say their chip.
  boards: String.raw`activpanel|promethean|maxhub|seewo|clevertouch|ideahub|smart ?board|whiteboard|rk3(?:288|368|399|566|568|588)`,
  worn: String.raw`geozon|ticwatch|amazfit|fitbit|kospet|lokmat|zeblaze|lemfo|vuzix|hololens|(?<=; ?)quest(?: \d| pro)`,
  // Makers of players of sound and of discs.
  players: String.raw`cowon|iriver|plenue|hidizs|tempotec|timmkoo|innioasis|ruizu|surfans|fanvace|diofox|kugou-|sv-m[vp]\d{3}|music ?pad|hmt ?\d{3}|[a-z]{0,4}dvd\d|dv-[a-z]{3}\d`,
  consoles: String.raw`xbox(?![a-z])|ayaneo|gpd ?(?:xd|q9|win)|steam ?deck|evercade`,
  cameras: String.raw`ek-[gk][a-z]\d|yn\d{3}${END}`,
};

/** Television sets and what is put beside them, told by a size of screens no other device has, a chip or the word. */
export const televisionFamilies: Families = {
  sizes: String.raw`[a-z]{1,4}(?<!bn)tv(?:24|28|32|39|4[0-39]|50|55|58|6[05]|7[057]|8[256])|(?:24|28|32|39|4[0-39]|48|50|55|58|6[05]|7[057]|8[256]|98)[a-z]{1,4}\d{2,4}[a-z]{0,2}\d?(?= build|\))`,
  chips: String.raw`mt(?:5[5-9]|9[0-9])\d{2}${END}|hi37\d{2}|s9(?:05|12|22)[a-z]?\d?${END}`,
  boxes: String.raw`box(?![a-z0-9])|[a-z]{1,3}stb\d|[du]iw\d{3}|formuler|zidoo|himedia|dreambox|enigma2`,
};

/** One expression of all of them. */
export function anyOf(families: Families): string {
  return `(?<![a-z0-9])(?:${Object.values(families).join("|")})`;
}
