import { blankStation } from "./blank-station.ts";
import { configPage } from "./config-page.ts";
import { problemsPage } from "./problems-page.ts";

/** Every file of docs/generated with what it should say now. The API's description is the one that the station serves. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  const { station } = await blankStation();
  const served = await station.app.request("/openapi.json");
  if (!served.ok) throw new Error(`The station does not describe its API: ${served.status}.`);
  const openapi = `${JSON.stringify(await served.json(), undefined, 2)}\n`;
  await station.messages.store.close();
  return new Map([
    ["openapi.json", openapi],
    ["config.md", configPage()],
    ["problems.md", problemsPage()],
  ]);
}
