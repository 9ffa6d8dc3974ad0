import { type CategoryColumn, categoryColumn } from "#predict/numerics/matrix.ts";

/** Words as numbers in the order in which they were met, until all are known. */
export type WordCodes = {
  codeOf(word: string): number;
  /** The column of such numbers; −1 is missing. */
  column(name: string, met: readonly Int32Array[]): CategoryColumn;
};

export function wordCodes(): WordCodes {
  const codes = new Map<string, number>();
  return {
    codeOf: (word) => {
      const known = codes.get(word);
      if (known !== undefined) return known;
      codes.set(word, codes.size);
      return codes.size - 1;
    },
    column: (name, met) => {
      // Levels in the order of the alphabet, as every other column has them.
      const { levels, codes: places } = categoryColumn(name, [...codes.keys()]);
      const whole = new Int32Array(met.reduce((sum, part) => sum + part.length, 0));
      let first = 0;
      for (const part of met) {
        for (let row = 0; row < part.length; row += 1) whole[first + row] = places[part[row] ?? -1] ?? -1;
        first += part.length;
      }
      return { name, kind: "category", codes: whole, levels };
    },
  };
}
