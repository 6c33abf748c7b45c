/** The style of a report: light or dark as the reader's system is, for screens of any width and for paper. All texts have a contrast of 4.5 or more. */
export const reportStyle = `
:root{color-scheme:light dark;
--paper:#fbf9f3;--card:#fff;--ink:#17233b;--muted:#55617a;--line:#dcd6c6;--faint:#efeadd;--accent:#0a5a72;--accent-soft:#e2f0f3;
--good:#12603a;--good-soft:#e1f3e8;--bad:#a01628;--bad-soft:#fce6e8;--warn:#754600;--warn-soft:#fcefd2;--hatch:rgba(255,255,255,.55);
--preflight:#7b8494;--deploy:#1d6f8d;--probe:#c0651d;--re-apply:#7a56a8;--promises:#b23a6b;--tear-down:#86761a;--leak-check:#3c7d4c;
--mono:ui-monospace,SFMono-Regular,"DejaVu Sans Mono",Menlo,Consolas,monospace;--serif:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",Georgia,serif}
@media (prefers-color-scheme:dark){:root{
--paper:#0d1524;--card:#141f33;--ink:#e9edf5;--muted:#a9b5ca;--line:#2c3b56;--faint:#1a2740;--accent:#79cbe2;--accent-soft:#143244;
--good:#86e3ad;--good-soft:#12301f;--bad:#ff9ea8;--bad-soft:#3b1720;--warn:#f3c671;--warn-soft:#36290f;--hatch:rgba(0,0,0,.4);
--preflight:#98a3b5;--deploy:#4ba9c8;--probe:#e8934f;--re-apply:#ab8ad8;--promises:#e377a3;--tear-down:#c2b04a;--leak-check:#6fb981}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
header,nav,main,footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.5rem;position:relative}
.rose{position:absolute;right:1.5rem;top:1.25rem;width:9rem;height:9rem;color:var(--accent);opacity:.32}
.eyebrow{margin:0;color:var(--accent);font-weight:600;letter-spacing:.08em;text-transform:uppercase;font-size:.8rem}
h1{font:600 clamp(1.8rem,5vw,2.9rem)/1.15 var(--serif);margin:.25rem 0 .5rem;max-width:calc(100% - 6rem)}
h2{font:600 1.6rem/1.25 var(--serif);margin:3rem 0 .75rem;scroll-margin-top:4rem}
h3{font-size:1.1rem;margin:0;display:inline;overflow-wrap:anywhere}
h4{font-size:1rem;margin:1.75rem 0 .5rem}
p{margin:.5rem 0;max-width:70ch}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:3}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.patterns{position:absolute}
.lead{color:var(--muted);font-size:1.05rem}
.notice{display:flex;gap:.75rem;max-width:none;margin:1.25rem 0;padding:.75rem 1rem;border:1px solid var(--warn);border-left-width:6px;border-radius:6px;background:var(--warn-soft);color:var(--warn)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.5rem 0 0}
.tiles div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.75rem 1rem}
.tiles dt{color:var(--muted);font-size:.85rem}
.tiles dd{margin:0;font:600 1.75rem/1.2 var(--serif);font-variant-numeric:tabular-nums}
.tiles .good dd{color:var(--good)}.tiles .bad dd{color:var(--bad)}
nav{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--line);margin-top:1.5rem}
nav ul{display:flex;gap:.25rem 1.25rem;list-style:none;margin:0;padding:.5rem 0;overflow-x:auto}
nav a{display:inline-block;padding:.25rem 0;white-space:nowrap;font-weight:600;text-decoration:none}nav a:hover{text-decoration:underline}
table{border-collapse:collapse;width:100%;font-size:.925rem}
caption{text-align:left;color:var(--muted);padding:.25rem 0 .5rem;font-size:.9rem}
th,td{text-align:left;padding:.5rem .75rem;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--muted);font-weight:600;font-size:.85rem;white-space:nowrap}
tbody th{font-weight:600}
td{overflow-wrap:break-word}
tfoot th,tfoot td{border-bottom:0;color:var(--muted);font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.scroll{overflow-x:auto;max-width:100%}
.board tbody tr:hover{background:var(--faint)}
.board td a{text-decoration:none}.board td a:hover .badge{text-decoration:underline}
.time{color:var(--muted);font-variant-numeric:tabular-nums;white-space:nowrap}
.badge{display:inline-block;padding:.05rem .6rem;border-radius:99px;font-weight:600;font-size:.85rem;white-space:nowrap;border:1px solid transparent}
.badge.passed{color:var(--good);background:var(--good-soft)}
.badge.failed{color:var(--bad);background:var(--bad-soft);border-color:var(--bad)}
.badge.broken{color:var(--warn);background:var(--warn-soft);border-color:var(--warn)}
.badge.skipped{color:var(--muted);background:var(--faint)}
.chip{display:inline-block;font-size:.75rem;font-weight:500;color:var(--muted);border:1px solid var(--line);border-radius:4px;padding:0 .4rem;white-space:nowrap}
.bad{color:var(--bad)}
.failures{list-style:none;padding:0;display:grid;gap:.75rem}
.failures li{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--bad);border-radius:6px;padding:.75rem 1rem;overflow-wrap:anywhere}
.failures li.broken{border-left-color:var(--warn)}
.failures p{margin:.25rem 0 0}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:.75rem 0;font-size:.9rem}
.legend li{display:flex;align-items:center;gap:.45rem}
.phase.preflight{fill:var(--preflight)}.phase.deploy{fill:var(--deploy)}.phase.probe{fill:var(--probe)}.phase.re-apply{fill:var(--re-apply)}
.phase.promises{fill:var(--promises)}.phase.tear-down{fill:var(--tear-down)}.phase.leak-check{fill:var(--leak-check)}
.hatch{stroke:var(--hatch);stroke-width:1.6;fill:none}
.timing{table-layout:fixed}
.timing th:first-child{width:12.5rem}.timing th:last-child{width:4.5rem}
.timing th,.timing td{padding:.2rem .5rem .2rem 0;border-bottom:0;vertical-align:middle}
.timing tbody th{font-size:.875rem;line-height:1.25;font-weight:400;overflow:hidden;text-overflow:ellipsis}
.timing .cloud{font-weight:600}.timing .workload{color:var(--muted)}
.timing tbody tr:hover{background:var(--faint)}
.timing svg{display:block;overflow:visible}
.axis text{fill:var(--muted);font-size:12px;font-weight:500}
.grid{stroke:var(--line)}
.failed-bar{fill:none;stroke:var(--bad);stroke-width:2}
.failed-sign{fill:var(--bad);font-size:14px;font-weight:700}
details>summary{cursor:pointer}
details.round{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:.75rem 0}
details.round>summary{padding:.75rem 1rem;display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .75rem}
details.round>summary::before{content:"";width:.5rem;height:.5rem;border:solid var(--muted);border-width:0 2px 2px 0;transform:rotate(-45deg);transition:transform .15s;flex:none}
details.round[open]>summary::before{transform:rotate(45deg)}
details.round>summary::-webkit-details-marker{display:none}
details.round.failed{border-color:var(--bad)}details.round.broken{border-color:var(--warn)}
.body{padding:0 1rem 1rem;scroll-margin-top:7rem}
.cause{max-width:none;background:var(--bad-soft);color:var(--bad);padding:.6rem .9rem;border-radius:6px;overflow-wrap:anywhere}
.broken .cause{background:var(--warn-soft);color:var(--warn)}
.because{color:var(--muted);font-size:.875rem}
.words,.timing+details{margin:.5rem 0}
.words ul{font-size:.9rem;overflow-wrap:anywhere}
.exchange{border:1px solid var(--line);border-radius:6px;margin:.75rem 0;padding:.6rem .9rem;background:var(--paper)}
.exchange summary{overflow-wrap:anywhere}
.exchange .why{font-weight:600}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:.5rem 1.5rem;margin:.75rem 0}
.facts dt{color:var(--muted);font-size:.85rem}.facts dd{margin:0;overflow-wrap:anywhere}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1rem}
.pair>div{min-width:0}
.label{font-weight:600;margin:0 0 .25rem}.empty{color:var(--muted)}
code,pre{font-family:var(--mono);font-size:.85em}
pre{margin:0 0 .5rem;padding:.6rem .75rem;background:var(--faint);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.45}
pre.headers{background:none;padding:0;color:var(--muted)}
.hash{overflow-wrap:anywhere}
.picture{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.5rem}
.topology{display:block;margin:0 auto;font-size:12.5px}
.topology text{fill:var(--ink)}
.topology .name{font-weight:600;font-size:13.5px}
.topology .more,.topology .fact{fill:var(--muted)}
.topology .strong{fill:var(--ink);font-weight:600}
.topology .address,.topology .floating-ip text{font-family:var(--mono);font-size:12px}
.topology .address{stroke:var(--paper);stroke-width:4px;paint-order:stroke;stroke-linejoin:round}
.band rect{stroke:var(--accent);stroke-width:1.5}
.band.own rect{fill:var(--accent-soft)}
.band.foreign rect{fill:var(--faint);stroke:var(--muted);stroke-dasharray:6 4}
.line{stroke:var(--accent);stroke-width:2}.line.floating{stroke-dasharray:2 5;stroke-linecap:round;stroke:var(--probe)}.line.disk{stroke:var(--muted)}
.plug-dot{fill:var(--accent);stroke:var(--paper);stroke-width:1.5}
.router rect{fill:var(--card);stroke:var(--accent);stroke-width:2}
.floating-ip rect{fill:var(--card);stroke:var(--probe);stroke-width:1.5}
.server rect{fill:var(--card);stroke:var(--ink);stroke-width:1.5}
.server .lid{fill:var(--accent-soft);stroke:var(--accent)}
.glyph{fill:none;stroke:var(--accent);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.volume path,.volume ellipse{fill:var(--card);stroke:var(--muted);stroke-width:1.5}
.unready>rect:first-of-type,.unready>path{stroke:var(--bad);stroke-dasharray:5 3}
footer{margin-top:3rem;padding-top:1rem;padding-bottom:2.5rem;color:var(--muted);border-top:1px solid var(--line);font-size:.9rem}
@media (max-width:40rem){header,nav,main,footer{padding-left:1rem;padding-right:1rem}.rose{width:5.5rem;height:5.5rem;right:1rem}th,td{padding:.45rem .5rem}
.timing th:first-child{width:6.5rem}.timing th:last-child{width:3.25rem}.timing .cloud,.timing .workload{display:block;overflow:hidden;text-overflow:ellipsis}.tiles{grid-template-columns:1fr 1fr}}
@media print{body{background:#fff;font-size:11pt}nav,.skip,.rose{display:none}details::details-content{content-visibility:visible;block-size:auto}
details.round,.tiles div,.exchange,tr{break-inside:avoid}details.round{border-color:#999}.scroll{overflow:visible}.topology{max-width:100%;height:auto}header,main,footer{max-width:none;padding:0}
.badge,.phase,pre,.cause,.notice,.band rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
