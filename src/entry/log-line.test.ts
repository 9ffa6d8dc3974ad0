import { describe, expect, it } from "vitest";
import { levelOf, logLine } from "./log-line.ts";

describe("a line of the log", () => {
  it("is one JSON object that begins with time, level and event, whatever stands in its detail", () => {
    const line = logLine(0, "tick", { sent: 3, event: "forged\nline", level: "none" });
    expect(line).toBe('{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"tick","sent":3}');
    expect(logLine(0, "x", { name: "a\nb" })).not.toContain("\n");
  });

  it("has the level that its event's name says", () => {
    const levels = [
      "tick",
      "listening",
      "tick_failed",
      "store_lost",
      "unhandled",
      "planner_breaker",
      "click_unreadable",
    ];
    expect(levels.map(levelOf)).toEqual(["info", "info", "error", "error", "error", "warn", "warn"]);
  });
});
