import { putVocabulary } from "#catalogue/put-vocabulary.ts";
import { type DeclaredVocabulary, findDeclared, vocabularyBody } from "#catalogue/vocabulary.ts";
import { problems } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextArea } from "#web/pages/text-field.tsx";
import { type FieldFaults } from "#console/form-faults.ts";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { linesOf } from "#console/pages/lines-of.ts";
import { Refused } from "#console/pages/refused.tsx";
import { settingsPath } from "./settings.tsx";

const PATH = `${settingsPath}/fields`;

export const ruleFieldsPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "catalogue:write", handle: showFields },
  { method: "post", path: PATH, scope: "catalogue:write", handle: saveFields },
];

type Draft = { readonly product: string; readonly context: string };

async function showFields(scene: Scene): Promise<Response> {
  const { product, context } = await findDeclared(scene.deps.store);
  return form(scene, { product: textOf(product), context: textOf(context) });
}

function textOf(fields: DeclaredVocabulary["product"]): string {
  return Object.entries(fields)
    .map(([name, type]) => `${name}: ${type}`)
    .join("\n");
}

const labels = { product: "Fields of product sets", context: "Fields of the occasion" };

function form(scene: Scene, draft: Draft, faults: FieldFaults = {}): Promise<Response> {
  const content = (
    <>
      <PageHeader
        title="Fields for rules"
        lead="What rules may speak of, beside the standard fields and what is declared of customers."
        parent={{ href: settingsPath, label: "Settings" }}
      />
      <Refused faults={faults} labels={labels} />
      <form class="form" method="post" action={PATH}>
        <TextArea
          name="product"
          label={labels.product}
          hint="One a line, such as weightKg: double. A type is string, int, double, bool, date or strings."
          value={draft.product}
          rows={7}
          isCode
          error={faults["product"]}
        />
        <TextArea
          name="context"
          label={labels.context}
          hint="The same, for what a message is sent on: such as season: string."
          value={draft.context}
          rows={5}
          isCode
          error={faults["context"]}
        />
        <div class="row">
          <Button look="primary">Save</Button>
          <ButtonLink href={settingsPath}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: "Fields for rules", current: settingsPath, status }, content);
}

async function saveFields(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape: { product: "one", context: "one" } });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  const draft = { product: sent.value.one("product"), context: sent.value.one("context") };
  const read = {
    product: readDeclarations("product", draft.product),
    context: readDeclarations("context", draft.context),
  };
  const { product, context: occasion } = read;
  if (!product.ok || !occasion.ok) {
    return form(scene, draft, {
      ...(product.ok ? {} : { product: product.error }),
      ...(occasion.ok ? {} : { context: occasion.error }),
    });
  }
  const input = { product: product.value, context: occasion.value };
  const put = await putVocabulary({ deps, actor, input });
  if (put.ok) return seeOther(`${settingsPath}?saved=fields`);
  return form(scene, draft, { product: put.error.detail ?? problems[put.error.code].title });
}

/** "name: type" a line; the error names the line. */
function readDeclarations(part: "product" | "context", text: string): Result<DeclaredVocabulary["product"], string> {
  let read: DeclaredVocabulary["product"] = {};
  for (const line of linesOf(text)) {
    const [, name = "", type = ""] = /^([^:\s]+)\s*:\s*(\S+)$/.exec(line.text) ?? [];
    const parsed = vocabularyBody.safeParse({ [part]: { [name]: type } });
    const fault = Object.hasOwn(read, name) ? "This field stands twice." : faultOf(name, parsed);
    if (!parsed.success || fault !== undefined) return err(`Line ${line.number}, “${line.text}”: ${fault ?? ""}`);
    read = { ...read, ...parsed.data[part] };
  }
  return ok(read);
}

function faultOf(name: string, parsed: ReturnType<typeof vocabularyBody.safeParse>): string | undefined {
  if (name === "") return "Write the name, a colon and the type.";
  const [issue] = parsed.error?.issues ?? [];
  if (issue === undefined) return undefined;
  if (issue.code === "invalid_value") return "There is no such type.";
  return issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}
