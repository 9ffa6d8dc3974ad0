import { freshStore } from "../worlds/fresh-store.ts";
import { oldAndNewContract } from "./old-and-new.contract.ts";

oldAndNewContract("libSQL", () => freshStore());
