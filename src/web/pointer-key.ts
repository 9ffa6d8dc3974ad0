const MAX_LENGTH = 100;

/**
 * A key as one step of a JSON Pointer: RFC 6901 §3 escapes the two characters that would end or change it. An endless key is
 * cut, since a pointer goes back to whoever sent the key.
 */
export function pointerKey(key: string): string {
  return key.slice(0, MAX_LENGTH).replaceAll("~", "~0").replaceAll("/", "~1");
}
