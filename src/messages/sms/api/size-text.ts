import { z } from "zod";
import { isPhoneNumber } from "#channels/sms-address.ts";
import { ok } from "#kernel/result.ts";
import { sizeText as size } from "#messages/sms/sms-composer.ts";
import { priceMilli } from "#messages/phone/price-milli.ts";
import { findSmsSettings } from "#messages/sms/sms-settings.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";
import { sizedText } from "./sized-text.ts";

const body = z.strictObject({
  text: z.string().max(1_600).describe("What would be sent."),
  to: z.string().refine(isPhoneNumber, "Expected a number with its country code.").optional(),
});

/** What a text takes and costs, before anybody gets it. */
export function sizeText({ store }: { readonly store: Store }) {
  return defineOperation({
    operationId: "sizeText",
    method: "post",
    path: "/v1/sms/size",
    tag: "Messages",
    summary: "Count the segments of a text and what they cost",
    scope: "messages:read",
    body,
    success: { status: 200, description: "Its encoding, segments and price.", schema: sizedText },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: async ({ body: { text, to } }) => {
      const settings = await findSmsSettings(store);
      const { replacements, ...sized } = size(text, settings);
      const costMilli = to === undefined ? undefined : priceMilli(settings, { to, units: sized.segments });
      return ok({
        ...sized,
        replacements,
        currency: settings.currency,
        ...(costMilli === undefined ? {} : { costMilli }),
      });
    },
  });
}
