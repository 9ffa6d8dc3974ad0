import { describe, expect, it } from "vitest";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { insertRows } from "#tests/worlds/predicted-world.ts";
import { mainCurrency } from "./main-currency.ts";

describe("the main currency", () => {
  it("is that of most orders, as soon as they come, and is looked at anew when the orders have grown by a hundredth", async () => {
    const store = await freshStore();
    const columns = ["order_key", "customer_id", "currency", "total_minor", "at", "received_at", "source"];
    const asked: string[] = [];
    const watched = {
      ...store,
      read: ((query: { sql: string }) => {
        if (query.sql.includes("group by")) asked.push(query.sql);
        return store.read(query as never);
      }) as typeof store.read,
    };
    const bring = (from: number, count: number, currency: string) =>
      store.write([
        insertRows(
          "purchases",
          columns,
          Array.from({ length: count }, (_, index) => [`shop:${from + index}`, 1, currency, 100, 1, 1, "shop"]),
        ),
      ]);
    expect(await mainCurrency(watched)).toBe("EUR");
    await bring(0, 200, "GBP");
    expect(await mainCurrency(watched)).toBe("GBP");
    await bring(200, 2, "SEK");
    expect([await mainCurrency(watched), asked.length]).toEqual(["GBP", 2]);
    await bring(202, 250, "SEK");
    expect([await mainCurrency(watched), asked.length]).toEqual(["SEK", 3]);
  });
});
