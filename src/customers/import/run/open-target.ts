import type { CompiledMapping, MappingWorld } from "#customers/import/mapping/compile-mapping.ts";
import { customerWriter } from "#customers/import/customers/customer-writer.ts";
import { accountWriter } from "#customers/accounts/account-writer.ts";
import { householdWriter } from "#customers/households/household-writer.ts";
import { factWriter } from "#customers/import/facts/fact-writer.ts";
import type { ImportDeps } from "./import-deps.ts";
import type { TargetWriter } from "./target-writer.ts";

export type OpenTarget = { readonly compiled: CompiledMapping; readonly writer: TargetWriter<unknown> };

/** The writer of what a mapping leads into. */
export function openTarget(deps: ImportDeps, compiled: CompiledMapping, world: MappingWorld): OpenTarget {
  const writer = writerOf(deps, compiled, world);
  // Items go from a writer's `read` to its own `plan` and nowhere else.
  return { compiled, writer: writer as TargetWriter<unknown> };
}

function writerOf(...[deps, compiled, world]: Parameters<typeof openTarget>) {
  switch (compiled.mapping.into) {
    case "customers":
      return customerWriter(deps, compiled, world);
    case "accounts":
      return accountWriter(deps, compiled, world);
    case "households":
      return householdWriter(deps, compiled, world);
    default:
      return factWriter(deps, compiled, world);
  }
}
