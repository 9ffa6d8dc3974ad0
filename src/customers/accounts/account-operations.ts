import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { Operation } from "#web/operation.ts";
import { getAccountOperation } from "./api/get-account.ts";
import { listAccountActivitiesOperation } from "./api/list-account-activities.ts";
import { listCustomerAccountsOperation } from "./api/list-customer-accounts.ts";
import { putAccountOperation } from "./api/put-account.ts";
import { recordAccountActivitiesOperation } from "./api/record-account-activities.ts";

export function accountOperations(deps: CustomerDeps): readonly Operation[] {
  return [
    putAccountOperation(deps),
    getAccountOperation(deps),
    listCustomerAccountsOperation(deps),
    recordAccountActivitiesOperation(deps),
    listAccountActivitiesOperation(deps),
  ];
}
