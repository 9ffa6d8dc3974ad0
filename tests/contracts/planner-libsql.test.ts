import { freshStore } from "../worlds/fresh-store.ts";
import { plannerContract } from "./planner.contract.ts";

plannerContract("libSQL", () => freshStore());
