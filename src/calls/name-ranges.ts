/** From and below which a name lies; "" of a first name: any. */
export type NameRange = readonly [lastFrom: string, lastTo: string, firstFrom: string, firstTo: string];

/** Above every character that a name can have. */
const END = "\u{10FFFF}";
/** The index compares without case, but only of these letters. */
const PLAIN = /^[\p{ASCII}]*$/u;

/**
 * What an agent types may be a last name, "first last", "last, first" or "last first": each as ranges of the index on names.
 * Letters beyond ASCII are looked for as typed, with a capital, and in capitals.
 */
export function nameRanges(text: string): readonly NameRange[] {
  const words = text.replaceAll(/\s+/g, " ").trim();
  const [beforeComma = "", afterComma] = words.split(",", 2).map((part) => part.trim());
  const firstBlank = words.indexOf(" ");
  const lastBlank = words.lastIndexOf(" ");
  const readings: ReadonlyArray<readonly [last: string, first: string]> =
    afterComma === undefined
      ? [
          [words, ""],
          ...(firstBlank === -1
            ? []
            : ([
                [words.slice(lastBlank + 1), words.slice(0, lastBlank)],
                [words.slice(0, firstBlank), words.slice(firstBlank + 1)],
              ] as const)),
        ]
      : [[beforeComma, afterComma]];
  return readings.flatMap(([last, first]) =>
    spellings(last).flatMap((lastName) =>
      spellings(first).map((firstName) => [...rangeOf(lastName), ...rangeOf(firstName)] as const),
    ),
  );
}

function rangeOf(name: string): readonly [from: string, to: string] {
  return [name, `${name}${END}`];
}

function spellings(name: string): readonly string[] {
  if (PLAIN.test(name)) return [name];
  const capital = name.replaceAll(
    /(^|[\s'-])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
  return [...new Set([name, capital, name.toUpperCase()])];
}
