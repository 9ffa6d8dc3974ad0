import { freshStore } from "../worlds/fresh-store.ts";
import { ownSiteContract } from "./own-site.contract.ts";

ownSiteContract("libSQL", () => freshStore());
