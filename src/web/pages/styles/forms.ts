/** Buttons and everything that can be filled in. Controls are at least 44 px high (WCAG 2.5.5). */
export const forms = `
.button{display:inline-flex;align-items:center;justify-content:center;gap:var(--s2);min-block-size:2.75rem;padding:.5rem 1.125rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--surface);color:var(--ink);font:inherit;font-weight:580;line-height:1.3;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{background:var(--sunken)}
.button.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.button.primary:hover{box-shadow:inset 0 0 0 2em rgb(0 0 0/.12)}
.button.danger{color:var(--bad);border-color:var(--bad)}
.button.danger:hover{background:var(--bad-soft)}
.button.quiet{border-color:transparent;background:transparent;color:var(--accent);padding-inline:var(--s2)}
.button.quiet:hover{text-decoration:underline}
.button.small{font-size:.9375rem;padding-inline:.875rem}
.button.wide{inline-size:100%}
.form>*+*{margin-block-start:var(--s4)}
.form{max-inline-size:40rem}
.form.wide{max-inline-size:60rem}
.field{min-inline-size:0}
.field label,.field-label,legend{display:block;font-weight:580;padding:0}
.hint{color:var(--quiet);font-size:.9375rem;margin-block-start:.125rem}
.fault{color:var(--bad);font-weight:560;font-size:.9375rem;margin-block-start:.25rem}
.fault::before{content:"\\25B2\\00a0";font-size:.75em;vertical-align:.1em}
.input{display:block;inline-size:100%;min-block-size:2.75rem;margin-block-start:.375rem;padding:.5rem .75rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--surface);color:var(--ink);font:inherit}
.input:focus-visible{outline-offset:0;border-color:var(--accent)}
.input[aria-invalid=true]{border-color:var(--bad);border-width:2px}
.input[disabled]{background:var(--sunken);color:var(--quiet)}
.input.short{inline-size:auto;max-inline-size:100%;min-inline-size:9rem}
textarea.input{min-block-size:7.5rem;resize:vertical;line-height:1.5}
textarea.code{font-family:var(--mono);font-size:.9375rem}
select.input{appearance:none;padding-inline-end:2.25rem;background-image:linear-gradient(45deg,transparent 50%,currentColor 50%),linear-gradient(135deg,currentColor 50%,transparent 50%);background-size:.375rem .375rem;background-repeat:no-repeat;background-position:right 1.15rem center,right .8rem center}
[dir=rtl] select.input{background-position:left .8rem center,left 1.15rem center}
fieldset{border:0;min-inline-size:0}
fieldset.box{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:var(--s4)}
fieldset.box>legend{float:inline-start;inline-size:100%;font-size:1.0625rem;margin-block-end:var(--s2)}
fieldset.box>legend+*{clear:both}
fieldset>.fields{display:grid;gap:var(--s4);margin-block-start:var(--s3)}
.fields.side{display:grid;gap:var(--s4);align-items:end;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr))}
.choices{display:grid;gap:var(--s2);margin-block-start:var(--s3)}
.choices.side{grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr))}
.choice{display:flex;gap:var(--s3);align-items:flex-start;min-block-size:2.75rem;padding:.6875rem var(--s3);border:1px solid var(--edge);border-radius:.5rem;background:var(--surface);cursor:pointer}
.choice:hover{background:var(--sunken)}
.choice:has(:checked){border-color:var(--accent);background:var(--accent-soft);box-shadow:inset 0 0 0 1px var(--accent)}
.choice:has(:focus-visible){outline:3px solid var(--accent);outline-offset:2px}
.choice.bare{border-color:transparent;background:none;padding-inline:0;box-shadow:none}
.choice input{inline-size:1.25rem;block-size:1.25rem;margin:.125rem 0 0;accent-color:var(--accent);flex:none}
.choice input:focus-visible{outline:none}
.choice-text{display:block;min-inline-size:0}
.choice-label{display:block;font-weight:560}
.choice .hint{display:block;margin:0;font-size:.875rem}
.option{border:1px solid var(--edge);border-radius:.5rem;background:var(--surface)}
.option>.choice{border-color:transparent;background:none;box-shadow:none}
.option>.choice:hover{background:var(--sunken)}
.option:has(>.choice :checked){border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.option:has(>.choice :checked)>.choice{background:var(--accent-soft)}
.option>details>summary{padding-inline:var(--s3);border-block-start:1px solid var(--line);font-size:.9375rem;color:var(--quiet)}
.option-more{padding:var(--s3);border-block-start:1px solid var(--line);font-size:.9375rem}
.option details>.option-more{border:0;padding-block-start:var(--s1)}
.option-more:has(>.button){padding-block-end:var(--s1)}
.option-more .button.quiet{padding-inline:0}
.search{max-inline-size:40rem;display:flex;flex-wrap:wrap;gap:var(--s2);align-items:end}
.search.many{max-inline-size:60rem}
.search .field{flex:1 1 12rem}
.filters{display:flex;flex-wrap:wrap;gap:var(--s2)}
.filter{display:inline-block;line-height:2.625rem;padding-inline:.875rem;border:1px solid var(--line);border-radius:99rem;background:var(--surface);color:var(--ink);font-size:.9375rem;text-decoration:none}
.filter::first-letter,.category::first-letter{text-transform:uppercase}
.filter:hover{border-color:var(--edge)}
.filter[aria-current]{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
`;
