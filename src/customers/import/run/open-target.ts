import type { CompiledMapping, MappingWorld } from "#customers/import/mapping/compile-mapping.ts";
import { customerWriter } from "#customers/import/customers/customer-writer.ts";
import { factWriter } from "#customers/import/facts/fact-writer.ts";
import type { ImportDeps } from "./import-deps.ts";
import type { TargetWriter } from "./target-writer.ts";

export type OpenTarget = { readonly compiled: CompiledMapping; readonly writer: TargetWriter<unknown> };

/** The writer of what a mapping leads into. */
export function openTarget(
  deps: ImportDeps,
  compiled: CompiledMapping,
  world: MappingWorld & { readonly statedAt: number },
): OpenTarget {
  const writer =
    compiled.mapping.into === "customers" ? customerWriter(deps, compiled, world) : factWriter(deps, compiled, world);
  // Items go from a writer's `read` to its own `plan` and nowhere else.
  return { compiled, writer: writer as TargetWriter<unknown> };
}
