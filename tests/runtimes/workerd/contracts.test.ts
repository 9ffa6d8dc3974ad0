import { plannerContract } from "#tests/contracts/planner.contract.ts";
import { redirectContract } from "#tests/contracts/redirect.contract.ts";
import { senderContract } from "#tests/contracts/sender.contract.ts";
import { storeContract } from "#tests/contracts/store.contract.ts";
import { freshD1 } from "./fresh-d1.ts";

storeContract("D1 in workerd", freshD1);
plannerContract("D1 in workerd", freshD1);
senderContract("D1 in workerd", freshD1);
redirectContract("D1 in workerd", freshD1);
