import { createHash } from "node:crypto";
import { darkColours, lightColours } from "./colours.ts";
import { base } from "./styles/base.ts";
import { catalogue } from "./styles/catalogue.ts";
import { charts } from "./styles/charts.ts";
import { consoleParts } from "./styles/console.ts";
import { forms } from "./styles/forms.ts";
import { hosted } from "./styles/hosted.ts";
import { own } from "./styles/own.ts";
import { parts } from "./styles/parts.ts";
import { print } from "./styles/print.ts";
import { shell } from "./styles/shell.ts";

const scale = `
:root{
--s1:.25rem;--s2:.5rem;--s3:.75rem;--s4:1rem;--s5:1.5rem;--s6:2.5rem;--s7:4rem;
--gutter:clamp(.75rem,4vw,2rem);--radius:.75rem;
--font:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;
--mono:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;
}
`;

function variables(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
}

const scheme = `:root{${variables(lightColours)}}@media (prefers-color-scheme:dark){:root{${variables(darkColours)}}}`;

/** The stylesheet of every page. */
export const stylesheet = [scheme, scale, base, shell, parts, forms, catalogue, print].join("").replaceAll("\n", "");

/** What only the pages for customers need beside it. */
export const publicStylesheet = [own, hosted].join("").replaceAll("\n", "");

/** What only the operator's pages need beside it. */
export const consoleStylesheet = [charts, consoleParts].join("").replaceAll("\n", "");

/** Named by its content, so that it may be cached for ever. */
function pathOf(name: string, css: string): string {
  return `/assets/${name}.${createHash("sha256").update(css).digest("hex").slice(0, 12)}.css`;
}

export const stylesheetPath = pathOf("jumpstation", stylesheet);
export const publicStylesheetPath = pathOf("public", publicStylesheet);
export const consoleStylesheetPath = pathOf("console", consoleStylesheet);
