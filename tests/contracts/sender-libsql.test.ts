import { freshStore } from "../worlds/fresh-store.ts";
import { senderContract } from "./sender.contract.ts";

senderContract("libSQL", () => freshStore());
