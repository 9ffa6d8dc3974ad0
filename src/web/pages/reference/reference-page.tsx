import { ButtonLink } from "#web/pages/button.tsx";
import { CodeBlock } from "#web/pages/code-block.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type Brand, PublicShell } from "#web/pages/public-shell.tsx";
import { type OpenApiDocument, operationsByTag } from "./openapi-types.ts";
import { OperationCard } from "./operation-card.tsx";

export type ReferencePageProps = {
  /** What openApiDocument made. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Where the document itself is served. */
  readonly documentHref: string;
  /** Origin of the API, for the example call. */
  readonly origin: string;
  readonly brand: Brand;
};

/** The API reference: one page, from the same values that make the routes. */
export function ReferencePage(props: ReferencePageProps) {
  const document = props.document as OpenApiDocument;
  const groups = [...operationsByTag(document)];
  return (
    <PublicShell lang="en" title="API reference" brand={props.brand}>
      <PageHeader
        title="API reference"
        lead={`${document.info.summary ?? document.info.title} Version ${document.info.version}.`}
        actions={
          <>
            <ButtonLink href={props.documentHref}>OpenAPI 3.1</ButtonLink>
            <ButtonLink href="/problems">Problems</ButtonLink>
          </>
        }
      />
      <div class="reference">
        <nav class="toc" aria-label="Operations">
          <ul>
            {groups.map(([tag, operations]) => (
              <li>
                <a href={`#tag-${slug(tag)}`}>{`${tag} (${operations.length})`}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="stack">
          <GettingIn origin={props.origin} />
          {groups.map(([tag, operations]) => (
            <section id={`tag-${slug(tag)}`}>
              <h2>{tag}</h2>
              <div class="stack">{operations.map((placed) => OperationCard(placed))}</div>
            </section>
          ))}
        </div>
      </div>
    </PublicShell>
  );
}

function GettingIn({ origin }: { readonly origin: string }) {
  return (
    <section class="prose">
      <h2>Getting in</h2>
      <p>
        Requests and answers are JSON. An API key goes into the header Authorization as a bearer token and needs the
        scope that an operation names. Tracking calls take a write key as Basic user name with an empty password.
      </p>
      <CodeBlock
        caption="A first call"
        code={`curl ${origin}/v1/product-sets \\\n  -H "Authorization: Bearer $JUMPSTATION_KEY"`}
      />
      <p>
        A refusal is a problem document (RFC 9457) whose <code>errors</code> point at each faulty place. Lists come in
        pages: hand <code>nextCursor</code> back as <code>cursor</code>.
      </p>
    </section>
  );
}

function slug(tag: string): string {
  return tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
