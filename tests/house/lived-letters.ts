import { declareAttribute } from "#customers/declare-attribute.ts";
import { USUAL_ADDRESS_FIELDS } from "#customers/postal/address-fields.ts";
import type { Jumpstation } from "#entry/compose.ts";
import { printSettingsBody, putPrintSettings } from "#messages/print/print-settings.ts";

const actor = { kind: "system", id: "test" } as const;

/** A vendor who writes letters, and a customer who lives somewhere. */
export async function fillLetters(
  { app, customers, tendImports }: Jumpstation,
  { origin, key, customer }: { readonly origin: string; readonly key: string; readonly customer: string },
): Promise<void> {
  for (const name of new Set(Object.values(USUAL_ADDRESS_FIELDS))) {
    const input = { name, type: "string", label: name, visibleTo: ["operator"] } as const;
    await declareAttribute({ deps: customers, actor, input });
  }
  await putPrintSettings({ deps: customers, actor, input: printSettingsBody.parse({}) });
  const address = { street: "12 High Street", city: "Springfield", state: "IL", postalCode: "62701", country: "US" };
  const told = await app.request(`${origin}/v1/identify`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ userId: customer, messageId: "lives-there", traits: { address } }),
  });
  if (told.status !== 200) throw new Error(await told.text());
  await tendImports();
}
