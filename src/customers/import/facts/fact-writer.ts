import { findCustomersByCode, type KnownCustomer } from "#customers/find-customers-by-code.ts";
import type { CompiledMapping, MappingWorld } from "#customers/import/mapping/compile-mapping.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { ChunkContext, ChunkPlan, LateReject, TargetWriter } from "#customers/import/run/target-writer.ts";
import { type FactDraft, groupDrafts, isContinuation } from "./fact-draft.ts";
import { chunkStatements } from "./fact-statements-of-chunk.ts";
import { nameCustomers, type NamedDraft } from "./name-customers.ts";
import { placeActivities } from "./place-activities.ts";
import { factReader } from "./read-fact.ts";
import { stillUnknown } from "./still-unknown.ts";
import { type WeighedDraft, weighDemographics } from "./weigh-demographics.ts";
import { weighFacts } from "./weigh-facts.ts";

/** Facts of every kind: told again they are the same, told otherwise they are corrected. */
export function factWriter(
  deps: ImportDeps,
  compiled: CompiledMapping,
  world: MappingWorld & { readonly statedAt: number },
): TargetWriter<FactDraft> {
  const { unknownCustomers } = compiled.mapping;
  return {
    read: factReader(compiled, world),
    touches: (drafts) => ({
      codes: drafts.map(({ who }) => who.code),
      hashes: drafts.flatMap(({ who }) => [who.email?.hash ?? "", who.phone?.hash ?? ""]),
      facts: drafts.map(({ subject, key }) => ({ subject, key })),
      accounts: drafts.flatMap(({ posted }) => posted?.account ?? []),
    }),
    mayReject: unknownCustomers === "reject" || compiled.mapping.into === "account-activities",
    belongsTo: isContinuation,
    plan: async (items, context) => {
      const placed = await placeActivities(deps.store, await nameCustomers(deps.store, groupDrafts(items)));
      const known = await findCustomersByCode(
        deps.store,
        placed.drafts.map(({ code }) => code),
      );
      const { open, withheld, ...sorted } = sortOut(placed.drafts, known, unknownCustomers);
      const rejects = [...placed.rejects, ...sorted.rejects];
      const weighed =
        compiled.mapping.into === "demographics"
          ? await weighDemographics(deps.store, open, known)
          : await weighFacts(deps, open, { known, importId: context.importId });
      return planOf(deps, { weighed, withheld, rejects, context });
    },
  };
}

type Sorted = {
  readonly open: readonly NamedDraft[];
  readonly withheld: readonly NamedDraft[];
  readonly rejects: readonly LateReject[];
};

function sortOut(
  drafts: readonly NamedDraft[],
  known: ReadonlyMap<string, KnownCustomer>,
  unknownCustomers: "create" | "reject",
): Sorted {
  const open: NamedDraft[] = [];
  const withheld: NamedDraft[] = [];
  const rejects: LateReject[] = [];
  for (const draft of drafts) {
    const customer = known.get(draft.code);
    if (customer?.isErased === true) withheld.push(draft);
    else if (customer === undefined && unknownCustomers === "reject") {
      rejects.push(...draft.numbers.map((number) => ({ number, fault: UNKNOWN })));
    } else open.push(draft);
  }
  return { open, withheld, rejects };
}

export const UNKNOWN = { column: "customer", reason: "Nobody is known by this name." };

function planOf(
  deps: ImportDeps,
  plan: {
    readonly weighed: readonly WeighedDraft[];
    readonly withheld: readonly NamedDraft[];
    readonly rejects: readonly LateReject[];
    readonly context: ChunkContext;
  },
): ChunkPlan {
  const { weighed, withheld, rejects, context } = plan;
  const records = (outcome: WeighedDraft["outcome"]) =>
    countOf(weighed.filter((each) => each.outcome === outcome).map(({ draft }) => draft));
  const changes = weighed.filter(({ outcome }) => outcome !== "same");
  const no = Math.min(...changes.flatMap(({ draft }) => draft.numbers));
  return {
    statements: [
      ...stillUnknown(context.importId, changes),
      ...chunkStatements(deps, { importId: context.importId, no, receivedAt: context.receivedAt, changes }),
    ],
    totals: {
      created: records("created"),
      changed: records("changed"),
      same: records("same"),
      withheld: countOf(withheld),
    },
    counted: 0,
    chunkNumbers: [],
    rejects,
  };
}

function countOf(drafts: readonly NamedDraft[]): number {
  return drafts.reduce((sum, { numbers }) => sum + numbers.length, 0);
}
