import { freshStore } from "../worlds/fresh-store.ts";
import { transactionalContract } from "./transactional.contract.ts";

transactionalContract("libSQL", () => freshStore());
