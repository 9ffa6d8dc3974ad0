import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { Operation } from "#web/operation.ts";
import { getCustomerHouseholdOperation } from "./api/get-customer-household.ts";
import { getHouseholdRuleOperation } from "./api/get-household-rule.ts";
import { getHouseholdOperation } from "./api/get-household.ts";
import { putHouseholdRuleOperation } from "./api/put-household-rule.ts";
import { putHouseholdOperation } from "./api/put-household.ts";

export function householdOperations(deps: CustomerDeps): readonly Operation[] {
  return [
    putHouseholdOperation(deps),
    getHouseholdOperation(deps),
    getCustomerHouseholdOperation(deps),
    putHouseholdRuleOperation(deps),
    getHouseholdRuleOperation(deps),
  ];
}
