/** Where an address begins in plain words, as telephones find it. */
const ADDRESS = /(https?:\/\/[^\s<>"]+)/;

/** A text as a telephone shows it. Its links are followed only where `isLive`. */
export function TextBubble({ text, isLive = false }: { readonly text: string; readonly isLive?: boolean }) {
  const parts = text.split(ADDRESS);
  return (
    <p class="bubble" dir="auto">
      {parts.map((part, index) =>
        index % 2 === 1 && isLive ? (
          <a href={part} rel="noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  );
}
