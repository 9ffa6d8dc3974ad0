import { freshStore } from "../worlds/fresh-store.ts";
import { storeContract } from "./store.contract.ts";

storeContract("libSQL", () => freshStore());
