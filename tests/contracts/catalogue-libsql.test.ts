import { freshStore } from "../worlds/fresh-store.ts";
import { catalogueContract } from "./catalogue.contract.ts";

catalogueContract("libSQL", () => freshStore());
