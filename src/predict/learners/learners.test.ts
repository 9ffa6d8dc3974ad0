import { learnersContract } from "./learners.contract.ts";

learnersContract("Node");
