import { freshStore } from "../worlds/fresh-store.ts";
import { feedsContract } from "./feeds.contract.ts";

feedsContract("libSQL", () => freshStore());
