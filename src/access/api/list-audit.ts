import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { AccessDeps } from "#access/access-deps.ts";
import { listAudit } from "#access/list-audit.ts";
import { pageSchema, pageSearch } from "./page-search.ts";

const KINDS = ["operator", "key", "customer", "anonymous", "system"] as const;

const search = pageSearch
  .extend({
    subjectKind: z
      .string()
      .max(50)
      .optional()
      .meta({ examples: ["newsletter"] }),
    subjectId: z.string().max(300).optional(),
    actorKind: z.enum(KINDS).optional().describe("Who did it: system is our own clockwork."),
    actorId: z.string().max(300).optional(),
    action: z
      .string()
      .max(50)
      .optional()
      .meta({ examples: ["pause-newsletter"] }),
    before: z.coerce.number().int().positive().optional().describe("Epoch ms: only what was done before it."),
  })
  .refine(
    ({ subjectKind, subjectId }) => (subjectKind === undefined) === (subjectId === undefined),
    "Name the kind and the id of a subject together.",
  )
  .refine(
    ({ actorKind, actorId }) => actorId === undefined || actorKind !== undefined,
    "Name the kind of an actor with the id.",
  );

const auditSchema = z.object({
  id: z.int(),
  at: z.int(),
  actorKind: z.string(),
  actorId: z.string(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

export function listAuditOperation(deps: AccessDeps): Operation {
  return defineOperation({
    operationId: "listAudit",
    method: "get",
    path: "/v1/audit",
    tag: "access",
    summary: "Read the audit log, newest first",
    description:
      "Every change stands here with who made it. The log is append-only and holds no personal value. A page looks through a bounded part of it: by actor or action it may hold few items, or none, and still have a nextCursor.",
    scope: "audit:read",
    search,
    success: { status: 200, description: "A page of the log.", schema: pageSchema(auditSchema) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ search: { subjectKind, subjectId, actorKind, actorId, ...request } }) => {
      const found = await listAudit(deps.store, {
        ...request,
        ...(subjectKind === undefined || subjectId === undefined
          ? {}
          : { subject: { kind: subjectKind, id: subjectId } }),
        ...(actorKind === undefined ? {} : { actor: { kind: actorKind, id: actorId } }),
      });
      return ok({ ...found, items: [...found.items] });
    },
  });
}
