import { Button } from "#web/pages/button.tsx";
import type { PageScene } from "./page-scene.ts";

/** Asks once whether to remember; afterwards shows what was said and how to take it back. */
export function ConsentForm({ scene }: { readonly scene: PageScene }) {
  const { words, said, here } = scene;
  if (said === "no") return <></>;
  return (
    <form class="consent" id="consent" method="post" action="/products/consent">
      <input type="hidden" name="back" value={here} />
      {said === "yes" ? (
        <div class="row">
          <p>{words.consentGiven}</p>
          <Button look="quiet" isSmall name="choice" value="no">
            {words.forget}
          </Button>
        </div>
      ) : (
        <>
          <h2>{words.consentTitle}</h2>
          <p>{words.consentAsk}</p>
          <div class="row">
            <Button isSmall name="choice" value="yes">
              {words.yes}
            </Button>
            <Button isSmall name="choice" value="no">
              {words.no}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
