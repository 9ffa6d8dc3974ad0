import { erasureContract } from "./erasure.contract.ts";
import { freshStore } from "../worlds/fresh-store.ts";

erasureContract("libSQL", () => freshStore());
