import type { Random } from "#kernel/random.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";

/** What every fitted model is: frozen, and the same after a journey through JSON. */
export type Fitted = {
  readonly name: string;
  toJSON(): FittedJson;
};

/** `fit` draws chance, where it needs any, from `random` alone; rows that it can't use it refuses by RefusedRows. */
export type Model<F extends Fitted> = {
  readonly name: string;
  fit(rows: Matrix, deps: { readonly random: Random }): F;
};

/** A fitted model on disk. `version` grows when older code could no longer read it. */
export type FittedJson = { readonly name: string; readonly version: number } & Readonly<Record<string, unknown>>;

/** Rows that a model can't take, with the place: `row` counts from 0, and is absent where the whole column or table is meant. */
export class RefusedRows extends Error {
  override readonly name = "RefusedRows";
  readonly model: string;
  readonly reason: string;
  readonly column: string | undefined;
  readonly row: number | undefined;

  constructor(model: string, reason: string, place: { readonly column?: string; readonly row?: number } = {}) {
    const { column, row } = place;
    const where = [column === undefined ? [] : [`column ${column}`], row === undefined ? [] : [`row ${row}`]].flat();
    super(`${model}: ${[...where, reason].join(": ")}`);
    this.model = model;
    this.reason = reason;
    this.column = column;
    this.row = row;
  }
}

/** A stored model that this code can't read: another kind, a newer version, or damaged. */
export class RefusedModel extends Error {
  override readonly name = "RefusedModel";
}

/** The document, once its name is `name` and its version at most `version`. */
export function openFitted(json: unknown, { name, version }: Pick<FittedJson, "name" | "version">): FittedJson {
  if (typeof json !== "object" || json === null) throw new RefusedModel(`${name}: this is no stored model.`);
  const found = json as Partial<FittedJson>;
  if (found.name !== name) throw new RefusedModel(`${name}: this is a model ${String(found.name)}.`);
  if (!Number.isInteger(found.version) || Number(found.version) < 1) {
    throw new RefusedModel(`${name}: the document is damaged: its version is ${String(found.version)}.`);
  }
  if (Number(found.version) > version) {
    throw new RefusedModel(`${name}: version ${String(found.version)} is newer than ${version}, which is read here.`);
  }
  return found as FittedJson;
}
