import { expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { categories, demoProducts, productPicture } from "./assortment.ts";
import { newsletters, rules } from "./programme.ts";

it("no two things of a category look the same, even without colour, name and tilt", () => {
  const products = demoProducts(seededRandom(7));
  for (const category of categories) {
    const drawings = products
      .filter((product) => product.category === category)
      .map((product) => productPicture(product).replaceAll(/hsl\([^)]*\)|aria-label="[^"]*"|rotate\([^)]*\)/g, ""));
    expect(new Set(drawings).size).toBe(drawings.length);
  }
});

it("gifts come first in the birthday newsletter alone", () => {
  const rule = rules.find(([name]) => name === "gifts-for-birthdays")?.[1].when ?? "";
  const slot = /context\.slot == "(\w+)"/.exec(rule)?.[1];
  const used = newsletters.filter(({ slots }) => slots.some(({ name }) => name === slot)).map(({ code }) => code);
  expect(used).toEqual(["birthday"]);
});
