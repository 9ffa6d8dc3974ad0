/**
 * The mails of a mailbox file (mbox, RFC 4155); a single mail comes back as it is. A line "From …" begins a mail where a header
 * field follows it, so that a sentence that starts so does not.
 */
export function splitMailbox(raw: Uint8Array): readonly Uint8Array[] {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (bytes.subarray(0, 5).toString("latin1") !== "From ") return [raw];
  return bytes
    .toString("latin1")
    .split(/^From [^\r\n]{1,300}(?:\r\n?|\n)(?=[\w-]{1,60}:)/m)
    .filter((mail) => mail.trim() !== "")
    .map((mail) => Buffer.from(mail, "latin1"));
}
