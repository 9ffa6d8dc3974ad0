/** Cards, numbers, tables, badges: how facts are shown. */
export const parts = `
.card{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:var(--s4);min-inline-size:0}
.card-head{display:flex;flex-wrap:wrap;gap:var(--s2) var(--s4);align-items:baseline;justify-content:space-between;margin-block-end:var(--s3)}
.card-head a{display:inline-flex;align-items:center;min-block-size:2.75rem;margin-block:-.625rem;font-size:.875rem}
.branch{border-inline-start:3px solid var(--line);padding-inline-start:var(--s3)}
.card>.card-foot{margin-block-start:var(--s4);padding-block-start:var(--s3);border-block-start:1px solid var(--line)}
.stats{display:grid;gap:var(--s3);grid-template-columns:repeat(auto-fit,minmax(min(100%,11.5rem),1fr))}
.stat{position:relative;display:flex;flex-direction:column;gap:.125rem;block-size:100%;padding:var(--s4);background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);color:var(--ink)}
.stat-link{display:flex;flex-direction:column;gap:.125rem;color:inherit;text-decoration:none}
.stat-link::after{content:"";position:absolute;inset:0}
.stat-note a{position:relative}
.stat:has(.stat-link:hover){border-color:var(--accent);box-shadow:0 1px 0 var(--accent)}
.stat-label{font-size:.875rem;color:var(--quiet);font-weight:520}
.stat-value{font-size:1.75rem;line-height:1.2;font-weight:640;letter-spacing:-.03em;font-variant-numeric:tabular-nums}
.stat-note{font-size:.8125rem;color:var(--quiet)}
.stat .spark{margin-block-start:auto;padding-block-start:var(--s2)}
.badge{display:inline-flex;align-items:center;gap:.4em;padding:.125rem .5625rem;border-radius:99rem;font-size:.8125rem;line-height:1.45;font-weight:560;white-space:nowrap;background:var(--sunken);color:var(--ink)}
.badge::before{content:"";inline-size:.4375rem;block-size:.4375rem;border-radius:50%;background:currentColor;flex:none}
.badge.plain::before{content:none}
.badge.good{background:var(--good-soft);color:var(--good)}
.badge.warn{background:var(--warn-soft);color:var(--warn)}
.badge.bad{background:var(--bad-soft);color:var(--bad)}
.badge.info{background:var(--info-soft);color:var(--info)}
.badge.accent{background:var(--accent-soft);color:var(--accent)}
.table{inline-size:100%;border-collapse:collapse;font-size:.9375rem}
.table caption{text-align:start;font-weight:650;font-size:1.0625rem;padding-block-end:var(--s3)}
.table th,.table td{text-align:start;padding:.6875rem var(--s3);border-block-end:1px solid var(--line);vertical-align:baseline}
.table thead th{font-size:.8125rem;font-weight:600;color:var(--quiet);white-space:nowrap}
.table tbody th{font-weight:560}
.table .end{text-align:end;font-variant-numeric:tabular-nums}
.table tbody tr:hover{background:var(--sunken)}
.table tbody tr:last-child>*{border-block-end:0}
.table-frame{overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:var(--s2) var(--s2)}
.table-frame:has(caption:not(.hidden-words)){padding-block-start:var(--s4)}
.table caption:not(.hidden-words){padding-inline:var(--s3)}
.card .table-frame{border:0;padding:0;border-radius:0;background:transparent}
.empty{text-align:center;padding:var(--s6) var(--s4);border:1px dashed var(--edge);border-radius:var(--radius)}
.empty p{max-inline-size:46ch;margin:var(--s2) auto 0;color:var(--quiet)}
.empty .row{justify-content:center;margin-block-start:var(--s4)}
.facts{display:grid;grid-template-columns:minmax(min-content,14rem) minmax(0,1fr);font-size:.9375rem}
.facts>div{display:grid;grid-template-columns:subgrid;grid-column:1/-1;padding-block:.5625rem;border-block-end:1px solid var(--line)}
.facts>div:last-child{border-block-end:0}
.facts dt{color:var(--quiet);padding-inline-end:var(--s4)}
.pager{display:flex;flex-wrap:wrap;gap:var(--s3);justify-content:space-between;align-items:center;margin-block-start:var(--s4)}
.flash{display:flex;gap:var(--s3);padding:var(--s3) var(--s4);border-radius:var(--radius);background:var(--info-soft);border:1px solid color-mix(in srgb,var(--info) 32%,transparent);margin-block-end:var(--s5)}
.flash>div{flex:1;min-inline-size:0}
.flash strong{display:block}
.flash.good{background:var(--good-soft);border-color:color-mix(in srgb,var(--good) 32%,transparent)}
.flash.warn{background:var(--warn-soft);border-color:color-mix(in srgb,var(--warn) 32%,transparent)}
.flash.bad{background:var(--bad-soft);border-color:color-mix(in srgb,var(--bad) 32%,transparent)}
.flash a{color:inherit}
code,pre,.mono{font-family:var(--mono);font-size:.875em}
code{background:var(--sunken);padding:.1em .35em;border-radius:.3rem;overflow-wrap:anywhere}
pre{background:var(--sunken);border-radius:.5rem;padding:var(--s3) var(--s4);overflow-x:auto;line-height:1.55;tab-size:2;white-space:pre-wrap;overflow-wrap:anywhere}
pre code{background:none;padding:0;overflow-wrap:normal}
.code-block{position:relative}
.code-block.copy code{user-select:all;overflow-wrap:anywhere}
.code-block figcaption{font-size:.8125rem;color:var(--quiet);padding-block-end:var(--s1)}
details.card{padding-block:var(--s1)}
details.card[open]{padding-block-end:var(--s4)}
details>summary{cursor:pointer;min-block-size:2.75rem;display:flex;align-items:center;gap:var(--s2);font-weight:560}
details>summary::before{content:"";inline-size:.5rem;block-size:.5rem;border-inline-end:2px solid;border-block-end:2px solid;transform:rotate(-45deg);flex:none;margin-inline-end:.125rem}
[dir=rtl] details>summary::before{transform:rotate(45deg)}
details[open]>summary::before{transform:rotate(45deg) translate(-2px,-2px)}
details>summary::-webkit-details-marker{display:none}
@media (min-width:30.01rem){.table details>summary{min-block-size:0;white-space:nowrap}}
@media (max-width:30rem){
.table-frame{padding:0;border:0;background:none}
.table,.table tbody,.table caption{display:block}
.table thead{display:none}
.table tr{display:block;background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:var(--s2) var(--s3);margin-block-end:var(--s3)}
.card .table tr{background:none;border-inline:0;border-block-start:0;border-radius:0;padding-inline:0;margin-block-end:var(--s1)}
.card .table tr:last-child{border:0}
.table th,.table td,.table .end{display:flex;justify-content:space-between;gap:var(--s4);text-align:end;border:0;padding:.25rem 0}
.table th[scope=row]{text-align:start;font-size:1rem;padding-block-end:.375rem}
.table [data-label]::before{content:attr(data-label);color:var(--quiet);font-size:.875rem;font-weight:400;text-align:start;flex:none;max-inline-size:50%}
.table th[data-label]::before{content:none}
.table td:has(>span:empty){display:none}
.table caption:not(.hidden-words){padding-inline:0}
.facts{grid-template-columns:minmax(0,1fr)}
.facts dt{font-size:.875rem}
.stats{grid-template-columns:repeat(auto-fit,minmax(min(100%,8.25rem),1fr))}
.stat{padding:var(--s3)}
.stat-value{font-size:1.5rem}
}
`;
