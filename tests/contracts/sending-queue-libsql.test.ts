import { freshStore } from "../worlds/fresh-store.ts";
import { sendingQueueContract } from "./sending-queue.contract.ts";

sendingQueueContract("libSQL", () => freshStore());
