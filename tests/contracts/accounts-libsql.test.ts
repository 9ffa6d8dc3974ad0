import { freshStore } from "../worlds/fresh-store.ts";
import { accountsContract } from "./accounts.contract.ts";
import { householdsContract } from "./households.contract.ts";

accountsContract("libSQL", () => freshStore());
householdsContract("libSQL", () => freshStore());
