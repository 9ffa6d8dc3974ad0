import type { Statement } from "#store/store.ts";
import type { CompiledMapping, MappingWorld } from "#customers/import/mapping/compile-mapping.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { ChunkContext, ChunkPlan, TargetWriter } from "#customers/import/run/target-writer.ts";
import { consentPlan } from "./consent-plan.ts";
import { knownCustomerStatements } from "./known-customer-statements.ts";
import { nameByAddress } from "./name-by-address.ts";
import { type CustomerPiece, newCustomerStatements } from "./new-customer-statements.ts";
import { customerReader, type CustomerRow, hashesOf } from "./read-customer-row.ts";

/** Customers with their attributes, names and consents. */
export function customerWriter(
  deps: ImportDeps,
  compiled: CompiledMapping,
  world: MappingWorld & { readonly statedAt: number },
): TargetWriter<CustomerRow> {
  const reader = customerReader(compiled, world, world.statedAt);
  const { columns } = reader;
  const { source } = compiled.mapping;
  return {
    read: (record) => reader.read(record),
    mayReject: false,
    asksForNames: (rows) => rows.some(({ code }) => code === ""),
    touches: (rows) => ({
      codes: rows.map(({ code }) => code),
      hashes: rows.flatMap(hashesOf),
      facts: [],
    }),
    plan: async (rows, context) => {
      await nameByAddress(deps.store, rows, reader.name);
      const consents = await consentPlan(deps, { rows, source, context });
      const pieceOf = (part: readonly CustomerRow[]): CustomerPiece => ({
        ...context,
        no: part[0]?.number ?? 0,
        columns,
        rows: part,
        source,
      });
      const open = piecesOf(
        rows.filter((row) => !consents.withheld.has(row)),
        context.perPiece,
      ).map(pieceOf);
      const withheld = piecesOf(
        rows.filter((row) => consents.withheld.has(row)),
        context.perPiece,
      ).map(pieceOf);
      return planOf({ open, withheld, consents: consents.statements, context });
    },
  };
}

function planOf(plan: {
  readonly open: readonly CustomerPiece[];
  readonly withheld: readonly CustomerPiece[];
  readonly consents: readonly Statement[];
  readonly context: ChunkContext;
}): ChunkPlan {
  const { open, withheld, consents, context } = plan;
  const write = context.isCareful ? knownCustomerStatements : newCustomerStatements;
  const pieces = [...open, ...withheld];
  return {
    statements: [
      ...open.flatMap(write),
      ...withheld.flatMap((piece) => [...write(piece), countAllWithheld(piece)]),
      ...consents,
    ],
    totals: {},
    counted: pieces.reduce((sum, { rows }) => sum + rows.length, 0),
    chunkNumbers: pieces.map(({ no }) => no),
    rejects: [],
  };
}

function countAllWithheld({ importId, no, rows }: CustomerPiece): Statement {
  return {
    sql: "update import_chunks set created = 0, changed = 0, withheld = ? where import_id = ? and no = ?",
    params: [rows.length, importId, no],
  };
}

/** Runs of at most `size` rows in which every code stands once: a second row about one customer sees what the first did. */
function piecesOf(rows: readonly CustomerRow[], size: number): CustomerRow[][] {
  const pieces: CustomerRow[][] = [];
  let codes = new Set<string>();
  for (const row of rows) {
    const piece = pieces.at(-1);
    if (piece === undefined || piece.length >= size || codes.has(row.code)) {
      pieces.push([row]);
      codes = new Set([row.code]);
    } else {
      piece.push(row);
      codes.add(row.code);
    }
  }
  return pieces;
}
