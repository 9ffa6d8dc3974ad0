import { type CategoryColumn, categoryColumn } from "#predict/numerics/matrix.ts";
import { type Decimal, daysOf, isMissing, isNoNumber, numberOf, type TimeForm } from "./cell-forms.ts";

/** Takes the texts of one column, row by row. */
export type ColumnBuilder = {
  /** The reason why the text does not fit; undefined once it is taken. */
  take(text: string): string | undefined;
};

const FIRST_SIZE = 1_024;

/** Numbers in an array that grows. */
class Numbers {
  #values = new Float64Array(FIRST_SIZE);
  #size = 0;

  push(value: number): void {
    if (this.#size === this.#values.length) {
      const longer = new Float64Array(2 * this.#size);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#size] = value;
    this.#size += 1;
  }

  all(): Float64Array {
    return this.#values.slice(0, this.#size);
  }
}

export type NumberBuilder = ColumnBuilder & { readonly values: () => Float64Array };

/** `isRequired` refuses what is missing. */
export function numberBuilder(decimal: Decimal, isRequired: boolean): NumberBuilder {
  const numbers = new Numbers();
  return {
    take: (text) => {
      if (isNoNumber(text)) {
        if (isRequired) return "is missing";
        numbers.push(Number.NaN);
        return undefined;
      }
      const value = numberOf(text, decimal);
      if (Number.isNaN(value)) return `${quoted(text)} is no number`;
      if (!Number.isFinite(value)) return `${quoted(text)} is beyond every number`;
      numbers.push(value);
      return undefined;
    },
    values: () => numbers.all(),
  };
}

export function timeBuilder(form: TimeForm, isRequired: boolean): NumberBuilder {
  const numbers = new Numbers();
  return {
    take: (text) => {
      if (isMissing(text)) {
        if (isRequired) return "is missing";
        numbers.push(Number.NaN);
        return undefined;
      }
      const days = daysOf(text, form);
      if (Number.isNaN(days)) return `${quoted(text)} is no time of the form ${form}`;
      numbers.push(days);
      return undefined;
    },
    values: () => numbers.all(),
  };
}

export type CategoryBuilder = ColumnBuilder & { readonly column: (name: string) => CategoryColumn };

export function categoryBuilder(): CategoryBuilder {
  const codes = new Map<string, number>();
  const found = new Numbers();
  return {
    take: (text) => {
      if (isMissing(text)) {
        found.push(-1);
        return undefined;
      }
      const code = codes.get(text) ?? codes.size;
      if (code === codes.size) codes.set(text, code);
      found.push(code);
      return undefined;
    },
    // Codes in the order of the alphabet, as every other matrix has them.
    column: (name) => {
      const sorted = categoryColumn(name, [...codes.keys()]);
      const places = sorted.codes;
      return { ...sorted, codes: Int32Array.from(found.all(), (code) => (code < 0 ? -1 : (places[code] ?? -1))) };
    },
  };
}

export type TextBuilder = ColumnBuilder & { readonly texts: () => readonly string[] };

/** Names of rows: kept as they are. */
export function textBuilder(): TextBuilder {
  const texts: string[] = [];
  return {
    take: (text) => {
      if (text === "") return "is empty";
      texts.push(text);
      return undefined;
    },
    texts: () => texts,
  };
}

/** A text in a message: short, in quotation marks, on one line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
