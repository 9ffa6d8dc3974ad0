import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { AccessDeps } from "#access/access-deps.ts";
import { listAudit } from "#access/queries.ts";
import { pageSchema, pageSearch } from "./page-search.ts";

const search = pageSearch
  .extend({
    subjectKind: z
      .string()
      .max(50)
      .optional()
      .meta({ examples: ["newsletter"] }),
    subjectId: z.string().max(300).optional(),
  })
  .refine(
    ({ subjectKind, subjectId }) => (subjectKind === undefined) === (subjectId === undefined),
    "Name the kind and the id of a subject together.",
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
    description: "Every change stands here with who made it. The log is append-only and holds no personal value.",
    scope: "audit:read",
    search,
    success: { status: 200, description: "A page of the log.", schema: pageSchema(auditSchema) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ search: { subjectKind: kind, subjectId: id, ...page } }) => {
      const subject = kind === undefined || id === undefined ? undefined : { kind, id };
      const found = await listAudit(deps.store, { ...page, subject });
      return ok({ ...found, items: [...found.items] });
    },
  });
}
