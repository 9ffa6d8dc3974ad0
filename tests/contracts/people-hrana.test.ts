import { freshHranaStore } from "#tests/runtimes/hrana/fresh-hrana-store.ts";
import { audienceContract } from "./audience.contract.ts";
import { ownSiteContract } from "./own-site.contract.ts";
import { preferencesContract } from "./preferences-page.contract.ts";
import { segmentsContract } from "./segments.contract.ts";

// Not what rules come to, nor that no table is forgotten: that is the engine's and the schema's, and those are the file's.
const HRANA = "libSQL over HTTP";
preferencesContract(HRANA, freshHranaStore);
ownSiteContract(HRANA, freshHranaStore);
segmentsContract(HRANA, freshHranaStore);
audienceContract(HRANA, freshHranaStore);
