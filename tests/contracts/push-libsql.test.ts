import { freshStore } from "#tests/worlds/fresh-store.ts";
import { pushContract } from "./push.contract.ts";

pushContract("libSQL", () => freshStore());
