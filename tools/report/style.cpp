#include "tools/report/style.h"

namespace tools::report {

std::string_view style_sheet() {
    return R"css(
:root{color-scheme:light dark;--page:#f6f5f1;--card:#fff;--ink:#1f2a30;--soft:#5d6b72;--line:#e1dfd7;--accent:#2f6f73;
--mark:#ffe9a8;--mark-ink:#3a2c00;--critical:#9c2c3b;--high:#c4622d;--medium:#b8902a;--low:#6a8a6f;--good:#2c7a4b}
@media (prefers-color-scheme:dark){:root{--page:#14191c;--card:#1c2327;--ink:#e5e9ea;--soft:#9fadb3;--line:#313b40;
--accent:#6fb5b4;--mark:#5b4a14;--mark-ink:#ffeab0;--critical:#e07080;--high:#e29466;--medium:#d9b95c;--low:#93b898;--good:#7cc79a}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC",
"Noto Sans Thai","Noto Naskh Arabic",sans-serif;text-rendering:optimizeLegibility}
main{max-width:66rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .4rem;letter-spacing:-.015em;font-weight:650}
h2{font-size:1.2rem;margin:2.8rem 0 .8rem;font-weight:650}
h3{font-size:1.08rem;line-height:1.4;margin:0;font-weight:650;overflow-wrap:anywhere}
h4{font-size:.78rem;margin:1.3rem 0 .4rem;color:var(--soft);font-weight:600;letter-spacing:.02em}
p{margin:.4rem 0}.lead{color:var(--soft);max-width:46rem}
a{color:var(--accent)}
.tiles{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.6rem 0}
.tile{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.7rem 1.1rem;min-width:7.2rem}
.tile b{display:block;font-size:1.7rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:.86rem}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;margin:.9rem 0 0;font-size:.92rem}
.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere;min-width:0}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:1rem}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.1rem 1.1rem;min-width:0}
figure.wide{grid-column:1/-1}
figcaption{font-size:.92rem;font-weight:600;margin-bottom:.6rem}
svg{display:block;width:100%;font-size:13px}.time{overflow:visible;font-size:12px;margin-inline-start:3.2rem;width:calc(100% - 3.2rem)}
.bar{fill:var(--accent)}.grid{stroke:var(--line)}
.label{fill:var(--ink);text-anchor:end}.count,.tick{fill:var(--soft);font-variant-numeric:tabular-nums}
.wide .label{fill:var(--soft)}.tick.end{text-anchor:end}
.bars th,.bars td{border:0;padding:.14rem 0;vertical-align:middle;white-space:normal}.bars{table-layout:fixed}.bars th{width:9.5rem;white-space:normal;
padding-inline-end:.7rem;text-align:end;font-weight:400;color:var(--ink);overflow-wrap:anywhere;line-height:1.25}
.bars .apart th,.bars .apart td{color:var(--soft);font-size:.84rem;font-style:italic}
.bar.level-critical{fill:var(--critical)}.bar.level-high{fill:var(--high)}.bar.level-medium{fill:var(--medium)}.bar.level-low{fill:var(--low)}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th{text-align:start;font-weight:600;color:var(--soft);font-size:.82rem;white-space:nowrap}
th,td{padding:.5rem .8rem;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child td{border-bottom:0}
td.n,th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
td.title{min-width:15rem;overflow-wrap:anywhere}
i{font-style:italic}
.badge{display:inline-block;border-radius:1rem;padding:.08rem .65rem;font-size:.8rem;font-weight:600;white-space:nowrap;
border:1px solid currentColor}
.badge.critical{color:var(--critical)}.badge.high{color:var(--high)}.badge.medium{color:var(--medium)}.badge.low{color:var(--low)}
.badge.none,.badge.new,.badge.unsure{color:var(--soft)}.badge.confirmed{color:var(--good)}.badge.dismissed{color:var(--soft)}
article{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1.3rem 1.4rem;margin:0 0 1.1rem;
scroll-margin-top:1rem}
article header{display:flex;gap:.8rem;align-items:flex-start;justify-content:space-between;flex-wrap:wrap}
article header>div{flex:1 1 18rem;min-width:0}
.where{font-size:.84rem;color:var(--soft);overflow-wrap:anywhere;font-family:ui-monospace,"DejaVu Sans Mono",monospace}
.signs{display:flex;gap:.4rem;flex-wrap:wrap;align-items:center}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2rem 0 .5rem;max-width:52rem}
.text small{color:var(--soft);display:block}
mark{background:var(--mark);color:var(--mark-ink);padding:.05em .15em;border-radius:.2em;font-weight:600}
article table{margin:.2rem 0}article th,article td{padding:.3rem .7rem .3rem 0}
code{font:.84em ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.for{color:var(--high)}.against{color:var(--good)}
tr.sum td{font-weight:650;border-top:2px solid var(--line)}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1rem;align-items:start}
.columns table{background:var(--card);border:1px solid var(--line);border-radius:.6rem}
caption{text-align:start;font-weight:600;font-size:.92rem;padding:.2rem 0 .5rem}
.groups{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));gap:1rem;align-items:start}.group dd{overflow-wrap:anywhere;min-width:0}
.group{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.1rem;scroll-margin-top:1rem;min-width:0}
td.wrap,td .where{overflow-wrap:anywhere}td.wrap{min-width:14rem}
.draft{border:2px dashed var(--critical);color:var(--critical);font-weight:650;padding:.5rem .8rem;border-radius:.5rem}
footer{margin-top:2.5rem;padding-top:.8rem;border-top:1px solid var(--line);color:var(--soft);font-size:.84rem}
.top{font-size:.84rem;text-align:end;margin:.6rem 0 0}
@media (max-width:40rem){.tick.seldom{display:none}.bars th{width:8.2rem}main{padding:1.4rem .8rem}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.5rem}
article{padding:1rem}.charts{grid-template-columns:1fr}}
@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb}body{font-size:10pt}main{max-width:none;padding:0}
figure,.tile,tr,.group,article header,h4{break-inside:avoid}article{border-width:0 0 1px;border-radius:0;padding:3mm 0}
h2,h3,h4,article header{break-after:avoid}.new-page{break-before:page}.charts{grid-template-columns:1fr 1fr}.groups{grid-template-columns:1fr 1fr}
table.overview td{overflow-wrap:anywhere}table.overview{font-size:8pt}thead{display:table-header-group}a{color:inherit;text-decoration:none}.top{display:none}.scroll{overflow:visible}mark{outline:1px solid #999}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}@page{margin:16mm}}
)css";
}

}  // namespace tools::report
