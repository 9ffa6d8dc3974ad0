import { z } from "zod";
import type { WebhookEndpoint } from "#outbound/webhooks/endpoint.ts";
import { type EventType, eventTypes, subscribableTypes } from "#outbound/webhooks/event-types.ts";

const typeSchema = z.enum(subscribableTypes as [EventType, ...EventType[]]);

export const endpointBody = z.strictObject({
  url: z
    .string()
    .min(1)
    .max(2_048)
    .describe("https, and a public address. Redirects are not followed.")
    .meta({ examples: ["https://erp.shop.example/jumpstation"] }),
  description: z.string().trim().max(200).optional(),
  types: z
    .array(typeSchema)
    .min(1)
    .max(subscribableTypes.length)
    .describe("What it hears of.")
    .meta({ examples: [["customer.created", "consent.withdrawn"]] }),
  discloses: z
    .array(z.enum(["email", "phone"]))
    .max(2)
    .optional()
    .describe("Contact values that payloads name beside the customer's code. Asks for the scope export:personal."),
});

export const endpointSchema = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  types: z.array(z.string()),
  discloses: z.array(z.string()),
  state: z.enum(["active", "disabled"]),
  disabledReason: z
    .enum(["operator", "gone", "failing"])
    .optional()
    .describe("gone: it answered 410. failing: nothing was taken for five days."),
  disabledAt: z.int().optional(),
  failingSince: z.int().optional(),
  lastSuccessAt: z.int().optional(),
  oldSecretUntil: z.int().optional().describe("Until then two secrets sign."),
  createdAt: z.int().describe("Epoch ms."),
});

export type EndpointView = z.infer<typeof endpointSchema>;

export function endpointView({ types, discloses, ...endpoint }: WebhookEndpoint): EndpointView {
  return { ...endpoint, types: [...types], discloses: [...discloses] };
}

export const endpointParams = z.object({ id: z.string().max(50) });

export const secretSchema = z
  .string()
  .describe("whsec_ and base64: what the receiver verifies with. Seen this once.")
  .meta({ examples: ["whsec_…"] });

export const deliverySchema = z.object({
  number: z.int(),
  eventId: z.string().describe("The webhook-id header of every try."),
  type: z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]]),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int(),
  happenedAt: z.int(),
  nextAt: z.int().optional().describe("When it is tried next, where pending."),
  lastTriedAt: z.int().optional(),
  finishedAt: z.int().optional(),
  status: z.int().optional().describe("HTTP status of the last answer."),
  fault: z.string().optional().describe("Why there was no answer."),
  durationMs: z.int().optional(),
});
