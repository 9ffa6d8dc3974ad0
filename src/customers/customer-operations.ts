import type { Operation } from "#web/operation.ts";
import { declareAttributeOperation } from "./api/declare-attribute.ts";
import { findSuppressionOperation } from "./api/find-suppression.ts";
import { getCustomerOperation } from "./api/get-customer.ts";
import { liftSuppressionOperation } from "./api/lift-suppression.ts";
import { listAttributesOperation } from "./api/list-attributes.ts";
import { listConsentsOperation } from "./api/list-consents.ts";
import { listCustomersOperation } from "./api/list-customers.ts";
import { mergeCustomersOperation } from "./api/merge-customers.ts";
import { putCustomerOperation } from "./api/put-customer.ts";
import { recordConsentOperation } from "./api/record-consent.ts";
import { recordContactNoteOperation } from "./api/record-contact-note.ts";
import { recordDemographicsOperation } from "./api/record-demographics.ts";
import { recordPurchaseOperation } from "./api/record-purchase.ts";
import { recordRegistrationOperation } from "./api/record-registration.ts";
import { recordSurveyAnswersOperation } from "./api/record-survey-answers.ts";
import { suppressAddressOperation } from "./api/suppress-address.ts";
import type { CustomerDeps, ProfileFollower } from "./customer-deps.ts";

/** The operations on customers; the doors of the Segment protocol are in ingest-operations.ts. */
export function customerOperations(
  deps: CustomerDeps & { readonly followProfile?: ProfileFollower },
): readonly Operation[] {
  return [
    listCustomersOperation(deps),
    getCustomerOperation(deps),
    putCustomerOperation(deps),
    mergeCustomersOperation(deps),
    recordPurchaseOperation(deps),
    recordRegistrationOperation(deps),
    recordSurveyAnswersOperation(deps),
    recordContactNoteOperation(deps),
    recordDemographicsOperation(deps),
    recordConsentOperation(deps),
    listConsentsOperation(deps),
    suppressAddressOperation(deps),
    findSuppressionOperation(deps),
    liftSuppressionOperation(deps),
    listAttributesOperation(deps),
    declareAttributeOperation(deps),
  ];
}
