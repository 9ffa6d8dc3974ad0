/** A published number and the one that our models give. */
export type Figure = {
  readonly figure: string;
  readonly published: number;
  readonly ours: number;
  readonly ok: boolean;
};

/** Figures that need certain files of the data folder; `derive` gets their paths, in that order. */
export type FigureSource = {
  readonly what: string;
  readonly files: readonly string[];
  derive(paths: readonly string[]): readonly Figure[];
};

/** Both numbers; they agree where they lie `within` of each other. */
export function compare(figure: string, [published, ours]: readonly [number, number], within: number): Figure {
  return { figure, published, ours, ok: Math.abs(ours - published) <= within };
}
