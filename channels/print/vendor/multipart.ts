export type Part = {
  readonly name: string;
  readonly contentType: string;
  readonly fileName?: string;
  readonly body: string | Uint8Array;
};

/**
 * A form with a file in it (RFC 7578). Names and types are ours, so nothing in them needs escaping; the boundary is told by the
 * caller, so that the same message gives the same bytes.
 */
export function multipart(boundary: string, parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const chunks = parts.flatMap(({ name, contentType, fileName, body }) => {
    const file = fileName === undefined ? "" : `; filename="${fileName}"`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\nContent-Type: ${contentType}\r\n\r\n`;
    return [encoder.encode(head), typeof body === "string" ? encoder.encode(body) : body, encoder.encode("\r\n")];
  });
  const whole = [...chunks, encoder.encode(`--${boundary}--\r\n`)];
  const bytes = new Uint8Array(whole.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of whole) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
