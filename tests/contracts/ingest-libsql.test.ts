import { freshStore } from "../worlds/fresh-store.ts";
import { ingestContract } from "./ingest.contract.ts";

ingestContract("libSQL", () => freshStore());
