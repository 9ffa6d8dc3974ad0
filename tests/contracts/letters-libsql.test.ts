import { testPress } from "#tests/worlds/test-press.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { lettersContract } from "./letters.contract.ts";

lettersContract("libSQL", freshStore, async () => testPress());
