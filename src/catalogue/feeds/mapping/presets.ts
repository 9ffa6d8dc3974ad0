import type { SourceSpec } from "./source.ts";

type Preset = {
  readonly fields: Readonly<Record<string, SourceSpec>>;
  readonly rowsOf?: string;
  readonly isHtml: boolean;
};

const either = (...from: string[]): SourceSpec => ({ from, pick: "first" });

/**
 * Google's product data specification, as RSS 2.0 or Atom with `g:` fields, or as a table whose columns have the same names
 * (support.google.com/merchants/answer/7052112).
 */
const googleMerchant: Preset = {
  isHtml: true,
  fields: {
    code: either("g:id", "id"),
    category: {
      from: ["g:product_type", "product_type", "product type", "g:google_product_category", "google_product_category"],
      pick: "first",
      part: { of: ">", which: "last" },
    },
    title: either("g:title", "title"),
    body: either("g:description", "description", "summary"),
    price: either("g:price", "price"),
    salePrice: either("g:sale_price", "sale_price", "sale price"),
    salePeriod: either("g:sale_price_effective_date", "sale_price_effective_date", "sale price effective date"),
    imageUrl: either("g:image_link", "image_link", "image link"),
    linkUrl: either("g:link", "link", "link.@href"),
    stock: either("g:quantity", "quantity", "g:sell_on_google_quantity", "sell_on_google_quantity"),
    availability: either("g:availability", "availability"),
    validUntil: either("g:expiration_date", "expiration_date", "expiration date"),
  },
};

/** Shopify's product CSV: a product is as many rows as it has variants and pictures. Its address has to be given. */
const shopify: Preset = {
  isHtml: true,
  rowsOf: "Handle",
  fields: {
    code: "Handle",
    category: {
      from: ["Type", "Custom Product Type", "Product Category", "Standard Product Type"],
      pick: "first",
      part: { of: ">", which: "last" },
    },
    title: "Title",
    body: either("Body (HTML)", "Body HTML"),
    price: { from: "Variant Price", pick: "least" },
    imageUrl: either("Image Src", "Variant Image"),
    stock: { from: "Variant Inventory Qty", pick: "sum" },
    tags: { from: "Tags", pick: "first", split: "," },
    availability: {
      from: ["Status", "Published"],
      pick: "first",
      values: {
        active: "in_stock",
        draft: "out_of_stock",
        archived: "out_of_stock",
        true: "in_stock",
        false: "out_of_stock",
        TRUE: "in_stock",
        FALSE: "out_of_stock",
      },
    },
  },
};

export const presets = { "google-merchant": googleMerchant, shopify } as const;
