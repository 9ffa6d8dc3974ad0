import { describe, expect, it } from "vitest";
import { isAvailable, loadedProduct, type ProductWords } from "./loaded-product.ts";
import { negotiateLocale } from "./pages/negotiate-locale.ts";

function words(locale: string, channel = ""): ProductWords {
  return { locale, channel, title: `${locale}/${channel}`, body: "", callToAction: "" };
}

function product(
  copy: readonly ProductWords[],
  stock: number | null = null,
  valid: readonly (number | null)[] = [null, null],
) {
  const [from = null, until = null] = valid;
  return loadedProduct(
    [1, "live", 0, "SPADE", "garden", 100, "EUR", "", "", "[]", "{}", from, until, stock, 0, 0],
    copy,
  );
}

describe("the words of a product set", () => {
  it("come in the reader's region, else her language, else English, else what there is", () => {
    const all = product([words("de"), words("de-CH"), words("en"), words("fr")]);
    expect(["de-CH", "de-AT", "de-Latn-CH", "it", "fr-CA"].map((locale) => all.copy(locale, "").locale)).toEqual([
      "de-CH",
      "de",
      "de",
      "en",
      "fr",
    ]);
    expect(product([words("fr")]).copy("it", "").locale).toBe("fr");
  });

  it("the nearer language counts more than the channel, and the channel's own words more than everybody's", () => {
    const all = product([words("de"), words("en"), words("en", "sms")]);
    expect(all.copy("de", "sms").title).toBe("de/");
    expect(all.copy("en", "sms").title).toBe("en/sms");
    expect(all.copy("en", "email").title).toBe("en/");
    expect(product([words("de", "sms"), words("en")]).copy("de", "email").title).toBe("en/");
  });

  it("are the code where there are none", () => {
    expect(product([]).copy("en", "email").title).toBe("SPADE");
  });
});

describe("a product set at a moment", () => {
  it("is there from its first millisecond to just before its last, while there is stock", () => {
    const limited = product([], 1, [100, 200]);
    expect([99, 100, 199, 200].map((now) => isAvailable(limited, now))).toEqual([false, true, true, false]);
    expect(isAvailable(product([], 0), 1)).toBe(false);
    expect(isAvailable(product([]), 1)).toBe(true);
  });
});

describe("the reader's language", () => {
  const available = new Set(["de", "fr-CA", "en"]);
  it("is the first that she wants and the vendor has", () => {
    expect(negotiateLocale("it, fr-CA;q=0.9, de;q=0.8", available)).toBe("fr-CA");
    expect(negotiateLocale("de-CH, en;q=0.9", available)).toBe("de");
    expect(negotiateLocale("en-GB, de;q=0.9", available)).toBe("en");
    expect(negotiateLocale("de;q=0, *", available)).toBe("en");
  });

  it("is English for headers that are none", () => {
    for (const header of [undefined, "", ";;;", "x".repeat(10_000), "de_DE", "\u0000"]) {
      expect(negotiateLocale(header, available)).toBe("en");
    }
  });
});
