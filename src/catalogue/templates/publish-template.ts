import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { compileTemplate } from "#templates/compile-template.ts";
import type { CompiledTemplate } from "#templates/compiled-template.ts";
import type { TemplateFault } from "#templates/template-fault.ts";
import type { TemplateSource } from "#templates/template-source.ts";
import { destinationPolicy } from "#tracking/destination.ts";
import { checkLink } from "#catalogue/products/check-link.ts";
import { loadHosts } from "#catalogue/hosts.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { faultPointer } from "./fault-pointer.ts";
import type { PublishedTemplate } from "./template-body.ts";

export type PublishTemplate = {
  readonly deps: CatalogueDeps;
  readonly actor: AuditActor;
  readonly input: TemplateSource;
};

/** Compiles a template and makes it the newest version of its name; older versions stay for the messages pinned to them. */
export async function publishTemplate(call: PublishTemplate): Promise<Result<PublishedTemplate, Problem>> {
  const { deps, actor, input } = call;
  const compiled = await compileTemplate(input);
  if (!compiled.ok)
    return err(problem("invalid_content", "The template can't be published.", compiled.error.map(fault)));
  const strangers = await strangeLinks(deps, compiled.value);
  if (strangers.length > 0) return err(problem("invalid_content", "The template can't be published.", strangers));
  const now = deps.clock.now();
  const [rows = []] = await deps.store.write<{ id: number; version: number }>([
    // The version is counted where it is written: two authors at once get two versions.
    sql`insert into template_versions (name, version, compiled, source, published_at)
      select ${input.name}, coalesce(max(version), 0) + 1, ${JSON.stringify(compiled.value)}, ${JSON.stringify(input)}, ${now}
      from template_versions where name = ${input.name} returning id, version`,
    auditStatement({
      at: now,
      actor,
      action: "publish-template",
      subject: { kind: "template", id: input.name },
      detail: { lint: compiled.value.lint.length },
    }),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error("An insert gave no row.");
  return ok({ ...row, name: input.name, lint: compiled.value.lint.map(remark) });
}

/** A link of the template itself that leads where no link may lead: every click on it would end at a page that says so. */
async function strangeLinks({ store }: CatalogueDeps, { staticLinks }: CompiledTemplate): Promise<readonly Fault[]> {
  if (staticLinks.length === 0) return [];
  const policy = destinationPolicy(await loadHosts(store));
  return staticLinks.flatMap((link) => {
    const checked = checkLink(link, policy);
    return checked.ok ? [] : [{ pointer: "/mjml", message: `${link}: ${checked.error}` }];
  });
}

function fault(found: TemplateFault) {
  const line = found.where.line === undefined ? "" : `Line ${found.where.line}: `;
  return { pointer: faultPointer(found.where), message: `${line}${found.message}` };
}

function remark(found: TemplateFault): PublishedTemplate["lint"][number] {
  const { line } = found.where;
  return {
    code: found.code,
    message: found.message,
    pointer: faultPointer(found.where),
    ...(line === undefined ? {} : { line }),
  };
}
