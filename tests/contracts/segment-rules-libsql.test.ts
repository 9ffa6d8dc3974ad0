import { freshStore } from "../worlds/fresh-store.ts";
import { segmentRulesContract } from "./segment-rules.contract.ts";

segmentRulesContract("libSQL", () => freshStore());
