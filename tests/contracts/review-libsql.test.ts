import { freshStore } from "#tests/worlds/fresh-store.ts";
import { reviewContract } from "./review.contract.ts";

reviewContract("libSQL", () => freshStore());
