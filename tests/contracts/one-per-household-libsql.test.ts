import { freshStore } from "../worlds/fresh-store.ts";
import { onePerHouseholdContract } from "./one-per-household.contract.ts";

onePerHouseholdContract("libSQL", () => freshStore());
