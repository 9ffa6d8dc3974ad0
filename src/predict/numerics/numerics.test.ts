import { numericsContract } from "./numerics.contract.ts";

numericsContract("Node");
