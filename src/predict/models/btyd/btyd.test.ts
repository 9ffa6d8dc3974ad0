import { btydContract } from "./btyd.contract.ts";

btydContract("Node");
