import { freshStore } from "../worlds/fresh-store.ts";
import { predictionsContract } from "./predictions.contract.ts";

predictionsContract("libSQL", () => freshStore());
