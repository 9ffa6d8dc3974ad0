import { freshStore } from "#tests/worlds/fresh-store.ts";
import { textsContract } from "./texts.contract.ts";

textsContract("libSQL", freshStore);
