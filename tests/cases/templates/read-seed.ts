import { readFileSync } from "node:fs";
import type { MergeView } from "#templates/merge-view.ts";
import type { PushSource, TemplateSource, Wordings } from "#templates/template-source.ts";

export const seedNames = ["weekly-picks", "birthday", "service-notice", "confirm-subscription"] as const;

export type SeedName = (typeof seedNames)[number];

/** A seed template as its files say. */
export function readSeed(name: SeedName): TemplateSource & { readonly example: MergeView } {
  const read = (file: string) => readFileSync(new URL(`../../../templates/${name}/${file}`, import.meta.url), "utf8");
  const { kind, inputs } = JSON.parse(read("template.json")) as Pick<TemplateSource, "kind" | "inputs">;
  return {
    name,
    kind,
    mjml: read("email.mjml"),
    sms: read("sms.txt"),
    push: JSON.parse(read("push.json")) as PushSource,
    strings: JSON.parse(read("strings.json")) as Wordings,
    example: JSON.parse(read("example.json")) as MergeView,
    ...(inputs === undefined ? {} : { inputs }),
  };
}
