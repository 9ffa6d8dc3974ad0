import { freshHranaStore } from "#tests/runtimes/hrana/fresh-hrana-store.ts";
import { storeContract } from "./store.contract.ts";

storeContract("libSQL over HTTP", freshHranaStore);
