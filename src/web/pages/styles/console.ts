/** What only the operator's pages show: texts as bubbles, and on a phone table rows that run like words. */
export const consoleParts = `
.bubbles{list-style:none;display:grid;gap:var(--s4);padding:0;margin:0}
.bubble{background:var(--sunken);border-radius:var(--radius);border-end-start-radius:.25rem;padding:var(--s3) var(--s4);max-inline-size:min(100%,26rem);inline-size:fit-content;white-space:pre-wrap;overflow-wrap:anywhere}
.bubble+.quiet{font-size:.875rem;margin-block-start:var(--s1)}
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
