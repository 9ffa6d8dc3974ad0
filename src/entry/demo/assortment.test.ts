import { expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { demoProducts } from "./assortment.ts";
import { drawnThings, drawProduct } from "./drawings/draw-product.ts";
import { newsletters, rules } from "./programme.ts";

const products = demoProducts(seededRandom(7));

it("every product has a drawing of its own, told apart by its shapes alone", () => {
  const shapes = products.map((product) => {
    const drawing = drawProduct(product);
    expect(drawing).toBeDefined();
    return drawing?.replaceAll(/aria-label="[^"]*"|fill="[^"]*"|stroke="[^"]*"/g, "");
  });
  expect(new Set(shapes).size).toBe(products.length);
  expect(products.map(({ category }) => category)).toEqual(expect.arrayContaining([...drawnThings.keys()]));
});

it("nothing is drawn that nobody sells", () => {
  const sold = new Set(products.map(({ title }) => title));
  expect([...drawnThings.values()].flat().filter((title) => !sold.has(title))).toEqual([]);
});

it("a drawing is small, whole, and asks nobody for anything", () => {
  for (const product of products) {
    const drawing = drawProduct(product) ?? "";
    expect(drawing.length).toBeLessThan(5_000);
    expect(drawing).not.toMatch(/NaN|undefined|href|url\(|<script|<style/);
    expect(drawing.replace("http://www.w3.org/2000/svg", "")).not.toContain("://");
    expect(drawing.match(/<g\b/g)?.length ?? 0).toBe(drawing.match(/<\/g>/g)?.length ?? 0);
  }
});

it("gifts come first in the birthday newsletter alone", () => {
  const rule = rules.find(([name]) => name === "gifts-for-birthdays")?.[1].when ?? "";
  const slot = /context\.slot == "(\w+)"/.exec(rule)?.[1];
  const used = newsletters.filter(({ slots }) => slots.some(({ name }) => name === slot)).map(({ code }) => code);
  expect(used).toEqual(["birthday"]);
});
