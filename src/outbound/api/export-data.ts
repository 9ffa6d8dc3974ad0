import { z } from "zod";
import { auditStatement } from "#access/audit.ts";
import { decodeCursor } from "#kernel/page.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { exportKindNames, exportKinds } from "#outbound/exports/export-kinds.ts";
import { exportStream } from "#outbound/exports/export-stream.ts";
import { exportTypes } from "#outbound/exports/export-text.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

/** Exports under way at once: each holds a reader of the database. */
const AT_ONCE = 4;
const COME_BACK_SECONDS = 60;

const search = z.strictObject({
  format: z.enum(["ndjson", "csv"]).default("ndjson"),
  from: z.coerce.number().int().nonnegative().optional().describe("Epoch ms, this instant included."),
  until: z.coerce.number().int().nonnegative().optional().describe("Epoch ms, this instant excluded."),
  cursor: z
    .string()
    .max(1_000)
    .refine((cursor) => decodeCursor(cursor) !== undefined, "This is no cursor of ours.")
    .optional()
    .describe("The cursor of the last row that arrived: what follows it comes, without a CSV header."),
  personal: z
    .enum(["yes", "no"])
    .default("no")
    .describe("With names, addresses, properties and wordings. Asks for the scope export:personal beside."),
});

export function exportDataOperation({ store, clock }: OutboundDeps): Operation {
  let underWay = 0;
  return defineOperation({
    operationId: "exportData",
    method: "get",
    path: "/v1/exports/:kind",
    tag: "exports",
    summary: "Export a kind of rows as a stream",
    description:
      "NDJSON or CSV (RFC 4180, safe for spreadsheets), in the order of the rows' keys, each with a cursor: after a break, or to fetch what is new, go on with the last one. It is no snapshot, and it is on the record.",
    scope: "export",
    params: z.object({ kind: z.enum(exportKindNames) }),
    search,
    success: {
      status: 200,
      description: "The rows, as they are read. A stream that ends well is whole.",
      contentTypes: ["application/x-ndjson", "text/csv"],
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ actor, params: { kind }, search: { format, personal, ...asked } }) => {
      const isPersonal = personal === "yes";
      if (isPersonal && !actor.scopes.includes("export:personal")) {
        return err(problem("forbidden", "This needs the scope export:personal."));
      }
      if (exportKinds[kind] === exportKinds.scores && (asked.from ?? asked.until) !== undefined) {
        return err(problem("invalid_request", "Scores have no time: leave from and until out."));
      }
      if (asked.cursor !== undefined && decodeCursor(asked.cursor)?.length !== exportKinds[kind].keys.length) {
        return err(problem("invalid_request", "This is a cursor of another kind."));
      }
      if (underWay >= AT_ONCE) return err({ code: "too_many_requests", retryAfterSeconds: COME_BACK_SECONDS });
      const now = clock.now();
      const detail = { kind, format, isPersonal, from: asked.from ?? null, until: asked.until ?? null };
      await store.write([
        auditStatement({ at: now, actor, action: "export-data", subject: { kind: "export", id: kind }, detail }),
      ]);
      underWay += 1;
      const onEnd = once(() => (underWay -= 1));
      const body = exportStream({ store, now, format, request: { kind, isPersonal, ...asked }, onEnd });
      return ok(
        new Response(body, {
          headers: {
            "content-type": exportTypes[format],
            "content-disposition": `attachment; filename="${kind}.${format}"`,
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
          },
        }),
      );
    },
  });
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
