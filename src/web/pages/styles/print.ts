/** On paper: ink on white, no controls, no row cut in two. */
export const print = `
@media print{
:root{--paper:#fff;--surface:#fff;--sunken:#fff;--ink:#000;--quiet:#333;--line:#999}
.nav,.skip,.top-actions,.button,.pager,.search,.filters,.consent{display:none}
.console{display:block}
main{padding:0;max-inline-size:none}
.card,.stat,.table tr,.choice,.operation{break-inside:avoid;box-shadow:none}
h1,h2,h3{break-after:avoid}
main a[href^="http"]::after{content:" (" attr(href) ")";font-size:.8em}
}
`;
