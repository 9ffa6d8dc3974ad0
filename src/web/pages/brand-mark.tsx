/** The house's mark: a leap. Decorative, the name stands beside it. */
export function BrandMark() {
  return (
    <svg class="brand-mark" viewBox="0 0 28 28" aria-hidden="true">
      <rect width="28" height="28" rx="8" fill="currentColor" />
      <path
        d="M8 19c0-6 5-10 11-10m-4-3.5L19 9l-3 4.5"
        fill="none"
        stroke="var(--on-accent)"
        stroke-width="2.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
