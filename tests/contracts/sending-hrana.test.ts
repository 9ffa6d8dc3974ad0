import { freshHranaStore } from "#tests/runtimes/hrana/fresh-hrana-store.ts";
import { plannerContract } from "./planner.contract.ts";
import { senderContract } from "./sender.contract.ts";
import { transactionalContract } from "./transactional.contract.ts";
import { triggersContract } from "./triggers.contract.ts";
import { webhooksContract } from "./webhooks.contract.ts";

const HRANA = "libSQL over HTTP";
plannerContract(HRANA, freshHranaStore);
senderContract(HRANA, freshHranaStore);
transactionalContract(HRANA, freshHranaStore);
triggersContract(HRANA, freshHranaStore);
webhooksContract(HRANA, freshHranaStore);
