import type { Scenario } from "../trace.ts";
import { unseenCompanions } from "./unseen-companions.ts";
import { unseenGateways } from "./unseen-gateways.ts";
import { unseenPeople } from "./unseen-people.ts";

/** The half that measures rules: whoever writes them does not open this folder. */
export const unseenScenarios: readonly Scenario[] = [...unseenGateways, ...unseenCompanions, ...unseenPeople];
