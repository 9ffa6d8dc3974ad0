/** Ground, type, links, focus: what every page stands on. */
export const base = `
*,*::before,*::after{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-block-start:5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.55 var(--font);min-inline-size:0;overflow-wrap:break-word;-webkit-font-smoothing:antialiased}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure,blockquote,pre,fieldset{margin:0;padding:0}
h1,h2,h3,h4{line-height:1.2;letter-spacing:-.017em;font-weight:650;text-wrap:balance}
h1{font-size:clamp(1.5rem,1.2rem + 1.6vw,2.125rem);letter-spacing:-.024em}
[dir=rtl] :is(h1,h2,h3,h4,.brand,.price){letter-spacing:normal}
h2{font-size:1.1875rem}
h3,h4{font-size:1rem}
ul,ol{list-style:none}
img,svg{max-inline-size:100%;vertical-align:middle}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
small{font-size:.875rem}
.quiet{color:var(--quiet)}
.lead{font-size:1.0625rem;color:var(--quiet);max-inline-size:62ch;text-wrap:pretty}
.prose>*+*{margin-block-start:var(--s3)}
.prose p{max-inline-size:66ch}
.stack>*+*{margin-block-start:var(--s5)}
.stack-tight>*+*{margin-block-start:var(--s3)}
.row{display:flex;flex-wrap:wrap;gap:var(--s3);align-items:center}
.grid{display:grid;gap:var(--s4);grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr))}
.columns{display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}
.whole{white-space:nowrap}
.number{font-variant-numeric:tabular-nums}
.hidden-words{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:var(--s3);inset-block-start:-6rem;z-index:9;background:var(--accent);color:var(--on-accent);padding:var(--s3) var(--s4);border-radius:0 0 var(--radius) var(--radius)}
.skip:focus{inset-block-start:0}
.more{display:block;color:var(--quiet);font-size:.875rem;font-weight:400}
@media (min-width:60rem){
.columns{grid-template-columns:minmax(0,1.9fr) minmax(0,1fr)}
.columns.around{grid-template-rows:auto 1fr}
.columns.around>:nth-child(2){grid-area:1/1/3/2}
.columns.around>:is(:first-child,:last-child){grid-column:2}
}
@media (prefers-reduced-motion:no-preference){a,button,.stat,.choice{transition:background-color .12s,border-color .12s,box-shadow .12s}}
`;
