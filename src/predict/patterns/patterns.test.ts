import { patternsContract } from "./patterns.contract.ts";

patternsContract("Node");
