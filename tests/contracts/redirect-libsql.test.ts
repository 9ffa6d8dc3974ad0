import { freshStore } from "../worlds/fresh-store.ts";
import { redirectContract } from "./redirect.contract.ts";

redirectContract("libSQL", () => freshStore());
