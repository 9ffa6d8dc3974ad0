import { describe, expect, it } from "vitest";
import { isContradictory, isOutdatedBrowser } from "./browser-claims.ts";

const chrome = (version: number, system = "Windows NT 10.0; Win64; x64", tail = "") =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36${tail}`;
const NEW_YEAR = Date.UTC(2026, 0, 1);
const YEAR_LATER = Date.UTC(2027, 0, 1);

describe("the age of a browser", () => {
  it("is told by the day: half a year behind is outdated", () => {
    expect([136, 137, 138, 143].map((version) => isOutdatedBrowser(chrome(version), NEW_YEAR))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isOutdatedBrowser(chrome(143), YEAR_LATER)).toBe(true);
    expect(isOutdatedBrowser(chrome(160), YEAR_LATER)).toBe(false);
  });

  it("is told of Internet Explorer on a desktop, and of no handheld", () => {
    expect(isOutdatedBrowser("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", NEW_YEAR)).toBe(true);
    expect(isOutdatedBrowser("Mozilla/4.0 (compatible; MSIE 4.01; Windows CE; PPC; 240x320)", NEW_YEAR)).toBe(false);
    expect(isOutdatedBrowser("Nokia6600/1.0 (4.09.1) SymbianOS/7.0s Series60/2.0", NEW_YEAR)).toBe(false);
  });

  it("is not held against old systems, nor against browsers that count otherwise", () => {
    for (const agent of [
      chrome(109, "Windows NT 6.1; Win64; x64"),
      chrome(81, "Linux; Android 7.0; SM-G930F"),
      chrome(110, "Linux; Android 14; SM-A546B; wv)"),
      chrome(115, "Linux; Android 10; K", " SamsungBrowser/23.0"),
      chrome(115, undefined, " OPR/101.0.0.0"),
      "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0",
      "",
    ]) {
      expect([agent, isOutdatedBrowser(agent, NEW_YEAR)]).toEqual([agent, false]);
    }
  });
});

describe("agent and hints", () => {
  const hints = (platform: string, version: number) => (name: string) =>
    ({ "sec-ch-ua-platform": `"${platform}"`, "sec-ch-ua": `"Chromium";v="${version}", "Not_A Brand";v="24"` })[name];

  it("contradict each other in system or version", () => {
    expect(isContradictory(chrome(140), hints("Windows", 140))).toBe(false);
    expect(isContradictory(chrome(140), hints("Linux", 140))).toBe(true);
    expect(isContradictory(chrome(140), hints("macOS", 140))).toBe(true);
    expect(isContradictory(chrome(140), hints("Windows", 128))).toBe(true);
  });

  it("are no contradiction where there are none, or where a phone asks for the desktop's page", () => {
    expect(isContradictory(chrome(140), () => undefined)).toBe(false);
    expect(isContradictory(chrome(140, "X11; Linux x86_64"), hints("Android", 140))).toBe(false);
    expect(isContradictory("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Firefox/128.0", () => null)).toBe(false);
  });
});
