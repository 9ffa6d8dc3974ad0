import { auditStatement } from "#access/audit.ts";
import { codeParams } from "#customers/api/schemas.ts";
import type { EraseDeps } from "#customers/personal-data/erase-customer.ts";
import { exportStream } from "#customers/personal-data/export-customer.ts";
import { findPerson } from "#customers/personal-data/find-person.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

export function exportCustomerOperation(deps: EraseDeps): Operation {
  return defineOperation({
    operationId: "exportCustomer",
    method: "get",
    path: "/v1/customers/:code/export",
    tag: "customers",
    summary: "Export everything that is held about a customer",
    description:
      "NDJSON as it is read: a line of kind begin, one of kind row for each row of every table, an end with their number. Notes of hers are in it only where she shares them. It is on the record.",
    scope: "export:personal",
    params: codeParams,
    success: {
      status: 200,
      description: "The rows. A stream whose last line is of kind end is whole.",
      contentTypes: ["application/x-ndjson"],
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params: { code } }) => {
      const person = await findPerson(deps.store, { code });
      if (person === undefined || person.erasedAt !== null) return err(problem("not_found"));
      const now = deps.clock.now();
      const subject = { kind: "customer", id: person.code };
      await deps.store.write([auditStatement({ at: now, actor, action: "export-customer", subject })]);
      return ok(
        new Response(exportStream(deps, { person, viewer: "operator", now }), {
          headers: {
            "content-type": "application/x-ndjson",
            "content-disposition": 'attachment; filename="customer.ndjson"',
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
          },
        }),
      );
    },
  });
}
