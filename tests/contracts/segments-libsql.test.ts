import { freshStore } from "../worlds/fresh-store.ts";
import { segmentsContract } from "./segments.contract.ts";

segmentsContract("libSQL", () => freshStore());
