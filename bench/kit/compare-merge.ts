import { Liquid } from "liquidjs";
import { compileTemplate } from "#templates/compile-template.ts";
import type { CompiledTemplate } from "#templates/compiled-template.ts";
import { prepareTemplate } from "#templates/merge-template.ts";
import type { MergeView } from "#templates/merge-view.ts";
import type { TemplateSource } from "#templates/template-source.ts";
import { measured, median, round } from "./measure.ts";

const MERGES = 1_500;
const ROUNDS = 7;

/**
 * The merge of one customer's message, beside bare LiquidJS on the same HTML template, parsed once. Ours gives subject,
 * preheader, HTML with each value escaped for its place, and the wrapped text part; LiquidJS gives the HTML, escaped in one way.
 */
export async function compareMerge(source: TemplateSource, view: MergeView) {
  const compiled = await compileTemplate(source);
  if (!compiled.ok) throw new Error(`The bench's own template does not compile: ${JSON.stringify(compiled.error)}`);
  const prepared = prepareTemplate(compiled.value);
  const ours = () => {
    const merged = prepared.mergeEmail(view);
    if (!merged.ok) throw new Error("The merge was refused.");
    return merged.value.html;
  };
  const bare = bareLiquid(compiled.value, view);
  if (visible(ours()) !== visible(bare.render())) throw new Error("The two do not render the same template.");
  await cpuMsOf(ours);
  await cpuMsOf(bare.render);
  const rounds: Array<{ readonly ours: number; readonly bare: number }> = [];
  for (let index = 0; index < ROUNDS; index += 1)
    rounds.push({ ours: await cpuMsOf(ours), bare: await cpuMsOf(bare.render) });
  return {
    mergeRatioToLiquid: round(median(rounds.map((each) => each.ours / each.bare))),
    mergeCpuMs: round(median(rounds.map((each) => each.ours))),
    liquidCpuMs: round(median(rounds.map((each) => each.bare))),
    outputs: bare.outputs(),
  };
}

/** Entities are written in different ways; what a reader sees must be the same. */
function visible(html: string): string {
  return html.replaceAll(/&#?\w+;/g, "&");
}

async function cpuMsOf(merge: () => string): Promise<number> {
  const { cpuMs } = await measured(async () => {
    for (let index = 0; index < MERGES; index += 1) merge();
  });
  return cpuMs / MERGES;
}

/** The same HTML without our context filters, its names bound beforehand to what ours finds for itself. */
function bareLiquid(compiled: CompiledTemplate, view: MergeView) {
  const source = compiled.html.replaceAll(/ \| in_\w+ /g, " ");
  const engine = new Liquid({ outputEscape: "escape" });
  const plain = new Liquid();
  const fold = (text: string) => plain.parseAndRenderSync(text, view) as string;
  const wordings = Object.entries(compiled.strings["en"] ?? {}).map(([key, text]) => [key, fold(text)] as const);
  const t = Object.fromEntries(wordings);
  const scope = {
    ...view,
    t,
    lang: view.customer.locale,
    dir: "ltr",
    subject: t["subject"],
    preheader: t["preheader"],
  };
  const parsed = engine.parse(source);
  return {
    render: () => engine.renderSync(parsed, scope) as string,
    outputs: () => {
      let count = 0;
      const counting = new Liquid({ outputEscape: (value) => String((count += 1)) + String(value) });
      counting.parseAndRenderSync(source, scope);
      return count;
    },
  };
}
