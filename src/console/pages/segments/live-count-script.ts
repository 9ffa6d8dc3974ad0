/**
 * Counts while somebody types: the estimate after a short rest, the exact number behind it. An answer that comes after the
 * rule went on is dropped. Without it the form's own button counts.
 */
export const liveCountScript = `(() => {
  const form = document.querySelector("[data-live-count]");
  if (!form) return;
  const words = form.querySelector("[data-count]");
  const rule = form.elements.when;
  let turn = 0;
  let rest;
  const ask = async (mine, exact) => {
    const body = new URLSearchParams({ when: rule.value, code: form.elements.code.value, exact });
    const answer = await fetch("/console/segment-count", { method: "POST", body });
    if (!answer.ok || mine !== turn) return false;
    const found = await answer.json();
    if (mine !== turn) return false;
    words.textContent = found.words;
    return found.isOpen;
  };
  rule.addEventListener("input", () => {
    const mine = ++turn;
    clearTimeout(rest);
    rest = setTimeout(async () => {
      try {
        if (await ask(mine, "")) await ask(mine, "1");
      } catch {
        words.textContent = "";
      }
    }, 300);
  });
})();
`;

export const liveCountPath = "/console/segment-count.js";
