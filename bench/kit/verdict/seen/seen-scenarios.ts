import type { Scenario } from "../trace.ts";
import { seenCompanions } from "./seen-companions.ts";
import { seenGateways } from "./seen-gateways.ts";
import { seenPeople } from "./seen-people.ts";

/** The half that is before the eyes of whoever writes rules. */
export const seenScenarios: readonly Scenario[] = [...seenGateways, ...seenCompanions, ...seenPeople];
