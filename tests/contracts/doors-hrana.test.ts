import { freshHranaStore } from "#tests/runtimes/hrana/fresh-hrana-store.ts";
import { catalogueContract } from "./catalogue.contract.ts";
import { exportsContract } from "./exports.contract.ts";
import { feedsContract } from "./feeds.contract.ts";
import { formsContract } from "./forms.contract.ts";
import { importsContract } from "./imports.contract.ts";
import { ingestContract } from "./ingest.contract.ts";
import { redirectContract } from "./redirect.contract.ts";

const HRANA = "libSQL over HTTP";
ingestContract(HRANA, freshHranaStore);
importsContract(HRANA, freshHranaStore);
feedsContract(HRANA, freshHranaStore);
catalogueContract(HRANA, freshHranaStore);
formsContract(HRANA, freshHranaStore);
redirectContract(HRANA, freshHranaStore);
exportsContract(HRANA, freshHranaStore);
