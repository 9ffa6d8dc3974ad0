import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JourneyDoor } from "./journey-door.ts";

export const NEWSLETTER = "weekly-picks";

const attributes = {
  age_band: "string",
  income_band: "string",
  home: "string",
  persons: "string",
  kids: "int",
} as const;

const sender = {
  vendor: {
    name: "The Complete Journey (a measurement)",
    websiteUrl: "https://shop.journey.example/",
    logoUrl: "https://shop.journey.example/logo.png",
    postalAddress: "Nowhere 1, 00000 Example",
    colour: "#2e5d4b",
  },
  fromName: "The Complete Journey (a measurement)",
  fromAddress: "hello@journey.example",
  domain: "journey.example",
};

const newsletter = {
  title: "Weekly picks",
  topic: NEWSLETTER,
  templateName: "weekly-picks",
  slots: [
    { name: "hero", size: 1 },
    { name: "picks", size: 5, maxPerCategory: 2 },
  ],
  defaultPace: { kind: "weeks", every: 1, weekdays: [4] },
  defaultMinute: 9 * 60,
};

/** Written before anything was measured, and not changed after. */
const rules = {
  "goods-alone": {
    kind: "exclude",
    when: 'product.department in ["COUPON", "MISCELLANEOUS", "FUEL", "POSTAL CENTER", "CHARITABLE CONT"]',
  },
  "bought-again": { kind: "boost", when: 'did("purchase", {"product": product.code}, 180) >= 2', factor: 2 },
  "no-baby-food-without-children": {
    kind: "exclude",
    when: 'product.category == "BABY FOODS" && customer.kids == 0',
  },
};

/** Attributes, sender, hosts, vocabulary, the products' feed, rules and newsletter, each through its own operation. */
export async function fillProgramme(door: JourneyDoor): Promise<void> {
  for (const [name, type] of Object.entries(attributes)) {
    await door.put(`/v1/attributes/${name}`, { type, label: "", visibleTo: ["operator"] });
  }
  await door.put("/v1/settings/hosts", { hosts: ["shop.journey.example"] });
  await door.put("/v1/settings/sender", sender);
  await door.put("/v1/vocabulary", { product: { department: "string", brand: "string", size: "string" } });
  const feed = readFileSync(join(import.meta.dirname, "mappings/journey-products.feed.json"), "utf8");
  await door.put("/v1/feeds/products", JSON.parse(feed));
  for (const [name, rule] of Object.entries(rules)) await door.put(`/v1/rules/${name}`, rule);
  await door.put(`/v1/newsletters/${NEWSLETTER}`, newsletter);
}
