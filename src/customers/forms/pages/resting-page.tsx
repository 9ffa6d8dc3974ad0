import { PageHeader } from "#web/pages/page-header.tsx";
import { pageResponse } from "#web/pages/page-response.ts";
import { type FormFrame, FormShell } from "./form-page.tsx";
import { formWords } from "./form-words.ts";

/** How soon a device looks whether its form is on again. */
const LOOK_AGAIN_SECONDS = 30;

export type Resting = {
  readonly frame: FormFrame;
  readonly headers: Readonly<Record<string, string>>;
  readonly isHttps: boolean;
};

/**
 * What a device shows while its form is switched off. Nobody stands beside it to load the page anew, so that it does so by
 * itself, without script; the status stays 404, by which its worker knows that held answers have to wait.
 */
export function restingResponse({ frame, headers, isHttps }: Resting): Promise<Response> {
  const words = formWords(frame.locale);
  const page = (
    <FormShell frame={frame} title={words.resting} words={words}>
      <PageHeader title={words.resting} lead={words.restingMore} />
    </FormShell>
  );
  const refresh = `${LOOK_AGAIN_SECONDS}; url=${frame.path}`;
  return pageResponse(page, { status: 404, isHttps, headers: { ...headers, refresh } });
}
