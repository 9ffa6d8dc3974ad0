export const STATUS_PATH = "/callbacks/twilio/status";
export const MESSAGE_PATH = "/callbacks/twilio/message";

/**
 * Where Twilio shall tell what came of a message. It ends with the message's key, so that a message whose answer was lost is
 * found all the same. undefined where nobody outside could reach it.
 */
export function statusUrlOf(publicUrl: string, key: string): string | undefined {
  return publicUrl.startsWith("https:") ? `${publicUrl}${STATUS_PATH}/${key}` : undefined;
}
