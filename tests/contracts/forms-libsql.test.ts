import { freshStore } from "../worlds/fresh-store.ts";
import { formsContract } from "./forms.contract.ts";

formsContract("libSQL", () => freshStore());
