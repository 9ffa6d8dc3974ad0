import { z } from "zod";
import { instantOf } from "#kernel/calendar.ts";

/** An instant in a request: RFC 3339 with an offset, read as epoch ms. */
export const instantInput = z.iso
  .datetime({ offset: true })
  .transform((text) => instantOf(text) ?? 0)
  .meta({ examples: ["2026-12-01T00:00:00Z"] });

/** An instant in an answer: RFC 3339, UTC. */
export const instantOutput = z.iso.datetime();
