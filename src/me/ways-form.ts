import type { PreferencesInput } from "#messages/preferences/preferences.ts";
import { type ChannelName, channelNames } from "#messages/channel-name.ts";
import type { ChannelOrder } from "#messages/preferences/channel-order.ts";
import type { FormFields, FormShape } from "./read-form.ts";
import type { FaultCode } from "./words/words.ts";

/** The lists of an order of channels, as they are filled in: "" where nothing is chosen; undefined where the form has none. */
export type WaysDraft = readonly string[] | undefined;

const places = channelNames.map((_, index) => `way${index + 1}`);

/** `ways` tells a form that asks from one that does not. */
export const waysShape: FormShape = {
  ways: "one",
  ...Object.fromEntries(places.map((place) => [place, "one" as const])),
};

export function wayField(index: number): string {
  return places[index] ?? "";
}

export function waysDraftFrom(fields: FormFields): WaysDraft {
  return fields.one("ways") === "" ? undefined : places.map((place) => fields.one(place));
}

/** Channels that some newsletter may come by, in their usual order; asked about only where there are several. */
export function offeredWays(newsletters: ReadonlyArray<{ readonly channels: readonly ChannelName[] }>): ChannelOrder {
  return channelNames.filter((channel) => newsletters.some(({ channels }) => channels.includes(channel)));
}

/** What the lists mean: an order, null for none, undefined where nothing was asked; or what is wrong. */
export function parseWays(
  draft: WaysDraft,
  offered: ChannelOrder,
): { readonly order: PreferencesInput["channelOrder"] } | { readonly fault: FaultCode } {
  if (draft === undefined) return { order: undefined };
  const chosen = [...new Set(draft.filter((way) => way !== ""))];
  const order = offered.filter((way) => chosen.includes(way)).toSorted((a, b) => chosen.indexOf(a) - chosen.indexOf(b));
  if (order.length < chosen.length) return { fault: "choice" };
  if (order.length === 0) return { order: null };
  return draft[0] === "" ? { fault: "first_way" } : { order };
}

export function isSameOrder(one: ChannelOrder | null, other: ChannelOrder | null): boolean {
  return one?.join(" ") === other?.join(" ");
}
