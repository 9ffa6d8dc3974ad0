import { freshStore } from "../worlds/fresh-store.ts";
import { deliveryReportsContract } from "./delivery-reports.contract.ts";

deliveryReportsContract("libSQL", () => freshStore());
