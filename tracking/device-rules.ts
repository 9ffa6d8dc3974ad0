/** What kind of thing a message is read on. A robot has a device class too: whether it is one is the verdict's matter. */
export type DeviceClass = "phone" | "pda" | "tablet" | "desktop" | "tv" | "other";

export type DeviceRule = { readonly device: DeviceClass; readonly pattern: RegExp };

const oneOf = (device: DeviceClass, ...patterns: readonly string[]): DeviceRule => ({
  device,
  pattern: new RegExp(patterns.join("|"), "i"),
});

/**
 * What ua-parser-js does not know or takes for something else; the first rule that matches decides. Words are bounded: "WebPro"
 * is a browser of Palm, "FunWebProducts" a desktop toolbar, and "PPC" alone a Macintosh or an Amiga as often as a Pocket PC.
 * A Pocket PC that names a phone's maker or a phone's Java profile is a phone.
 */
export const deviceRules: readonly DeviceRule[] = [
  oneOf("phone", String.raw`\bwindows phone\b(?!.*\bipad\b)`),
  oneOf("pda", String.raw`\bpda;`, String.raw`\bpalm ?os\b`, String.raw`\bpalmsource\b`, String.raw`\bopenpda\b`),
  oneOf(
    "other",
    String.raw`watch\b|\bsm-r\d{3}|\bwear ?os\b|\bgear [sv]\d?\b`,
    String.raw`\boculus|\bpico neo\b|\bhomepod|\baudioos\b|\balexa|\baeo[a-z]{2}\b|\bsonos\b|\bgooglehome\b`,
    String.raw`\btesla\b|\bqtcarbrowser\b|\bautomotive\b|\bcarplay\b|\bcarpad`,
    String.raw`\bipod\b|\bwalkman\b|\bnw-[az]\d|\bzunehd\b|\bfiio\b|\bkindle\/\d`,
    String.raw`\bplaystation|\bxbox|\bnintendo\b|\bwiiu?\b|\bpsp\b|\bouya\b|\bnvidia shield\b|\bdreamcast\b|\bretroid\b`,
    String.raw`\bek-gc\d|\bcoolpix\b|\braspberry pi\b|\bprojector`,
  ),
  oneOf(
    "tv",
    String.raw`\b(?:smart[- ]?tv|google ?tv|apple ?tv|android ?tv|hbbtv|netcast|nettv|web0s|webos\.tv|roku|crkey|bravia|viera)\b`,
    String.raw`\b(?:opera tv|ce-html|mitv|mibox|aft[a-z]{1,6}\d{0,2}|chromecast|philipstv|iptv|ott|maple ?20\d\d|sonydtv)\b`,
    String.raw`\b(?:dlnadoc|freebox|vestel|mag ?\d{3}|x96|h96|t95|mxq|tx3|tx6|tanix|mecool|beelink|minix|ugoos|rbox)\b`,
    String.raw`\btv\b|tv[ _-]?(?:box|stick|dongle|browser)|(?:[a-z0-9_-]tv|_tv_\w+)(?=[;/)_ ]|$)|\btv[_-]|stb\b|\bset-?top`,
    String.raw`\baquos-(?:as|tv)|\bled\d\ds`,
  ),
  oneOf("desktop", String.raw`\bchromebook|\belitebook|\blatitude e?\d|\binspiron|\baspire v|\btravelmate|\bcompaq\b`),
  oneOf(
    "tablet",
    String.raw`\bi ?pad\b|\bipad\d|\btablet\b(?! pc)|\btab[ _-]?[a-z]?\d*\b|[a-z]tabk?\d*\b|pad[ _-]?\d*(?=[ ;)/_]|$)|\/apad\b`,
    String.raw`\bkf[a-z]{2,5}\b|\bsilk\/|\bplaybook\b|\bxoom\b|\bnexus (?:7|9|10)\b|\bgt-p\d{4}|\bsm-[tx]\d{3}|\bsch-i[89]00`,
    String.raw`\blenovo (?:tb|b[68]|yt|yoga)|\btb-?[x\d]|\biplay ?\d|\bplane \d{4}|\boptima \d+|\blg-v\d{3}|\bmid\d{3}`,
  ),
  oneOf(
    "phone",
    String.raw`\biemobile\b|\bmidp\b|\bmidp-?\d|\bcldc\b|\bj2me\b|\bup\.(?:browser|link)\b|\bobigo\b|\bteleca\b|\bmaui\b|\bwap\d?\b`,
    String.raw`\bopera (?:mobi|mini)\b|\bucweb\b|\buc browser|\bnetfront\b|\bfennec\b|\bjig browser\b|\bau\.browser\b`,
    String.raw`\bdocomo\b|\bkddi\b|\bsoftbank\b|\bj-phone\b|\bvodafone\b|\bsprint\b`,
    String.raw`\bsymbian|\bseries60\b|\bblackberry|\bwebos\/|\bbada\b|\bsailfish\b|\bkaios\b|\bmaemo\b|\bbrew\b|\bhiptop\b`,
    String.raw`\btreo|\bpalm\d|\bhtc|\bi-?mate\b|\bsie-|\bnokia|\blg-?[a-z]{1,2}\d|\bsamsung-|\bphilips[a-z]?\d|\bktouch\b`,
    String.raw`\bsmartphone\b|\bwindows ce\b(?!.*ppc)`,
  ),
  oneOf(
    "pda",
    String.raw`\bavantgo\b|\bblazer\b|\bwebpro\/|\belaine\/|\bzaurus\b|\bhpc factor\b|\bnewtonos\b`,
    String.raw`\bpocket ?pc\b|\bhpipaq|\bipaq\b|\bwindows ce\b|\bppc; *\d{3}x\d{3}|\d{3}x\d{3}; ppc\b`,
  ),
  oneOf("desktop", String.raw`\bwindows nt\b(?!.*\b(?:touch|android)\b)|[;/(]desktop\b|\bdesktop x64\b|; desktop\b`),
  // Google's advice to makers since Chrome 18: a phone says "Mobile", a tablet does not.
  oneOf("tablet", String.raw`^(?=.*\bandroid\b)(?=.*\bchrome\/)(?!.*\bmobile\b)`),
];

/** What is left when neither a rule nor the library has spoken: the operating system. */
export const systemRules: readonly DeviceRule[] = [
  oneOf("phone", String.raw`\bandroid\b`),
  oneOf(
    "desktop",
    String.raw`\bwindows (?:9\d|98|me|xp|2000)|\bwin(?:9[58x]|nt|32|64|7|10)\b|\bmacintosh\b|\bmac_powerpc\b|\bmac ?os\b`,
    String.raw`\bx11\b|\bcros\b|\blinux\b|bsd\b|\bsunos\b|\bdarwin\b|\bamiga|\bmorphos\b|\bbeos\b|\bhaiku\b|\bos\/2\b|\bpc;`,
  ),
];
