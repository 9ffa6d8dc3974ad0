import { preferencesContract } from "#tests/contracts/preferences-page.contract.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

preferencesContract("libSQL", () => freshStore());
