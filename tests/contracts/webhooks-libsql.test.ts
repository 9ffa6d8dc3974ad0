import { freshStore } from "../worlds/fresh-store.ts";
import { webhooksContract } from "./webhooks.contract.ts";

webhooksContract("libSQL", () => freshStore());
