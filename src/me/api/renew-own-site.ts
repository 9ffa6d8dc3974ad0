import { auditIfChanged } from "#access/audit.ts";
import { codeParams } from "#customers/api/schemas.ts";
import { findCustomerId } from "#customers/find-customer.ts";
import type { EraseDeps } from "#customers/personal-data/erase-customer.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { renewSite } from "#me/site/site-address.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

export function renewOwnSiteOperation({ store, clock }: EraseDeps): Operation {
  return defineOperation({
    operationId: "renewOwnSite",
    method: "post",
    path: "/v1/customers/:code/own-site/renew",
    tag: "customers",
    summary: "Give a customer's own page a new address",
    description: "The old address leads nowhere from here on, and whoever is in on her page is signed out.",
    scope: "customers:write",
    params: codeParams,
    success: { status: 204, description: "The old address is revoked." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params: { code } }) => {
      const id = await findCustomerId(store, code);
      if (id === undefined) return err(problem("not_found"));
      const subject = { kind: "customer", id: code };
      await store.write([
        renewSite(id),
        auditIfChanged({ at: clock.now(), actor, action: "renew-own-site", subject }),
        { sql: "delete from own_sessions where customer_id = ?", params: [id] },
      ]);
      return ok(undefined);
    },
  });
}
