import { z } from "zod";
import type { Clock } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";
import { preferencesView } from "./api-shapes.ts";
import { viewOfPreferences } from "./view-preferences.ts";

export const customerCode = z.object({ code: z.string().min(1).max(200).describe("The vendor's customer code.") });

export function getPreferences(deps: { readonly store: Store; readonly clock: Clock }) {
  return defineOperation({
    operationId: "getPreferences",
    method: "get",
    path: "/v1/customers/:code/preferences",
    tag: "Preferences",
    summary: "Get what a customer chose",
    description:
      "Newsletters with their dates and pace, quiet hours, pause, limit. A merged code leads to its survivor.",
    scope: "customers:read",
    params: customerCode,
    success: { status: 200, description: "Her choices.", schema: preferencesView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findPreferences(deps.store, params);
      return found === undefined ? err(problem("not_found")) : ok(await viewOfPreferences(deps, found));
    },
  });
}
