import { freshStore } from "#tests/worlds/fresh-store.ts";
import { voiceContract } from "./voice.contract.ts";

voiceContract("libSQL", freshStore);
