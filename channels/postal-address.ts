/** Where a letter goes. The addressee is a part of it: strangers live in one house, and a letter comes back for one of them. */
export type PostalAddress = {
  readonly addressee: string;
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly region: string;
  readonly postcode: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
};

const FIELDS = ["addressee", "line1", "line2", "city", "region", "postcode", "country"] as const;
const MAX_FIELD = 200;

/** One line for each field, in the order of the type: the `to` of a message on paper, and what an address is kept as. */
export function postalText(address: PostalAddress): string {
  return FIELDS.map((field) => address[field]).join("\n");
}

/** The address that such a text holds; undefined where it is none that a carrier could find. */
export function parsePostalText(text: string): PostalAddress | undefined {
  const values = text.split("\n");
  if (values.length !== FIELDS.length) return undefined;
  const address = Object.fromEntries(FIELDS.map((field, index) => [field, values[index] ?? ""])) as PostalAddress;
  return isPostalAddress(address) ? address : undefined;
}

/** Somebody, a street or box, a place and a country; each in one clean line. */
export function isPostalAddress(address: PostalAddress): boolean {
  const isClean = FIELDS.every((field) => {
    const value = address[field];
    return value.length <= MAX_FIELD && value === value.trim() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value);
  });
  const { addressee, line1, city, country } = address;
  return isClean && addressee !== "" && line1 !== "" && city !== "" && /^[A-Z]{2}$/.test(country);
}

/** Countries whose postcode follows the place on its line (UPU, "Addressing systems"). */
const PLACE_FIRST: ReadonlySet<string> = new Set(["US", "CA", "AU", "NZ", "IN", "ZA", "JP", "KR", "TW", "TH", "SG"]);
/** Countries whose postcode stands alone under the place. */
const POSTCODE_BELOW: ReadonlySet<string> = new Set(["GB", "IE", "GG", "JE", "IM", "GI"]);

/** The block as it is written on paper where `from` is at home: the country's name stands under what goes abroad. */
export function addressBlock(address: PostalAddress, from: string): readonly string[] {
  const { addressee, line1, line2, country } = address;
  const abroad = country === from ? [] : [countryName(country)];
  return [addressee, line1, line2, ...placeLines(address), ...abroad].filter((line) => line !== "");
}

function placeLines({ city, region, postcode, country }: PostalAddress): readonly string[] {
  const together = (...parts: readonly string[]) => parts.filter((part) => part !== "").join(" ");
  if (POSTCODE_BELOW.has(country)) return [city, postcode];
  if (PLACE_FIRST.has(country)) return [together(city, region, postcode)];
  return [country === "IT" ? together(postcode, city, region) : together(postcode, city)];
}

const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** In English capitals, which every post reads (UPU, S42). */
function countryName(country: string): string {
  return (names.of(country) ?? country).toUpperCase();
}
