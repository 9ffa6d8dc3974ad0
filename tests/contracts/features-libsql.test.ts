import { freshStore } from "../worlds/fresh-store.ts";
import { featuresContract } from "./features.contract.ts";

featuresContract("libSQL", () => freshStore());
