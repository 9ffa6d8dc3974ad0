/** The frame of a page: the operator's console with its navigation, and the vendor's public pages. */
export const shell = `
.top{display:flex;flex-wrap:wrap;align-items:center;gap:var(--s2) var(--s4);padding:var(--s2) var(--gutter);background:var(--surface);border-block-end:1px solid var(--line)}
.top-actions{margin-inline-start:auto;display:flex;align-items:center;gap:var(--s3);font-size:.875rem;color:var(--quiet)}
.account .button{padding-inline:var(--s2)}
.brand{display:inline-flex;align-items:center;gap:.625rem;min-block-size:2.75rem;font-weight:680;letter-spacing:-.015em;color:var(--ink);text-decoration:none}
.brand:hover{color:var(--accent)}
.brand-mark{inline-size:1.75rem;block-size:1.75rem;flex:none;color:var(--accent)}
.nav{background:var(--surface);border-block-end:1px solid var(--line);overflow-x:auto;scrollbar-width:thin}
.nav ul{display:flex;padding-inline:calc(var(--gutter) - var(--s3))}
.nav a{display:flex;align-items:center;min-block-size:2.75rem;padding-inline:var(--s3);color:var(--quiet);text-decoration:none;white-space:nowrap;font-size:.9375rem;font-weight:520;border-block-end:2px solid transparent}
.nav a:hover{color:var(--ink)}
.nav a[aria-current]{color:var(--accent);border-block-end-color:var(--accent)}
.nav a:focus-visible{outline-offset:-3px}
.nav-group{display:none}
main{display:block;padding:var(--s5) var(--gutter) var(--s7);max-inline-size:76rem;margin-inline:auto}
main:focus{outline:none}
.foot{padding:var(--s4) var(--gutter) var(--s5);color:var(--quiet);font-size:.875rem;border-block-start:1px solid var(--line)}
.foot ul,.foot-inner{display:flex;flex-wrap:wrap;gap:0 var(--s5);align-items:center}
.foot a{display:inline-flex;align-items:center;min-block-size:2.75rem;color:inherit}
.page-header{display:flex;flex-wrap:wrap;gap:var(--s3) var(--s5);align-items:end;margin-block-end:var(--s5)}
.page-header>div:first-child{flex:1 1 20rem;min-inline-size:0}
.page-header h1.category-name::first-letter{text-transform:uppercase}
.page-header .lead{margin-block-start:var(--s2)}
.crumb{display:inline-flex;align-items:center;min-block-size:2.75rem;font-size:.875rem;color:var(--quiet);text-decoration:none}
.crumb:hover{text-decoration:underline}
.crumb::before{content:"\\2190\\00a0"}
[dir=rtl] .crumb::before{content:"\\2192\\00a0"}
.public main{max-inline-size:70rem}
.public .narrow{max-inline-size:40rem;margin-inline:auto}
.public .top{border-block-start:4px solid var(--accent)}
@media (max-width:30rem){.account{gap:var(--s1)}}
@media (min-width:60rem){
.console{display:grid;grid-template-columns:15rem minmax(0,1fr);grid-template-rows:auto 1fr auto;min-block-size:100vh}
.console .top{grid-column:1/-1}
.console .nav{grid-row:2/-1;border-block-end:0;border-inline-end:1px solid var(--line);background:transparent;padding-block:var(--s4)}
.console .nav ul{display:block;padding-inline:var(--s3)}
.console .nav a{border:0;border-radius:.5rem;margin-block-end:2px}
.console .nav a:hover{background:var(--sunken)}
.console .nav a[aria-current]{background:var(--accent-soft)}
.console .nav-group{display:block;padding:var(--s4) var(--s3) var(--s1);font-size:.8125rem;font-weight:600;color:var(--quiet)}
.console main{inline-size:100%;margin-inline:0}
.console main,.public main{padding-block-start:var(--s6)}
.public{display:grid;grid-template-rows:auto 1fr auto;min-block-size:100vh}
.public main{inline-size:100%}
}
`;
