import { freshStore } from "../worlds/fresh-store.ts";
import { importsContract } from "./imports.contract.ts";

importsContract("libSQL", () => freshStore());
