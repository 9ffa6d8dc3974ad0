/** The product-information pages and the API reference. */
export const catalogue = `
.products{display:grid;gap:var(--s5) var(--s4);grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr))}
.product{position:relative;display:flex;flex-direction:column;min-inline-size:0}
.product img,.product-picture img{display:block;inline-size:100%;block-size:auto;aspect-ratio:4/3;object-fit:cover;border-radius:var(--radius);background:var(--sunken)}
.product h2,.product h3{font-size:1.0625rem;margin-block-start:var(--s3)}
.product h2 a,.product h3 a{color:var(--ink);text-decoration:none}
.product h2 a::after,.product h3 a::after{content:"";position:absolute;inset:0;border-radius:var(--radius)}
.product:hover h2 a,.product:hover h3 a{text-decoration:underline}
.product p{font-size:.9375rem;color:var(--quiet);margin-block-start:.25rem;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.product .price{color:var(--ink);font-weight:620;margin-block-start:var(--s2)}
.product-page{display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}
.product-picture img{aspect-ratio:1/1}
.product-page .price{font-size:1.375rem;font-weight:640;letter-spacing:-.015em}
.product-page form{padding-block-start:var(--s3)}
.product-page .words{font-size:1.0625rem;line-height:1.65;max-inline-size:60ch;white-space:pre-line}
.category{display:inline-block;line-height:2.75rem;font-size:.9375rem;text-decoration:none}
.category:hover{text-decoration:underline}
.product-page .stack-tight>.category+h1{margin-block-start:0}
.related{margin-block-start:var(--s7)}
.related h2{margin-block-end:var(--s4);font-size:1.25rem}
.consent{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:var(--s4);font-size:.9375rem;margin-block-start:var(--s6)}
.consent .row{margin-block-start:var(--s3)}
.consent h2{font-size:1.0625rem;margin-block-end:var(--s1)}
.consent p{max-inline-size:70ch;color:var(--quiet)}
.operation{scroll-margin-block-start:1rem}
.operation>.card-head{align-items:center}
.operation h3{font-size:1.0625rem}
.method{font-family:var(--mono);font-size:.8125rem;font-weight:700;padding:.1875rem .5rem;border-radius:.375rem;background:var(--sunken)}
.method.get{background:var(--info-soft);color:var(--info)}
.method.post{background:var(--good-soft);color:var(--good)}
.method.put,.method.patch{background:var(--warn-soft);color:var(--warn)}
.method.delete{background:var(--bad-soft);color:var(--bad)}
.path{font-family:var(--mono);font-size:.9375rem;overflow-wrap:anywhere;font-weight:600}
.reference{display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}
.reference section>h2{padding-block-end:var(--s3);font-size:1.375rem}
.toc ul{display:flex;flex-wrap:wrap;gap:0 var(--s4)}
.toc a{display:inline-flex;align-items:center;min-block-size:2.75rem}
.schema-type{font-family:var(--mono);font-size:.8125rem;color:var(--quiet);overflow-wrap:anywhere}
.table td.name,.table th.name{font-family:var(--mono);font-size:.875rem;white-space:nowrap}
.nested-1{padding-inline-start:1rem}
.nested-2{padding-inline-start:2rem}
.nested-3{padding-inline-start:3rem}
.nested-4{padding-inline-start:4rem}
@media (max-width:30rem){.products{grid-template-columns:repeat(auto-fill,minmax(min(100%,8rem),1fr));gap:var(--s4) var(--s3)}.product p{display:none}}
@media (min-width:48rem){.product-page{grid-template-columns:minmax(0,1.1fr) minmax(0,1fr);gap:var(--s6);align-items:start}}
@media (min-width:60rem){.reference{grid-template-columns:13rem minmax(0,1fr)}.toc{position:sticky;inset-block-start:var(--s4);align-self:start;max-block-size:calc(100vh - 2rem);overflow-y:auto}.toc ul{display:block}.toc a{display:flex;min-block-size:2rem;font-size:.9375rem}}
`;
