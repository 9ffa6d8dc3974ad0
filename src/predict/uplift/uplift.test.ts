import { upliftContract } from "./uplift.contract.ts";

upliftContract("Node");
