import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { type CallFlow, type CallPlace, type CallStep, keypad } from "./call-flow.ts";
import { callTwiml } from "./call-twiml.ts";
import { callWords, voiceLanguage } from "./call-words.ts";
import { flowFaults } from "./flow-faults.ts";
import { beginCall, type CallTurn, MOST_TRIES, pressKey, repeatPlace } from "./walk-call.ts";

const NAUGHTY = "../shared/cases/naughty/blns.json";
const naughty = existsSync(NAUGHTY) ? (JSON.parse(readFileSync(NAUGHTY, "utf8")) as string[]) : [];

const flow: CallFlow = {
  language: "en",
  steps: [
    {
      kind: "ask",
      name: "main",
      text: "Welcome.",
      choices: [
        { key: "1", label: "For hours", to: "hours" },
        { key: "2", label: "For the link", to: "link" },
        { key: "3", label: "To agree", to: "agree" },
        { key: "4", label: "For a person", to: "person" },
        { key: "9", label: "For no more calls", to: "stop" },
      ],
    },
    { kind: "say", name: "hours", text: "Nine to five.", next: "main" },
    { kind: "send_link", name: "link", url: "https://shop.example/", title: "Shop", text: "It is on its way." },
    { kind: "hang_up", name: "bye", text: "Goodbye." },
    { kind: "consent", name: "agree", channel: "voice", topic: "", text: "Thank you.", next: "bye" },
    { kind: "connect", name: "person", number: "+12025550123", text: "One moment.", next: "bye" },
    { kind: "opt_out", name: "stop", text: "No more calls." },
  ],
};

const saidIn = ({ verbs }: CallTurn) =>
  verbs.flatMap((verb) => (verb.kind === "say" || verb.kind === "gather" ? [verb.text] : []));

/** Every way through a flow, a key after the other, as far as it leads somewhere new. */
function walkAll(of: CallFlow) {
  const seen = new Set<string>();
  const turns: CallTurn[] = [beginCall(of)];
  const waiting: CallPlace[] = turns.flatMap(({ place }) => place ?? []);
  while (waiting.length > 0) {
    const place = waiting.pop();
    if (place === undefined || seen.has(JSON.stringify(place))) continue;
    seen.add(JSON.stringify(place));
    for (const key of [...keypad, undefined]) {
      const turn = pressKey(of, place, key);
      turns.push(turn);
      if (turn.place !== undefined) waiting.push(turn.place);
    }
  }
  return { turns, places: seen.size };
}

describe("a call's steps", () => {
  it("are walked by every key from every place: each ends, and each that waits tells how to end the calls", () => {
    const { turns, places } = walkAll(flow);
    expect(places).toBe(4);
    expect(turns.filter(({ place }) => place === undefined).length).toBeGreaterThan(10);
    for (const { verbs, place } of turns) {
      const last = verbs.at(-1);
      const ends = place === undefined ? ["hang_up"] : ["gather", "connect"];
      expect(ends).toContain(last?.kind);
    }
    const asked = turns.flatMap(({ verbs }) => verbs.filter((verb) => verb.kind === "gather"));
    expect(asked.filter(({ text }) => !text.includes("For no more calls: press 9."))).toEqual([]);
    const reached = new Set(turns.flatMap(saidIn));
    for (const step of flow.steps) expect([...reached].join(" ")).toContain(step.text);
  });

  it("take only the keys that they list, three times, and then say goodbye", () => {
    const words = callWords("en");
    let place = beginCall(flow).place;
    for (let tried = 1; tried < MOST_TRIES; tried += 1) {
      const turn: CallTurn = pressKey(flow, place ?? { step: 0, tries: 1 }, "7");
      expect(saidIn(turn)[0]).toBe(words.notUnderstood);
      expect(turn.effects).toEqual([]);
      place = turn.place;
    }
    const last = pressKey(flow, place ?? { step: 0, tries: 1 }, undefined);
    expect(last).toMatchObject({ place: undefined, effects: [] });
    expect(saidIn(last)).toEqual([words.goodbye]);
  });

  it("do what a key stands for, in the words in which it was offered, and never name the key", () => {
    const at = { step: 0, tries: 2 };
    expect(pressKey(flow, at, "9").effects).toEqual([
      { kind: "choice", step: "main", to: "stop", label: "For no more calls" },
      { kind: "opt_out", wording: "For no more calls: press 9." },
    ]);
    expect(pressKey(flow, at, "3").effects[1]).toEqual({
      kind: "consent",
      channel: "voice",
      topic: "",
      wording: "To agree: press 3.",
    });
    expect(pressKey(flow, at, "2").effects[1]).toEqual({
      kind: "send_link",
      url: "https://shop.example/",
      title: "Shop",
    });
    expect(JSON.stringify(pressKey(flow, at, "2").effects[0])).not.toMatch(/"(key|digits)"/);
  });

  it("go on after a person who was called, and do nothing when they are told again", () => {
    const put = pressKey(flow, { step: 0, tries: 1 }, "4");
    expect(put.verbs.at(-1)).toEqual({ kind: "connect", number: "+12025550123" });
    expect(saidIn(pressKey(flow, put.place ?? { step: 0, tries: 0 }, undefined))).toEqual(["Goodbye."]);
    expect(repeatPlace(flow, { step: 6, tries: 1 }).effects).toEqual([]);
    expect(repeatPlace(flow, { step: 0, tries: 2 })).toMatchObject({ place: { step: 0, tries: 2 }, effects: [] });
  });

  it("end whatever they are: no list of steps keeps a caller for ever", () => {
    const name = fc.constantFrom("a", "b", "c", "d");
    const step: fc.Arbitrary<CallStep> = fc.oneof(
      fc.record({
        kind: fc.constant("say" as const),
        name,
        text: fc.string(),
        next: fc.option(name, { nil: undefined }),
      }),
      fc.record({
        kind: fc.constant("ask" as const),
        name,
        text: fc.string(),
        choices: fc.array(fc.record({ key: fc.constantFrom(...keypad), label: fc.string(), to: name }), {
          maxLength: 3,
        }),
      }),
      fc.record({ kind: fc.constant("opt_out" as const), name, text: fc.string() }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 6 }),
        fc.array(fc.constantFrom(...keypad), { maxLength: 20 }),
        (steps, keys) => {
          const wild: CallFlow = { language: "en", steps };
          let turn = beginCall(wild);
          for (const key of keys) {
            if (turn.place === undefined) break;
            turn = pressKey(wild, turn.place, key);
          }
          for (let silence = 0; silence < MOST_TRIES && turn.place !== undefined; silence += 1) {
            turn = pressKey(wild, turn.place, undefined);
          }
          expect(turn.place).toBeUndefined();
        },
      ),
    );
  });

  it("are refused where they lead nowhere, to each other for ever, twice by one key, or without an end of calls", () => {
    const [main, ...others] = flow.steps;
    const change = (step: CallStep) => flowFaults({ ...flow, steps: [step, ...others] }).map(({ pointer }) => pointer);
    expect(flowFaults(flow)).toEqual([]);
    if (main?.kind !== "ask") throw new Error("The menu begins with a question.");
    expect(change({ ...main, choices: main.choices.slice(0, 4) })).toEqual(["/steps/0/choices"]);
    expect(change({ ...main, choices: [...main.choices, { key: "1", label: "x", to: "nowhere" }] })).toEqual([
      "/steps/0/choices/5/key",
      "/steps/0/choices/5/to",
    ]);
    expect(change({ kind: "say", name: "hours", text: "x", next: "gone" })).toContain("/steps/0/next");
    const round: CallFlow = {
      language: "en",
      steps: [
        { kind: "say", name: "a", text: "x", next: "b" },
        { kind: "say", name: "b", text: "y", next: "a" },
      ],
    };
    expect(flowFaults(round).map(({ pointer }) => pointer)).toEqual(["/steps/0/next", "/steps/1/next"]);
  });
});

type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>>; text: string };

/** The elements of a document below its root, as a strict parser reads them; a fault of the document is thrown. */
function parse(document: string): readonly Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on("error", (fault) => {
    throw fault;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes, text: "" };
    if (open.length > 0) elements.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(document).close();
  return elements;
}

describe("a call as TwiML", () => {
  const NEXT = "https://go.shop.example/callbacks/twilio/voice/turn/abc?a=1&b=2";
  /** What XML 1.0 has no place for is gone. */
  const plain = (text: string) =>
    Array.from(text, (sign) => (/[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(sign) ? sign : "")).join(
      "",
    );

  it.each([
    "<Redirect>https://evil.example</Redirect>",
    "]]>",
    "&amp; &#0; &lt;",
    "a\"b'c",
    "\u0000\u0007\ufffe\ud800",
  ])("says %j as words and nothing else", (text) => {
    const document = callTwiml({ language: "en", verbs: [{ kind: "say", text }, { kind: "hang_up" }] });
    const elements = parse(document);
    expect(elements.map(({ name }) => name)).toEqual(["Say", "Hangup"]);
    expect(elements[0]?.text).toBe(plain(text));
  });

  it.skipIf(naughty.length === 0)(`says each of ${naughty.length} naughty strings as words and nothing else`, () => {
    for (const text of naughty) {
      const document = callTwiml({ language: text, verbs: [{ kind: "gather", text, keys: ["9"] }], nextUrl: NEXT });
      const [gather, say, ...others] = parse(document);
      expect(others).toEqual([]);
      expect([text, say?.text]).toEqual([text, plain(text)]);
      expect(gather?.attributes["action"]).toBe(NEXT);
    }
  });

  it("says ten thousand characters in pieces that Twilio takes, none of them lost and no sign cut in two", () => {
    for (const text of ["word ".repeat(2_000), "a".repeat(10_000), "😀".repeat(5_000)]) {
      const said = parse(callTwiml({ language: "en", verbs: [{ kind: "say", text }] }));
      expect(said.map((piece) => piece.text).join("")).toBe(text);
      expect(said.every((piece) => piece.name === "Say" && piece.text.length <= 4_000)).toBe(true);
    }
  });

  it("waits for one key, goes on without one, and lets her press while it speaks", () => {
    const document = callTwiml({ language: "de", verbs: beginCall(flow).verbs, nextUrl: NEXT });
    const [gather, say] = parse(document);
    expect(gather).toMatchObject({
      name: "Gather",
      attributes: { numDigits: "1", actionOnEmptyResult: "true", input: "dtmf", method: "POST", finishOnKey: "" },
    });
    expect(say?.attributes).toEqual({ language: "de-DE" });
  });

  it("puts through with our own number, for a bounded time", () => {
    const document = callTwiml({
      language: "en",
      verbs: [{ kind: "connect", number: "+12025550123" }],
      nextUrl: NEXT,
      ownNumber: "+12025550001",
    });
    const [dial, number] = parse(document);
    expect(dial?.attributes).toMatchObject({ callerId: "+12025550001", timeout: "25", timeLimit: "1800" });
    expect(number).toMatchObject({ name: "Number", text: "+12025550123" });
  });

  it("is spoken in a language with its region, and in English where nobody knows the tag", () => {
    expect(["en", "de-AT", "fr", "x y", ""].map(voiceLanguage)).toEqual(["en-US", "de-AT", "fr-FR", "en-US", "en-US"]);
  });
});
