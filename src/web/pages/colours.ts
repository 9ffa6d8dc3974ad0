/**
 * Every colour of the pages, by its job, in both schemes. A test holds the contrasts of WCAG 2.2 AA: text 4.5 on each ground
 * that it may stand on, borders of controls and marks of charts 3.
 */
export const lightColours = {
  paper: "#f6f5f1",
  surface: "#ffffff",
  sunken: "#efeee9",
  line: "#dedcd4",
  edge: "#84827a",
  ink: "#181b19",
  quiet: "#555a56",
  accent: "#0a6250",
  "on-accent": "#ffffff",
  "accent-soft": "#e1f0eb",
  good: "#11603a",
  "good-soft": "#e2f3e9",
  warn: "#754700",
  "warn-soft": "#fcf0d6",
  bad: "#a02419",
  "bad-soft": "#fce9e6",
  info: "#1d4d8c",
  "info-soft": "#e5eefb",
} as const;

export type ColourName = keyof typeof lightColours;

export const darkColours: Readonly<Record<ColourName, string>> = {
  paper: "#0f1211",
  surface: "#181c1b",
  sunken: "#202524",
  line: "#2f3634",
  edge: "#7f8985",
  ink: "#edf1ef",
  quiet: "#a9b2ae",
  accent: "#66cfb2",
  "on-accent": "#04241c",
  "accent-soft": "#15352d",
  good: "#80dca6",
  "good-soft": "#133021",
  warn: "#f1c170",
  "warn-soft": "#35280d",
  bad: "#ffa196",
  "bad-soft": "#3c1815",
  info: "#9cc5ff",
  "info-soft": "#162a4b",
};

/** Text colours with the grounds on which they may stand. */
export const textPairs: ReadonlyArray<readonly [text: ColourName, ground: ColourName]> = [
  ...(["paper", "surface", "sunken"] as const).flatMap((ground) =>
    (["ink", "quiet", "accent", "bad"] as const).map((text) => [text, ground] as const),
  ),
  ["on-accent", "accent"],
  ["accent", "accent-soft"],
  ["ink", "accent-soft"],
  ["quiet", "accent-soft"],
  ...(["good", "warn", "bad", "info"] as const).flatMap(
    (tone) =>
      [
        [tone, `${tone}-soft`],
        [tone, "surface"],
        ["ink", `${tone}-soft`],
      ] as const,
  ),
];

/** Borders of controls, marks of charts and the focus ring, with their grounds. */
export const markPairs: ReadonlyArray<readonly [mark: ColourName, ground: ColourName]> = [
  ["edge", "surface"],
  ["edge", "paper"],
  ["accent", "surface"],
  ["accent", "sunken"],
  ["accent", "paper"],
];
