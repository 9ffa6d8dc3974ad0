import type { LetterPreview } from "./preview-letter.ts";

const PRIVATE = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" } as const;

type FileKind = "pdf" | "svg";

/** undefined where the letter has no such page. */
export async function letterResponse(
  letter: LetterPreview,
  { as, page }: { readonly as: FileKind; readonly page: number },
): Promise<Response | undefined> {
  if (as === "pdf") return letterFile(as, await letter.pdf());
  const picture = letter.picture(page);
  return picture === undefined ? undefined : letterFile(as, picture);
}

/** A letter as a file: it is somebody's mail, so nobody keeps it on the way. A picture opened by itself runs nothing. */
export function letterFile(as: FileKind, body: Uint8Array<ArrayBuffer> | string): Response {
  const own =
    as === "pdf"
      ? { "content-type": "application/pdf", "content-disposition": 'inline; filename="letter.pdf"' }
      : {
          "content-type": "image/svg+xml",
          "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        };
  return new Response(body, { headers: { ...PRIVATE, ...own } });
}
