import { freshStore } from "../worlds/fresh-store.ts";
import { exportsContract } from "./exports.contract.ts";

exportsContract("libSQL", () => freshStore());
