import type { Operation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { adjustStock } from "./adjust-stock.ts";
import { checkRule } from "./check-rule.ts";
import { getHosts } from "./get-hosts.ts";
import { getProductSet } from "./get-product-set.ts";
import { getRule } from "./get-rule.ts";
import { getSender } from "./get-sender.ts";
import { getTemplate } from "./get-template.ts";
import { getVocabulary } from "./get-vocabulary.ts";
import { listProductSets } from "./list-product-sets.ts";
import { listRules } from "./list-rules.ts";
import { listTemplateVersions } from "./list-template-versions.ts";
import { listTemplates } from "./list-templates.ts";
import { publishTemplate } from "./publish-template.ts";
import { putHosts } from "./put-hosts.ts";
import { putProductSet } from "./put-product-set.ts";
import { putProductSets } from "./put-product-sets.ts";
import { putRule } from "./put-rule.ts";
import { putSender } from "./put-sender.ts";
import { putVocabulary } from "./put-vocabulary.ts";
import { switchOffRule } from "./switch-off-rule.ts";
import { withdrawProductSet } from "./withdraw-product-set.ts";

/** Everything that the API can do with the catalogue, a line each. */
export function catalogueOperations(deps: CatalogueDeps): readonly Operation[] {
  return [
    listProductSets(deps),
    putProductSets(deps),
    getProductSet(deps),
    putProductSet(deps),
    withdrawProductSet(deps),
    adjustStock(deps),
    listRules(deps),
    checkRule(deps),
    getRule(deps),
    putRule(deps),
    switchOffRule(deps),
    getVocabulary(deps),
    putVocabulary(deps),
    listTemplates(deps),
    getTemplate(deps),
    listTemplateVersions(deps),
    publishTemplate(deps),
    getHosts(deps),
    putHosts(deps),
    getSender(deps),
    putSender(deps),
  ];
}
