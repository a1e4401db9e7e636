/** Style of the page of a receipt, on screens and on A4. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1c2430; --soft: #5d6b7c; --line: #dde3ea; --page: #f5f7f9; --card: #fff;
  --link: #1f5c9e; }
@media (prefers-color-scheme: dark) { :root { --text: #e6ebf1; --soft: #9aa8b8; --line: #2f3945; --page: #12171d;
  --card: #1a2129; --link: #7fb4ec; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
main { max-width: 800px; margin: 0 auto; padding: 28px 16px 40px; }
header { display: flex; justify-content: space-between; align-items: end; gap: 16px; margin-bottom: 16px; }
header p { margin: 0; color: var(--soft); text-align: right; font-variant-numeric: tabular-nums; }
h1 { font-size: 28px; line-height: 1.2; margin: 0; }
h2 { font-size: 15px; margin: 0 0 8px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px;
  margin-bottom: 14px;
  break-inside: avoid; }
.figure { font-size: 18px; font-weight: 600; line-height: 1.2; margin: 0 0 8px; overflow-wrap: anywhere; }
header + .event .figure { font-size: 28px; }
table { width: 100%; border-collapse: collapse; }
th { width: 8.5em; text-align: left; font-weight: 400; color: var(--soft); padding: 4px 12px 4px 0;
  vertical-align: top; }
td { padding: 4px 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
tr + tr > * { border-top: 1px solid var(--line); }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 14px; }
ul { margin: 0; padding-left: 18px; }
li + li { margin-top: 4px; }
.code { display: flex; gap: 20px; align-items: center; }
.code svg { flex: none; width: 190px; height: 190px; }
.code p { margin: 0 0 8px; }
a { color: var(--link); }
code { font-size: 12.5px; overflow-wrap: anywhere; }
@media (max-width: 560px) { .columns { grid-template-columns: 1fr; gap: 0; } .code { flex-direction: column;
  align-items: start; }
  header { flex-direction: column; align-items: start; } header p { text-align: left; }
  th { width: 6.5em; } }
@page { size: A4; margin: 14mm; }
@media print { :root { color-scheme: light; --text: #000; --soft: #444; --line: #bbb; --page: #fff; --card: #fff; }
  body { font-size: 9.5pt; line-height: 1.35; } main { max-width: none; padding: 0; } .save { display: none; }
  h1 { font-size: 18pt; } h2 { font-size: 10.5pt; margin-bottom: 4px; }
  header, .columns > section { margin-bottom: 10px; }
  section { padding: 8px 12px; margin-bottom: 10px; } .columns { gap: 10px; } th, td { padding-top: 2px;
  padding-bottom: 2px; }
  code { font-size: 8.5pt; } .code p { margin-bottom: 4px; } .code svg { width: 40mm; height: 40mm; } }
`;
