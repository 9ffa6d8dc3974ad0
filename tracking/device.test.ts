import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deviceClassOf } from "./device.ts";
import { type ReaderClass, readerClassOf } from "./reader-class.ts";

type DeviceCase = {
  readonly ua: string;
  readonly expect: ReaderClass | "bot";
  readonly accept?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
};

const load = (name: string): readonly DeviceCase[] => {
  const path = `../shared/cases/ua/${name}.json`;
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
};

/** Header names of some start with "http-"; some name a hint as a script reads it. */
const nameOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/^http-/, "")
    .replace(/^(platform|mobile|model)$/, "sec-ch-ua-$1");

/** A robot has no class of its own: it is one of the others. */
const isRight = ({ ua, expect, accept = [expect === "bot" ? "other" : expect], headers = {} }: DeviceCase) => {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [nameOf(name), value]));
  return accept.includes(readerClassOf(ua, (name) => byName.get(name)));
};

const measured = [
  "uap-core-phone",
  "uap-core-pda",
  "uap-core-tablet",
  "traps-not-pda",
  "device-detector-devices",
  "device-detector-client-hints",
  "device-detector-bots",
  "crawler-user-agents",
  "well-known-bots-previews",
].flatMap((corpus) => {
  const cases = load(corpus);
  return [...new Set(cases.map((one) => one.expect))].map((device) => {
    const ofClass = cases.filter((one) => one.expect === device);
    return { corpus, device, count: ofClass.length, right: ofClass.filter(isRight).length };
  });
});

const classes = ["phone", "pda", "tablet", "desktop", "bot/other"].map((device) => {
  const parts = measured.filter((one) => device.split("/").includes(one.device));
  const sum = (key: "count" | "right") => parts.reduce((total, part) => total + part[key], 0);
  return { device, count: sum("count"), share: sum("right") / sum("count") };
});

/** What is reached where it is less: models that name no family and no kind can't be told without a list of models. */
const reached: Readonly<Record<string, number>> = {
  "uap-core-tablet tablet": 0.98,
  "device-detector-devices tablet": 0.95,
  "device-detector-devices desktop": 0.985,
  "device-detector-devices other": 0.945,
  "device-detector-client-hints tablet": 0.965,
  "device-detector-client-hints other": 0.6,
  "device-detector-bots bot": 0.99,
  "crawler-user-agents bot": 0.99,
  tablet: 0.96,
};

describe.skipIf(measured.length === 0)("device classes of real agents (shared cases are absent if skipped)", () => {
  it.each(measured.map((one) => ({ ...one, shown: (one.right / one.count).toFixed(3) })))(
    "$corpus: $device is right in $shown of $count",
    ({ corpus, device, right, count }) => {
      expect(right / count).toBeGreaterThanOrEqual(reached[`${corpus} ${device}`] ?? 0.99);
    },
  );

  it.each(classes.map((one) => ({ ...one, shown: one.share.toFixed(3) })))(
    "all together: $device is right in $shown of $count",
    ({ device, share }) => {
      expect(share).toBeGreaterThanOrEqual(reached[device] ?? 0.98);
    },
  );

  it("no trap is taken for a PDA", () => {
    expect(load("traps-not-pda").filter((one) => !isRight(one))).toEqual([]);
  });
});

describe("the device class", () => {
  const frozen =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  const hints = (values: Readonly<Record<string, string>>) => (name: string) => values[name] ?? null;

  it("follows the browser's own hint before its agent", () => {
    expect(deviceClassOf(frozen, hints({ "sec-ch-ua-form-factors": '"Tablet"' }))).toBe("tablet");
    expect(deviceClassOf(frozen, hints({ "sec-ch-ua-form-factors": '"Mobile"' }))).toBe("phone");
    expect(deviceClassOf(frozen, hints({ "sec-ch-ua-form-factors": '"Automotive"' }))).toBe("other");
    expect(deviceClassOf("", hints({ "sec-ch-ua-form-factors": '"Desktop", "XR"' }))).toBe("desktop");
    expect(deviceClassOf(frozen, hints({ "sec-ch-ua-platform": '"Windows"', "sec-ch-ua-mobile": "?0" }))).toBe(
      "desktop",
    );
  });

  it("reads the model where a frozen agent hides it", () => {
    expect(deviceClassOf(frozen, hints({ "sec-ch-ua-model": '"Smart TV X1"' }))).toBe("tv");
    expect(
      deviceClassOf(
        frozen.replace("Chrome/140.0.0.0", "Chrome/140.0.0.0 Mobile"),
        hints({ "sec-ch-ua-model": '"SM-X200"' }),
      ),
    ).toBe("tablet");
  });

  it.each([
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
      "phone",
    ],
    ["Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "phone"],
    [
      "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1",
      "tablet",
    ],
    ["Mozilla/4.76 [en] (PalmOS; U; WebPro/3.0; Palm-Arzl)", "pda"],
    ["Mozilla/4.0 (compatible; MSIE 4.01; Windows CE; PPC; 240x320)", "pda"],
    ["Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/537.36 Version/5.0 TV Safari/537.36", "tv"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15", "desktop"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "desktop"],
    ["Mozilla/5.0 (PlayStation; PlayStation 5/4.03) AppleWebKit/605.1.15", "other"],
    ["", "other"],
  ] as const)("of %s is %s", (agent, device) => {
    expect(deviceClassOf(agent)).toBe(device);
  });

  it.each([
    ["BAH4-W09", "tablet"],
    ["ELS-NX9", "phone"],
    ["SM-P610", "tablet"],
    ["SM-A920F", "phone"],
    ["Lenovo A7600-H", "tablet"],
    ["Lenovo A6000", "phone"],
    ["23043RP34G", "tablet"],
    ["23021RAA2Y", "phone"],
    ["9027X", "tablet"],
    ["9008D", "phone"],
    ["Coolpad 8085", "phone"],
    ["XDH-30-A1", "other"],
    ["Sunmi V2", "other"],
    ["PTV50SS06", "tv"],
  ] as const)("of a model named %s, by its maker's habit, is %s", (model, device) => {
    expect(
      deviceClassOf(
        `Mozilla/5.0 (Linux; Android 10; ${model}) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36`,
      ),
    ).toBe(device);
  });

  it("looks at no more than the first 1,024 characters", () => {
    expect(deviceClassOf(`${"x ".repeat(512)}iPad`)).toBe("other");
    expect(deviceClassOf("Windows CE ".repeat(1_000_000))).toBe("phone");
  });

  it("stays the same however often and in whatever order it is asked for", () => {
    const agents = Array.from({ length: 6_000 }, (_, index) => `Nokia${index}/1.0 Profile/MIDP-2.0`);
    expect(new Set(agents.map((agent) => deviceClassOf(agent)))).toEqual(new Set(["phone"]));
    expect(deviceClassOf("Nokia0/1.0 Profile/MIDP-2.0")).toBe("phone");
  });
});
