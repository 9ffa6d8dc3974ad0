/** E.164 with its plus: at most fifteen digits, none of them a leading zero. */
export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

/** What a text may come from: a number, a short code, or a name of at most eleven characters with a letter in it. */
export function isSmsSender(text: string): boolean {
  return isPhoneNumber(text) || /^\d{3,8}$/.test(text) || isSenderName(text);
}

/** A name cannot be answered: whoever gets it has no way to write STOP. */
function isSenderName(text: string): boolean {
  return /^(?=.*[A-Za-z])[A-Za-z0-9 _+&-]{1,11}$/.test(text) && !isPhoneNumber(text) && text.trim() === text;
}
