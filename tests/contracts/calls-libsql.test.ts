import { freshStore } from "../worlds/fresh-store.ts";
import { callsContract } from "./calls.contract.ts";

callsContract("libSQL", () => freshStore());
