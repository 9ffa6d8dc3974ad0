/** What only the operator's pages show: texts as bubbles, notices, tabs, and on a phone table rows that run like words. */
export const consoleParts = `
.bubbles{list-style:none;display:grid;gap:var(--s4);padding:0;margin:0}
.bubble{background:var(--sunken);border-radius:var(--radius);border-end-start-radius:.25rem;padding:var(--s3) var(--s4);max-inline-size:min(100%,26rem);inline-size:fit-content;white-space:pre-wrap;overflow-wrap:anywhere}
.bubble+.quiet{font-size:.875rem;margin-block-start:var(--s1)}
.call+.quiet{margin-block-start:var(--s4)}
.call .her{display:grid;justify-items:end}
.call .her .bubble{background:var(--accent);color:var(--on-accent);border-end-start-radius:var(--radius);border-end-end-radius:.25rem}
.call .note{text-align:center}
.call .note p{margin:0;font-size:.875rem}
.keys{display:flex;flex-wrap:wrap;gap:var(--s2)}
.add-step{align-items:end}
.step-name{font-weight:600;padding-inline:var(--s2)}
.halves{display:grid;gap:var(--s5);grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));align-items:start}
.tabs{display:flex;flex-wrap:wrap;gap:var(--s1) var(--s4);border-block-end:1px solid var(--line);margin-block-end:var(--s5)}
.tabs a{padding:var(--s2) 0;min-block-size:2.75rem;display:inline-flex;align-items:center;gap:.375rem;text-decoration:none;border-block-end:2px solid transparent;margin-block-end:-1px}
.tabs a[aria-current]{border-color:currentColor;font-weight:600}
.notices{list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:var(--s4);padding:0;margin:0}
.notice{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);box-shadow:0 1px 3px rgb(0 0 0/.08);padding:var(--s3) var(--s4);overflow-wrap:anywhere}
.notice p{margin:0}
.sheet{max-inline-size:100%;block-size:auto;border:1px solid var(--line);background:#fff}
.notice+.quiet{font-size:.875rem;margin-block-start:var(--s1)}
@media (max-width:30rem){
.table-frame:has(>.flow){background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:var(--s3)}
.table-frame:has(>.flow)>.table caption{padding-block-end:var(--s2)}
.table.flow tr{display:flex;flex-wrap:wrap;align-items:baseline;gap:.125rem var(--s3);background:none;border:0;border-block-start:1px solid var(--line);border-radius:0;padding:.5rem 0;margin:0}
.table.flow :is(th,td,.end){display:block;text-align:start;padding:0}
.table.flow th[scope=row]{font-size:.9375rem}
.table.flow [data-label]::before{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
.table.flow caption.hidden-words~tbody>tr:first-child{border-block-start:0}
.table.flow .more{display:inline;margin-inline-start:var(--s2)}
}
`;
