import type { CreatedKey } from "#access/create-key.ts";
import type { Scope } from "#access/scopes.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { CodeBlock } from "#web/pages/code-block.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { When } from "#console/words.tsx";

const KEYS = "/console/keys";

/** The one page that ever shows a key: afterwards there is only the keyed hash of its secret. `at` is our own origin. */
export function KeyOnce({ made, at }: { readonly made: CreatedKey; readonly at: string }) {
  const isWriteKey = made.scopes.every((scope) => scope === "ingest");
  return (
    <>
      <PageHeader
        title={made.name}
        lead={`It may: ${made.scopes.join(", ")}.`}
        parent={{ href: KEYS, label: "API keys" }}
      />
      <Flash tone="warn" title="Copy the key now. It is shown this once.">
        Whoever loses it makes a new one and revokes this.
      </Flash>
      <div class="stack prose">
        <CodeBlock caption="Key: one click marks all of it" code={made.key} isToCopy />
        {made.expiresAt === undefined ? null : (
          <p>
            It ends on <When at={made.expiresAt} />.
          </p>
        )}
        {isWriteKey ? (
          <CodeBlock caption="In the head of the vendor’s pages" code={snippetOf(made.key, at)} isToCopy />
        ) : null}
        <CodeBlock
          caption="A first call, with the key in the environment as JUMPSTATION_KEY"
          code={curlOf(made.scopes, at)}
        />
        <p>
          Every call is told in the <a href="/reference">API reference</a>.
        </p>
        <ButtonLink href={KEYS}>I have copied it</ButtonLink>
      </div>
    </>
  );
}

function snippetOf(key: string, at: string): string {
  return `<script async src="${at}/assets/snippet.js"\n  data-write-key="${key}" data-consent="ask"></script>`;
}

/** What can be read without harm, by the scope that it asks for. */
const reads: ReadonlyArray<readonly [scope: Scope, path: string]> = [
  ["customers:read", "/v1/customers?limit=3"],
  ["catalogue:read", "/v1/product-sets?limit=3"],
  ["messages:read", "/v1/newsletters"],
  ["settings:read", "/v1/settings/hosts"],
  ["audit:read", "/v1/audit?limit=3"],
  ["keys:manage", "/v1/keys?limit=3"],
  ["operators:manage", "/v1/operators?limit=3"],
];

function curlOf(scopes: readonly string[], at: string): string {
  const bearer = `-H "authorization: Bearer $JUMPSTATION_KEY"`;
  const readable = reads.find(([scope]) => scopes.includes(scope));
  if (readable !== undefined) return `curl "${at}${readable[1]}" \\\n  ${bearer}`;
  if (!scopes.includes("ingest")) return `curl "${at}/v1/…" \\\n  ${bearer}`;
  const body = `'{"userId":"customer-1","event":"Catalogue Requested"}'`;
  return `curl "${at}/v1/track" \\\n  ${bearer} \\\n  -H "content-type: application/json" \\\n  -d ${body}`;
}
