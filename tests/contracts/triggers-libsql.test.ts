import { freshStore } from "../worlds/fresh-store.ts";
import { triggersContract } from "./triggers.contract.ts";

triggersContract("libSQL", () => freshStore());
