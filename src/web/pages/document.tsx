import type { Child } from "hono/jsx";
import { brandStylesheetPath } from "./brand-stylesheet.ts";
import { directionOf, type Direction } from "./direction.ts";
import { consoleStylesheetPath, publicStylesheetPath, stylesheetPath } from "./styles.ts";

export type DocumentProps = {
  /** BCP 47 */
  readonly lang: string;
  readonly dir?: Direction | undefined;
  readonly title: string;
  readonly description?: string | undefined;
  /** The vendor's colour as "#rrggbb". */
  readonly brandColour?: string | undefined;
  /** false keeps the page out of search engines: everything personal. */
  readonly isIndexed?: boolean | undefined;
  /** For whom the page is: each has a stylesheet of its own beside the common one. */
  readonly bodyClass: "public" | "console";
  readonly children?: Child;
};

/** The document around every page. It asks for nothing from elsewhere. */
export function Document(props: DocumentProps) {
  const brandPath = props.brandColour === undefined ? undefined : brandStylesheetPath(props.brandColour);
  return (
    <html lang={props.lang} dir={props.dir ?? directionOf(props.lang)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.title}</title>
        {props.description === undefined ? null : <meta name="description" content={props.description} />}
        {props.isIndexed === true ? null : <meta name="robots" content="noindex" />}
        <link rel="icon" href={icon} />
        <link rel="stylesheet" href={stylesheetPath} />
        <link rel="stylesheet" href={props.bodyClass === "public" ? publicStylesheetPath : consoleStylesheetPath} />
        {brandPath === undefined ? null : <link rel="stylesheet" href={brandPath} />}
      </head>
      <body class={props.bodyClass}>{props.children}</body>
    </html>
  );
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 28 28'%3E%3Crect width='28' height='28' rx='8' fill='%230a6250'/%3E%3Cpath d='M8 19c0-6 5-10 11-10m-4-3.5L19 9l-3 4.5' fill='none' stroke='%23fff' stroke-width='2.5' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";
