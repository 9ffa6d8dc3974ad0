import { anyOf, otherFamilies, tabletFamilies, televisionFamilies } from "./device-families.ts";

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
 * Two words of one agent are asked for from its beginning, so that each expression takes time linear in the agent.
 * A Pocket PC that names a phone's maker or a phone's Java profile is a phone.
 */
export const deviceRules: readonly DeviceRule[] = [
  oneOf("phone", String.raw`^(?!.*\bipad\b).*\bwindows phone\b`),
  oneOf("pda", String.raw`\bpda;`, String.raw`\bpalm ?os\b`, String.raw`\bpalmsource\b`, String.raw`\bopenpda\b`),
  oneOf(
    "other",
    String.raw`watch\b|\bsm-r\d{3}|\bwear ?os\b|\bgear [sv]\d?\b`,
    String.raw`\boculus|\bpico neo\b|\bhomepod|\bairpodcasts\b|\baudioos\b|\balexa|\baeo[a-z]{2}\b|\bsonos\b|\bgooglehome\b|\byndx-`,
    String.raw`\btesla\b|\bqtcarbrowser\b|\bautomotive\b|\bcarplay\b|\bcarpad|\b(?:quad-?core|ultraocta)[- ]t\d\b|\bdudu\d`,
    // Players: iPod, Walkman, Zune, and the makers of nothing else.
    String.raw`\bipod\b|\bwalkman\b|\bnw-[a-z]{1,2}\d|\bzunehd\b|\bkindle\/\d|\byp-g|\bxdp-\d|\b(?:fiio|shanling|hiby|cayin|ibasso|astell)\b`,
    String.raw`\bplaystation|\bnintendo\b|\bswitch (?:lite|oled)\b|\bwiiu?\b|\bpsp\b|\bouya\b|\bnvidia shield\b|\bdreamcast\b|\bretroid\b`,
    String.raw`\brg\d{2,3}[a-z]{0,2}\b(?=[;) ])|\bjxd[_ -]|\bgamepad\b`,
    String.raw`\bek-gc\d|\bcoolpix\b|\bdmc-[a-z]{2}\d|\bprojector|\boptoma\b`,
    String.raw`\braspberry pi\b|\bxbox\b|\bricoh_|\btinker ?board\b|\bodroid\b`,
    // Boards and displays on a wall or a counter: ViewSonic, Philips, Acer, LG.
    String.raw`\bifp\d{4}|\bvsd\d{3}|\b\d{2}bdl\d{4}|\bda2\d{2}hq?l\b|\bwt\d{2}m-`,
    anyOf(otherFamilies),
  ),
  // A telephone that also shows television, and one whose Java says what it is.
  oneOf("phone", String.raw`^(?=.*\bdtv\b).*\bmobile safari\b`, String.raw`\bmaui\b|^(?=.*\bmidp-?[\d.]*\b).*\bcldc\b`),
  oneOf(
    "tv",
    String.raw`\b(?:smart[- ]?tv|google ?tv|apple ?tv|android ?tv|hbbtv|netcast|nettv|web0s|webos\.tv|roku|crkey|bravia|viera)\b`,
    String.raw`\b(?:opera tv|ce-html|mitv|mibox|aft[a-z]{1,6}\d{0,2}|chromecast|philipstv|iptv|ott|maple ?20\d\d|sonydtv)\b`,
    String.raw`\b(?:dlnadoc|freebox|vestel|mag ?\d{3}|x96|h96|t95|mxq|tx3|tx6|hk1|tanix|mecool|beelink|minix|ugoos|rbox)\b|\bhk1\w*box`,
    String.raw`\btv\b|tv[ _-]?(?:box|stick|dongle|browser)|(?:[a-z0-9_-]tv|_tv_\w{1,32})(?=[;/)_ ]|$)|\btv[_-]|(?:^|[^a-z])stb\b|\bset-?top`,
    String.raw`\baquos-(?:as|tv)|\bled\d\ds|\bopera\/9\.80 \(linux (?:mips|sh4|arm)`,
    anyOf(televisionFamilies),
  ),
  oneOf(
    "desktop",
    String.raw`\bchromebook|\belitebook|\blatitude e?\d|\binspiron|\baspire v|\btravelmate|\bcompaq\b|\bhibox\b|\bremix (?:mini|pro)\b`,
  ),
  oneOf("tablet", anyOf(tabletFamilies)),
  // Families of telephones that the words for tablets below, or a page asked for as on a desktop, would hide.
  oneOf(
    "phone",
    String.raw`\bsm-[acefgjmnsz]\d{3}|\b[a-z]{3}-(?:al|tl|an|tn|lx|nx|n|l)\d|\ba\d{3}(?:dl|vl|cl|bl)\b|\b[a-z]?\d{3}(?:kc|sh|so)\b(?=[;) ])`,
    String.raw`\bv[12]\d{3}[a-z]{1,2}\b(?= build)|\b(?:lt|mt|st|sk|xl|sl)\d{2}[a-z]\b`,
  ),
  oneOf(
    "tablet",
    String.raw`\bi ?pad\b|\bipad\d|\btablet\b(?! pc)|\btab[ _-]?[a-z]?\d*\b|[a-z]tabk?\d*\b|(?<![a-z])tab(?:\d|_)|(?<!cool|think|tech ?)pad(?:pro|air|mini|plus|se|x)?[ _-]?\d*(?=[ ;)/_]|$)|\/apad\b`,
    String.raw`\bsilk\/|\bplaybook\b|\bxoom\b|\bnexus (?:7|9|10)\b|\b(?:7|8|9|1[0-3])(?:\.\d)?[ -]?(?:inch|"|'')`,
    // Seven to ten inches, and a modem: "7A_3G", "M-SP7xGO3G".
    String.raw`[;x\/ -](?:sp)?(?:7|8|9|10)[a-z]{0,3}[ _]?(?:3g|4g|lte)\b|\b(?:7|8|9|10)[a-z]{1,3}[34]g\b`,
  ),
  oneOf(
    "phone",
    String.raw`\biemobile\b|\bmidp\b|\bmidp-?\d|\bcldc\b|\bj2me\b|\bup\.(?:browser|link)\b|\bobigo\b|\bteleca\b|\bwap\d?\b`,
    String.raw`\bopera (?:mobi|mini)\b|\bucweb\b|\buc browser|\bnetfront\b|\bfennec\b|\bjig browser\b|\bau\.browser\b`,
    String.raw`\bdocomo\b|\bkddi\b|\bsoftbank\b|\bj-phone\b|\bvodafone\b|\bsprint\b`,
    String.raw`\bsymbian|\bseries60\b|\bblackberry|\bwebos\/|\bbada\b|\bsailfish\b|\bkaios\b|\bmaemo\b|\bbrew\b|\bhiptop\b`,
    String.raw`\btreo|\bpalm\d|\bhtc|\bi-?mate\b|\bsie-|\bnokia|\blg-?[a-z]{1,2}\d|\bsamsung-|\bphilips[a-z]?\d|\bktouch\b`,
    String.raw`\bsmartphone\b|^(?!.*ppc).*\bwindows ce\b`,
  ),
  oneOf(
    "pda",
    String.raw`\bavantgo\b|\bblazer\b|\bwebpro\/|\belaine\/|\bzaurus\b|\bhpc factor\b|\bnewtonos\b`,
    String.raw`\bpocket ?pc\b|\bhpipaq|\bipaq\b|\bwindows ce\b|\bppc; *\d{3}x\d{3}|\d{3}x\d{3}; ppc\b`,
  ),
  oneOf("desktop", String.raw`^(?!.*\b(?:touch|android)\b).*\bwindows nt\b|[;/(]desktop\b|\bdesktop x64\b|; desktop\b`),
  // Google's advice to makers since Chrome 18: a phone says "Mobile", a tablet does not.
  oneOf("tablet", String.raw`^(?=.*\bandroid\b)(?=.*\bchrome\/)(?!.*\bmobile\b)`),
];

/** What is left when neither a rule nor the library has spoken: the operating system. */
export const systemRules: readonly DeviceRule[] = [
  oneOf("phone", String.raw`\bandroid\b`),
  oneOf(
    "desktop",
    String.raw`\bwindows (?:9\d|98|me|xp|2000)|\bwin(?:9[58x]|nt|32|64|7|10)\b|\bmacintosh\b|\bmac_powerpc\b|\bmac ?os\b`,
    String.raw`\bsuse\b|\bmacos\b|\bubuntu\b|\bfedora\b|\bdebian\b|\bmicrosoft-(?:delivery-optimization|cryptoapi|wns)\b|\bmsdw\b|\bwindows-update-agent\b`,
    String.raw`\bx11\b|\bcros\b|\blinux\b|bsd\b|\bsunos\b|\bdarwin\b|\bamiga|\bmorphos\b|\bbeos\b|\bhaiku\b|\bos\/2\b|\bpc;`,
  ),
];
