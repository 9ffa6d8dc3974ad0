import { freshStore } from "../worlds/fresh-store.ts";
import { audienceContract } from "./audience.contract.ts";

audienceContract("libSQL", () => freshStore());
