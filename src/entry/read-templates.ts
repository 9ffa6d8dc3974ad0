import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TemplateSource } from "#templates/template-source.ts";

const names = ["weekly-picks", "birthday", "service-notice", "confirm-subscription"];

/** The seed templates of the house, as their files stand in `folder`. */
export function readTemplates(folder: string): readonly TemplateSource[] {
  return names.map((name) => {
    const at = join(folder, name);
    const text = (file: string) => readFileSync(join(at, file), "utf8");
    const json = (file: string) => JSON.parse(text(file)) as never;
    const { kind, inputs } = json("template.json") as Pick<TemplateSource, "kind" | "inputs">;
    const files = readdirSync(at);
    const own = {
      ...(files.includes("email.txt") ? { text: text("email.txt") } : {}),
      ...(files.includes("voice.txt") ? { voice: text("voice.txt") } : {}),
      ...(files.includes("letter.txt") ? { letter: text("letter.txt") } : {}),
    };
    return {
      name,
      kind,
      mjml: text("email.mjml"),
      sms: text("sms.txt"),
      push: json("push.json"),
      strings: json("strings.json"),
      example: json("example.json"),
      ...own,
      ...(inputs === undefined ? {} : { inputs }),
    };
  });
}
