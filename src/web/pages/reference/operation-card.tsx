import { Badge } from "#web/pages/badge.tsx";
import type { JsonSchema, PlacedOperation } from "./openapi-types.ts";
import { type SchemaRow, schemaRows, typeWords } from "./schema-rows.ts";
import { SchemaTable } from "./schema-table.tsx";

/** One operation: where, who may, what goes in, what comes out, how it is refused. */
export function OperationCard({ method, path, operation }: PlacedOperation) {
  const body = firstSchema(operation.requestBody?.content);
  return (
    <section class="card operation" id={operation.operationId} aria-labelledby={`${operation.operationId}-title`}>
      <div class="card-head">
        <h3 id={`${operation.operationId}-title`}>{operation.summary ?? operation.operationId}</h3>
        <ScopeBadge scope={operation["x-scope"] ?? "public"} />
      </div>
      <div class="stack-tight">
        <p>
          <span class={`method ${method}`}>{method.toUpperCase()}</span> <span class="path">{path}</span>
        </p>
        {operation.description === undefined ? null : <p class="quiet">{operation.description}</p>}
        <Parameters rows={(operation.parameters ?? []).map(parameterRow)} />
        {body === undefined ? null : <Body title="Request" schema={body} isOpen />}
        <Answers responses={Object.entries(operation.responses ?? {})} />
      </div>
    </section>
  );
}

function ScopeBadge({ scope }: { readonly scope: string }) {
  return (
    <Badge tone={scope === "public" ? "neutral" : "info"} label={scope === "public" ? "public" : `scope ${scope}`} />
  );
}

function parameterRow(parameter: NonNullable<PlacedOperation["operation"]["parameters"]>[number]): SchemaRow {
  const [row] = schemaRows({ properties: { [parameter.name]: parameter.schema ?? {} } });
  return {
    ...(row ?? { name: parameter.name, depth: 0, description: "", notes: [] }),
    type: `${typeWords(parameter.schema ?? {})} in ${parameter.in}`,
    isRequired: parameter.required ?? false,
  };
}

function Parameters({ rows }: { readonly rows: readonly SchemaRow[] }) {
  if (rows.length === 0) return <></>;
  return (
    <>
      <h4>Parameters</h4>
      <SchemaTable caption="Parameters" rows={rows} />
    </>
  );
}

type BodyProps = { readonly title: string; readonly schema: JsonSchema; readonly isOpen?: boolean };

function Body({ title, schema, isOpen = false }: BodyProps) {
  const rows = schemaRows(schema);
  return (
    <details open={isOpen}>
      <summary>
        {title} <span class="schema-type">{typeWords(schema)}</span>
      </summary>
      {rows.length === 0 ? <p>{schema.description}</p> : <SchemaTable caption={title} rows={rows} />}
    </details>
  );
}

type Responses = ReadonlyArray<
  readonly [status: string, response: NonNullable<PlacedOperation["operation"]["responses"]>[string]]
>;

function Answers({ responses }: { readonly responses: Responses }) {
  const answers = responses.filter(([status]) => status.startsWith("2"));
  const refusals = responses.filter(([status]) => !status.startsWith("2"));
  return (
    <>
      {answers.map(([status, response]) => {
        const schema = firstSchema(response.content);
        const title = `${status} ${response.description}`;
        return schema === undefined ? <p class="field-label">{title}</p> : <Body title={title} schema={schema} />;
      })}
      {refusals.length === 0 ? null : (
        <details>
          <summary>Problems</summary>
          <dl class="facts">
            {refusals.map(([status, response]) => (
              <div>
                <dt>
                  <a href="/problems">{status}</a>
                </dt>
                <dd>{response.description}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

function firstSchema(content: Readonly<Record<string, { readonly schema?: JsonSchema }>> = {}): JsonSchema | undefined {
  return Object.values(content)[0]?.schema;
}
