/**
 * The values of one SQL statement, in one parameter: a JSON array that stands as `?1`. No value ever becomes text of the
 * statement, so none can be read as SQL; the statement is the same for all values; and D1's limit of 100 parameters is out of
 * reach.
 */
export type SqlLiterals = {
  /** SQL of a text. It must be storable: well-formed, without U+0000. */
  readonly text: (value: string) => string;
  /** SQL of an int64, given in decimal digits since numbers end at 2^53. */
  readonly int: (digits: string) => string;
  /** SQL of a finite double, exact to the last bit. */
  readonly double: (value: number) => string;
  /** SQL of the rows of a list, `value` each: for `from` or `in (select value from …)`. */
  readonly rows: (tokens: readonly string[]) => string;
  /** The parameter. */
  readonly toJson: () => string;
};

export function sqlLiterals(): SqlLiterals {
  const tokens: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (token: string): number => {
    const known = places.get(token);
    if (known !== undefined) return known;
    places.set(token, tokens.length);
    return tokens.push(token) - 1;
  };
  const scalar = (token: string) => `(?1 ->> ${placeOf(token)})`;
  return {
    text: (value) => scalar(JSON.stringify(value)),
    int: (digits) => scalar(digits),
    double: (value) => doubleSql(value, scalar),
    rows: (items) => `json_each(?1, '$[${placeOf(`[${items.join(",")}]`)}]')`,
    toJson: () => `[${tokens.join(",")}]`,
  };
}

const STEP = 62;

/**
 * SQLite reads one decimal number in five thousand a last bit off, so a double goes as its two whole parts: significand and
 * power of two. Every step below is exact: the significand stays, only the exponent moves.
 */
function doubleSql(value: number, scalar: (token: string) => string): string {
  const { significand, exponent } = partsOfDouble(value);
  const operator = exponent < 0 ? "/" : "*";
  let sql = `cast(${scalar(String(significand))} as real)`;
  for (let left = Math.abs(exponent); left > 0; left -= STEP) {
    sql = `${sql} ${operator} cast(${2n ** BigInt(Math.min(left, STEP))} as real)`;
  }
  return `(${sql})`;
}

/** value = significand · 2^exponent, the significand a whole number below 2^53. */
function partsOfDouble(value: number): { readonly significand: number; readonly exponent: number } {
  let [significand, exponent] = [value, 0];
  while (!Number.isInteger(significand)) [significand, exponent] = [significand * 2, exponent - 1];
  while (!Number.isSafeInteger(significand)) [significand, exponent] = [significand / 2, exponent + 1];
  // + 0 makes one zero of two: JSON has "-0", an integer has not.
  return { significand: significand + 0, exponent };
}
