import type { Selector } from "#content/select.ts";
import type { VendorView } from "#templates/merge-view.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import type { Slot } from "#content/selection.ts";

/** A product set as a message shows it. */
export type ShelfProduct = {
  readonly id: number;
  readonly code: string;
  readonly category: string;
  readonly priceMinor: number;
  readonly currency: string;
  readonly imageUrl: string;
  readonly linkUrl: string;
  /** Epoch ms from which it is offered no more. */
  readonly validUntil?: number | undefined;
  copy(locale: string, channel: string): { readonly title: string; readonly body: string };
};

/** The catalogue at one moment, compiled for one set of slots. */
export type Shelf = {
  readonly selector: Selector;
  readonly productById: ReadonlyMap<number, ShelfProduct>;
  readonly idByCode: ReadonlyMap<string, number>;
  readonly popularityById: ReadonlyMap<number, number>;
  /** What the rules ask of customers: nothing else is read for them. */
  readonly eventNames: readonly string[];
  readonly attributeNames: readonly string[];
  readonly scoreCodes?: readonly string[];
};

/** The newest state that there is: a product that sold out a moment ago is not in it. */
export type ShelfSource = (slots: readonly Slot[]) => Promise<Shelf>;

export type TemplateSource = {
  /** The newest published version. */
  newest(name: string): Promise<{ readonly id: number; readonly template: PreparedTemplate } | undefined>;
  /** The version that a message is pinned to. */
  byId(id: number): Promise<PreparedTemplate | undefined>;
};

/** Who speaks. */
export type Sender = {
  readonly vendor: VendorView;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly replyTo?: string;
  /** Domain of List-ID and Feedback-ID. */
  readonly domain: string;
};
