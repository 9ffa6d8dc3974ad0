/** The file has no categories: they are read off the descriptions, the first word that is found decides. */
const words: ReadonlyArray<readonly [category: string, pattern: RegExp]> = [
  ["christmas", /christmas|xmas|advent|santa|reindeer/i],
  ["easter", /easter|\begg\b/i],
  ["jewellery", /necklace|earring|bracelet|\bring\b|bangle|charm|brooch|hair|diamante/i],
  ["bags", /\bbag\b|\bbags\b|shopper|purse|tote|rucksack|luggage/i],
  ["candles and lights", /candle|t-light|lantern|lamp|light/i],
  ["baking", /cake|baking|bake|muffin|jelly mould|recipe|apron/i],
  ["tableware", /mug|cup|saucer|teapot|\btea\b|plate|bowl|cutlery|napkin|coaster|placemat|glass|dish|jug/i],
  ["kitchen storage", /\bjar\b|\btin\b|\btins\b|bottle|storage|bread bin|lunch box|snack box/i],
  ["cards and wrapping", /card|wrap|ribbon|tissue|sticker|gift tag|envelope/i],
  ["stationery", /notebook|pencil|\bpen\b|journal|stamp|rubber|sketch|memo|magnet|passport/i],
  ["party", /party|bunting|garland|balloon|birthday|paper chain|streamer/i],
  ["children", /child|girl|\bboy\b|doll|toy|game|spaceboy|circus|puzzle|skittle|baby|felt|knitting|kit\b/i],
  ["walls and clocks", /sign\b|wall|clock|frame|mirror|picture|blackboard|chalkboard|canvas/i],
  ["soft furnishings", /cushion|cover|quilt|throw|rug|doormat|mat\b|towel|blanket|curtain/i],
  ["boxes and baskets", /box|basket|drawer|crate|case\b|cabinet|trinket/i],
  ["garden", /garden|watering|plant|herb|seed|bird|parasol|deckchair|zinc/i],
  ["hooks and hardware", /hook|hanger|knob|doorstop|key ring|keyring|rack|shelf|stand\b|holder/i],
  ["flowers", /flower|rose|daisy|lavender|posy/i],
  ["warmers and umbrellas", /warmer|umbrella|parasol|hot water/i],
  ["decorations", /decoration|heart|hanging|ornament|star|feather|wreath|wicker|incense|bell/i],
];

export function categoryOf(description: string): string {
  return words.find(([, pattern]) => pattern.test(description))?.[0] ?? "other things";
}
