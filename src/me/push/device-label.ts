import UAParser from "ua-parser-js";

/** How a browser is called in her list: "Firefox, Android". "" where it does not say. */
export function deviceLabel(agent: string): string {
  const { browser, os } = new UAParser(agent.slice(0, 1_024)).getResult();
  return [browser.name, os.name].filter((name) => name !== undefined).join(", ");
}
