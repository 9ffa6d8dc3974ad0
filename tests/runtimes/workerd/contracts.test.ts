import { offerContract } from "#tests/contracts/catalogue.contract.ts";
import { customersContract } from "#tests/contracts/ingest-customers.contract.ts";
import { ingestContract } from "#tests/contracts/ingest.contract.ts";
import { plannerContract } from "#tests/contracts/planner.contract.ts";
import { preferencesContract } from "#tests/contracts/preferences-page.contract.ts";
import { redirectContract } from "#tests/contracts/redirect.contract.ts";
import { segmentRulesContract } from "#tests/contracts/segment-rules.contract.ts";
import { segmentsContract } from "#tests/contracts/segments.contract.ts";
import { senderContract } from "#tests/contracts/sender.contract.ts";
import { storeContract } from "#tests/contracts/store.contract.ts";
import { webhooksContract } from "#tests/contracts/webhooks.contract.ts";
import { freshD1 } from "./fresh-d1.ts";

// One file, since each costs a worker of its own and all share one database. Modules are not bundled here, and without that
// the MJML compiler finds no `Console` in its HTTP client: templates are published in built/worker.test.ts instead.
const D1 = "D1 in workerd";
storeContract(D1, freshD1);
ingestContract(D1, freshD1);
customersContract(D1, freshD1);
offerContract(D1, freshD1);
preferencesContract(D1, freshD1);
plannerContract(D1, freshD1);
senderContract(D1, freshD1);
redirectContract(D1, freshD1);
segmentRulesContract(D1, freshD1);
segmentsContract(D1, freshD1);
webhooksContract(D1, freshD1);
