import type { Segment } from "./segment.ts";

type Node = Pick<Segment, "code" | "uses">;

/** Segments so that each comes after those that its rule asks for. Cycles are refused when a segment is saved. */
export function dependencyOrder<T extends Node>(segments: readonly T[]): readonly T[] {
  const byCode = new Map(segments.map((segment) => [segment.code, segment]));
  const ordered = new Set<T>();
  const visit = (segment: T, above: ReadonlySet<string>) => {
    if (ordered.has(segment) || above.has(segment.code)) return;
    const below = new Set(above).add(segment.code);
    for (const code of segment.uses) {
      const used = byCode.get(code);
      if (used !== undefined) visit(used, below);
    }
    ordered.add(segment);
  };
  for (const segment of segments) visit(segment, new Set());
  return [...ordered];
}

/** Codes of the segments that ask for this one, themselves or by way of others, itself among them: those it may not ask for. */
export function dependentsOf(code: string, segments: readonly Node[]): ReadonlySet<string> {
  const found = new Set([code]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const { code: other, uses } of segments) if (uses.some((used) => found.has(used))) found.add(other);
  }
  return found;
}
