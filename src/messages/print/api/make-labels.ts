import { z } from "zod";
import { labelFormats } from "#channels/print/layout/paper.ts";
import { ok } from "#kernel/result.ts";
import { type LabelDeps, makeLabels as make } from "#messages/print/make-labels.ts";
import { defineOperation } from "#web/operation.ts";

const body = z.strictObject({
  customers: z.array(z.string().min(1).max(200)).min(1).max(3_000).describe("Codes, in the order of the labels."),
  sheet: z
    .enum(labelFormats)
    .default("labels-us-30")
    .describe("30 of 1 × 2⅝ in on US Letter, or 21 of 63.5 × 38.1 mm on A4."),
});

export function makeLabels(deps: LabelDeps) {
  return defineOperation({
    operationId: "makeLabels",
    method: "post",
    path: "/v1/print/labels",
    tag: "Messages",
    summary: "Print address labels",
    description:
      "Sheets of labels with the postal addresses of these customers, for whoever sends them something by hand.",
    scope: "customers:read",
    body,
    success: { status: 200, description: "The sheets.", contentTypes: ["application/pdf"] },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: async ({ actor, body: input }) => {
      const made = await make({ deps, actor, input });
      if (!made.ok) return made;
      return ok(
        new Response(made.value, {
          headers: {
            "cache-control": "private, no-store",
            "content-type": "application/pdf",
            "content-disposition": 'attachment; filename="labels.pdf"',
          },
        }),
      );
    },
  });
}
