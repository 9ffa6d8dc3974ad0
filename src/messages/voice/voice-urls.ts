const VOICE_PATH = "/callbacks/twilio/voice";

/** Under `VOICE_PATH`: what is said first, how it goes on, what came of it, and where a number of ours is called. */
export const voiceDoors = {
  menu: `${VOICE_PATH}/menu`,
  call: `${VOICE_PATH}/call`,
  turn: `${VOICE_PATH}/turn`,
  status: `${VOICE_PATH}/status`,
} as const;

/**
 * Where Twilio asks what to say in a call that went out, and tells what came of it. Both end with the message's key. Nothing
 * where nobody outside could reach it.
 */
export function voiceUrlsOf(
  publicUrl: string,
  key: string,
): { readonly answerUrl?: string; readonly statusUrl?: string } {
  if (!publicUrl.startsWith("https:")) return {};
  return { answerUrl: `${publicUrl}${voiceDoors.call}/${key}`, statusUrl: `${publicUrl}${voiceDoors.status}/${key}` };
}
