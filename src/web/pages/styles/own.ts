/** A customer's own site: what was chosen for her, the doors to what is hers, lines with one thing to do. */
export const own = `
.own-products{display:grid;gap:var(--s5) var(--s4);grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr))}
.own-product{display:flex;flex-direction:column;gap:var(--s2);min-inline-size:0}
.own-product img{display:block;inline-size:100%;block-size:auto;aspect-ratio:4/3;object-fit:cover;border-radius:var(--radius);background:var(--sunken)}
.own-product h3{font-size:1.0625rem}
.own-product h3 a{display:inline-flex;align-items:center;min-block-size:2.75rem;margin-block:-.5rem;color:var(--ink);text-decoration:none}
.own-product h3 a:hover{text-decoration:underline}
.own-product .price{font-weight:620}
.own-product details{font-size:.9375rem;color:var(--quiet)}
.own-product details>summary{font-weight:500}
.own-product .row{margin-block-start:auto;gap:var(--s2)}
.own-next{font-weight:560}
.own-doors{display:grid;gap:var(--s3);grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr))}
.own-door{position:relative;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.125rem var(--s3);align-content:start;padding:var(--s4);background:var(--surface);border:1px solid var(--line);border-radius:var(--radius)}
.own-door a{font-weight:620;color:var(--ink);text-decoration:none}
.own-door a::after{content:"";position:absolute;inset:0;border-radius:var(--radius)}
.own-door:hover{border-color:var(--accent)}
.own-door:hover a{color:var(--accent)}
.own-door a:focus-visible{outline:none}
.own-door:has(a:focus-visible){outline:3px solid var(--accent);outline-offset:2px}
.own-door p{grid-column:1/-1;color:var(--quiet);font-size:.9375rem}
.own-count{font-weight:640;color:var(--accent)}
.own-lines>li{display:flex;flex-wrap:wrap;gap:var(--s2) var(--s4);align-items:center;justify-content:space-between;padding-block:var(--s3);border-block-end:1px solid var(--line)}
.own-lines>li:last-child{border-block-end:0}
.own-lines>li>:first-child{flex:1 1 10rem;min-inline-size:0;overflow-wrap:anywhere}
.own-lines .hint{display:block}
.own-from{display:block}
.own-words{white-space:pre-line;overflow-wrap:anywhere}
.own-points>li{position:relative;padding-inline-start:1.25rem;max-inline-size:66ch}
.own-points>li::before{content:"";position:absolute;inset-inline-start:.125rem;inset-block-start:.65em;inline-size:.375rem;block-size:.375rem;border-radius:50%;background:var(--accent)}
.own-points>li+li{margin-block-start:var(--s2)}
.facts dd{overflow-wrap:anywhere}
.own-section{margin-block-start:var(--s5)}
.stack>.own-section:first-child{margin-block-start:0}
@media (max-width:30rem){.own-products{grid-template-columns:repeat(auto-fill,minmax(min(100%,8.5rem),1fr));gap:var(--s5) var(--s3)}.own-products.few{grid-template-columns:repeat(auto-fill,minmax(min(100%,8.5rem),1fr))}}
`;
