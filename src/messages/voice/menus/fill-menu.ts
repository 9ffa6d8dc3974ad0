import type { CallFlow } from "#channels/voice/call-flow.ts";
import type { MenuFlow } from "./menu-shape.ts";

/** In place of an address: the vendor's own website. */
export const WEBSITE = "{website}";
const VENDOR = "{vendor}";

/** A menu with the vendor's name and address where it leaves room for them. */
export function fillMenu(
  { language, steps }: MenuFlow,
  vendor: { readonly name: string; readonly websiteUrl: string },
): CallFlow {
  const filled = (text: string) => text.replaceAll(VENDOR, vendor.name);
  return {
    language,
    steps: steps.map((step) => {
      const said = { ...step, text: filled(step.text) };
      if (said.kind === "ask") {
        return { ...said, choices: said.choices.map((choice) => ({ ...choice, label: filled(choice.label) })) };
      }
      if (said.kind !== "send_link") return said;
      const url = said.url === WEBSITE ? vendor.websiteUrl : said.url;
      return { ...said, title: filled(said.title), url };
    }),
  };
}
