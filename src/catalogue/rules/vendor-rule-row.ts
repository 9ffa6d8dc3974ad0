import { z } from "zod";
import { isoOf } from "#kernel/calendar.ts";
import type { VendorRule } from "#content/vendor-rule.ts";
import { instantInput, instantOutput } from "#catalogue/instant.ts";

export const ruleName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "A name has 1 to 64 small letters, digits and dashes.")
  .meta({ examples: ["no-rain-gear-in-summer"] });

const slotName = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "A slot's name is small letters, digits and dashes.");

/** Of factor, position and percent a rule has the one that its kind asks for. */
const amounts = {
  factor: z.number().positive().max(1_000).optional().describe("Of a boost: the score is multiplied by it."),
  position: z.int().min(1).max(100).optional().describe("Of a pin: the place from 1."),
  percent: z.number().positive().max(100).optional().describe("Of a promotion: the least share of a slot's places."),
};

const amountOf = {
  eligible: undefined,
  exclude: undefined,
  boost: "factor",
  pin: "position",
  promote: "percent",
} as const;

export const vendorRuleBody = z
  .strictObject({
    kind: z.enum(["eligible", "exclude", "boost", "pin", "promote"]),
    when: z
      .string()
      .max(4_000)
      .describe("CEL over customer, product and context.")
      .meta({ examples: ['product.category == "garden" && did("purchase", {"category": "garden"}, 90) >= 2'] }),
    ...amounts,
    slots: z.array(slotName).max(50).default([]).describe("Empty: every slot."),
    priority: z.int().min(-1_000_000).max(1_000_000).default(0).describe("Higher goes first."),
    startsAt: instantInput.nullable().default(null),
    endsAt: instantInput.nullable().default(null),
    state: z.enum(["live", "off"]).default("live"),
  })
  .superRefine((rule, check) => {
    for (const name of ["factor", "position", "percent"] as const) {
      const isAsked = amountOf[rule.kind] === name;
      if (isAsked === (rule[name] !== undefined)) continue;
      const message = isAsked ? `A rule of kind ${rule.kind} needs it.` : `A rule of kind ${rule.kind} has none.`;
      check.addIssue({ code: "custom", path: [name], message });
    }
  });

export type VendorRuleInput = z.output<typeof vendorRuleBody>;

/** The one number that a rule's kind asks for; null where it asks for none. */
export function ruleAmount(rule: VendorRuleInput): number | null {
  return rule.factor ?? rule.position ?? rule.percent ?? null;
}

export const vendorRuleView = z.strictObject({
  name: ruleName,
  kind: z.enum(["eligible", "exclude", "boost", "pin", "promote"]),
  when: z.string(),
  ...amounts,
  slots: z.array(z.string()),
  priority: z.int(),
  startsAt: instantOutput.nullable(),
  endsAt: instantOutput.nullable(),
  state: z.enum(["live", "off"]),
  version: z.int(),
  updatedAt: instantOutput,
});

export type VendorRuleView = z.output<typeof vendorRuleView>;

/** A row of vendor_rules. */
export type VendorRuleRow = {
  id: number;
  name: string;
  kind: VendorRule["kind"];
  source: string;
  slots: string;
  amount: number | null;
  priority: number;
  starts_at: number | null;
  ends_at: number | null;
  state: "live" | "off";
  version: number;
  updated_at: number;
};

export function viewOfRule(row: VendorRuleRow): VendorRuleView {
  const amountName = amountOf[row.kind];
  return {
    name: row.name,
    kind: row.kind,
    when: row.source,
    ...(amountName === undefined || row.amount === null ? {} : { [amountName]: row.amount }),
    slots: JSON.parse(row.slots) as string[],
    priority: row.priority,
    startsAt: row.starts_at === null ? null : isoOf(row.starts_at),
    endsAt: row.ends_at === null ? null : isoOf(row.ends_at),
    state: row.state,
    version: row.version,
    updatedAt: isoOf(row.updated_at),
  };
}

/** The rule as selection takes it. */
export function vendorRuleOf(row: VendorRuleRow): VendorRule {
  const slots = JSON.parse(row.slots) as string[];
  const frame = {
    id: String(row.id),
    name: row.name,
    when: row.source,
    priority: row.priority,
    ...(slots.length === 0 ? {} : { slots }),
    ...(row.starts_at === null ? {} : { from: row.starts_at }),
    ...(row.ends_at === null ? {} : { until: row.ends_at }),
  };
  const amount = row.amount ?? 0;
  if (row.kind === "boost") return { ...frame, kind: row.kind, factor: amount };
  if (row.kind === "pin") return { ...frame, kind: row.kind, position: amount };
  if (row.kind === "promote") return { ...frame, kind: row.kind, percent: amount };
  return { ...frame, kind: row.kind };
}
