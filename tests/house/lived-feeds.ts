import type { Jumpstation } from "#entry/compose.ts";

/** A record of the feeds below: never in stock, so that no message ever shows it. */
export function feedProduct(id: string) {
  return {
    id,
    title: "Border spade",
    product_type: "Garden tools",
    price: "42.50 GBP",
    image_link: `http://127.0.0.1:8787/${id}.svg`,
    link: `http://127.0.0.1:8787/products/${id}`,
    availability: "out_of_stock",
  };
}

/** Two feeds: "shop" with a run that went well, "shrunken" with one that did and one that is held. */
export async function fillFeeds({ app }: Pick<Jumpstation, "app">, origin: string, key: string): Promise<void> {
  const call = async (method: string, path: string, body: unknown) => {
    const answer = await app.request(`${origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  };
  for (const [code, ...runs] of [
    ["shop", [feedProduct("FED-1")]],
    ["shrunken", [feedProduct("FED-1")], []],
  ] as const) {
    const settings = { title: code, form: { kind: "json" }, images: "link", mapping: { like: "google-merchant" } };
    await call("PUT", `/v1/feeds/${code}`, settings);
    for (const products of runs) await call("POST", `/v1/feeds/${code}/runs`, products);
  }
}
