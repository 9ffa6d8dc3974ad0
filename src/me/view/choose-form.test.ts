import { describe, expect, it } from "vitest";
import { chooseForm } from "./choose-form.ts";

const asking = (headers: Readonly<Record<string, string>>, asked?: string) =>
  chooseForm(asked, (name) => headers[name] ?? null);

const HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
const CHROME = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36";

describe("the form of a message in a browser", () => {
  it.each([
    ["Mozilla/4.76 [en] (PalmOS; U; WebPro/3.0; Palm-Arzl)", "small"],
    ["Mozilla/4.0 (compatible; MSIE 4.01; Windows CE; PPC; 240x320)", "small"],
    ["Nokia6230i/2.0 (03.88) Profile/MIDP-2.0 Configuration/CLDC-1.1", "small"],
    ["Opera/9.80 (J2ME/MIDP; Opera Mini/9.80/191.310; U; en) Presto/2.12.423 Version/12.16", "small"],
    ["Lynx/2.9.0 libwww-FM/2.14", "small"],
    [CHROME, "rich"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
      "rich",
    ],
    ["Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1", "rich"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "rich"],
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "rich"],
    ["", "rich"],
  ])("for %s is %s", (agent, form) => {
    expect(asking({ "user-agent": agent, accept: HTML })).toBe(form);
  });

  it("is small for a reader who saves data, and text for one who takes no HTML", () => {
    expect(asking({ "user-agent": CHROME, accept: HTML, "save-data": "on" })).toBe("small");
    expect(asking({ "user-agent": "Nokia7110/1.0", accept: "text/vnd.wap.wml, text/plain" })).toBe("text");
  });

  it("is the one that is asked for, whoever asks", () => {
    expect(asking({ "user-agent": CHROME }, "small")).toBe("small");
    expect(asking({ "user-agent": "Mozilla/4.76 (PalmOS; U)" }, "rich")).toBe("rich");
    expect(asking({ "user-agent": CHROME }, "else")).toBe("rich");
  });

  it("follows a client hint before the agent", () => {
    expect(asking({ "user-agent": "PalmOS", "sec-ch-ua-form-factors": '"Desktop"' })).toBe("rich");
  });
});
