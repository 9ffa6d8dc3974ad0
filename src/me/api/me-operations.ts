import type { EraseDeps } from "#customers/personal-data/erase-customer.ts";
import type { Operation } from "#web/operation.ts";
import { endPushDeviceOperation } from "./end-push-device.ts";
import { eraseCustomerOperation } from "./erase-customer.ts";
import { exportCustomerOperation } from "./export-customer.ts";
import { getOwnSiteOperation } from "./get-own-site.ts";
import { listPushDevicesOperation } from "./list-push-devices.ts";
import { listSharedNotesOperation } from "./list-shared-notes.ts";
import { putOwnSiteOperation } from "./put-own-site.ts";
import { renewOwnSiteOperation } from "./renew-own-site.ts";

/** What the vendor's people do for customers about their own data and site. */
export function meOperations(deps: EraseDeps): readonly Operation[] {
  return [
    exportCustomerOperation(deps),
    eraseCustomerOperation(deps),
    listSharedNotesOperation(deps),
    listPushDevicesOperation(deps),
    endPushDeviceOperation(deps),
    renewOwnSiteOperation(deps),
    getOwnSiteOperation(deps),
    putOwnSiteOperation(deps),
  ];
}
