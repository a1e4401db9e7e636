import { escapeHtml } from "@servicecoin/sdk/internal";
import { getAddress } from "ethers";
import { createHash } from "node:crypto";
import { encode } from "uqr";
import { grouped, time } from "../output/value.js";
import type { ProvenFinality } from "./finality.js";
import { factsOf, type EventFacts } from "./receiptFacts.js";
import { STYLE } from "./receiptStyle.js";
import type { ShownReceipt } from "./receipts.js";

/** The style by its hash: nothing else of the page is allowed, neither a script nor a request. */
const POLICY = [
  ...["default-src 'none'", "base-uri 'none'", "form-action 'none'"],
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
].join("; ");

/**
 * A receipt as a page to print. It requests nothing, and has the document in it to save.
 * @param text The text of the document.
 */
export function receiptPage(found: ShownReceipt, text: string): string {
  const { chainId, block } = found;
  const facts = factsOf(found.events);
  const title = `Receipt: ${facts.map((one) => one.title.toLowerCase()).join(", ") || "transaction"}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header><h1>Receipt</h1>
<p>${escapeHtml(momentOf(block.time))}<br>chain ${chainId}, block ${grouped(block.number)}</p></header>
${facts.map(eventHtml).join("\n")}
${placeHtml(found)}
<div class="columns">
<section><h2>What the document proves</h2><ul>${list(provenBy(found))}</ul></section>
<section><h2>What it does not prove</h2><ul>${list(unprovenBy(found))}</ul></section>
</div>
${codeHtml(found, text)}
</main>
</body>
</html>
`;
}

function eventHtml({ title, figure, rows }: EventFacts): string {
  const large = figure === "" ? "" : `<p class="figure">${escapeHtml(figure)}</p>`;
  return `<section class="event"><h2>${escapeHtml(title)}</h2>${large}${tableHtml(rows)}</section>`;
}

function placeHtml({ transactionHash, sender, isSuccess, block, checkpoint, finality }: ShownReceipt): string {
  const isSame = block.hash === checkpoint.hash;
  const rows: [string, string][] = [
    ["transaction", transactionHash],
    ["outcome", isSuccess === false ? "failed" : "succeeded"],
    ["sender", getAddress(sender)],
    ["time", momentOf(block.time)],
    ["block", grouped(block.number)],
    ["block hash", block.hash],
    ["checkpoint", isSame ? "this block" : grouped(checkpoint.number)],
    ...(isSame ? [] : ([["its hash", checkpoint.hash]] as [string, string][])),
    ...(finality === undefined ? [] : finalRows(finality)),
  ];
  return `<section><h2>On the chain</h2>${tableHtml(rows)}</section>`;
}

function provenBy({ block, checkpoint, finality }: ShownReceipt): string[] {
  const isSame = block.hash === checkpoint.hash;
  const end = isSame ? "The checkpoint is this block." : "Headers lead from this block to the checkpoint.";
  return [
    "The sender signed the transaction, and the events above are in its receipt.",
    "The transaction and its receipt are in the block, which has this number and time.",
    `${end} A changed byte of the document is found.`,
    ...(finality === undefined ? [] : [finalBy(finality)]),
  ];
}

/** Roots have rows of their own: they are too long for a sentence in a column. */
function finalRows({ start, end, committee, signers, committeeSize }: ProvenFinality): [string, string][] {
  return [
    ["final slot", grouped(end.slot)],
    ["its root", end.root],
    [
      "signed by",
      `${signers} of ${committeeSize} members of the sync committee of period ${grouped(committee.period)}`,
    ],
    ["from slot", grouped(start.slot)],
    ["its root", start.root],
  ];
}

function finalBy({ start, signers, committeeSize }: ProvenFinality): string {
  const signed = `${signers} of the ${committeeSize} members of the sync committee signed it`;
  const from = `as follows from the beacon block of slot ${grouped(start.slot)}`;
  return `The block of the checkpoint is final: ${signed}, ${from}.`;
}

function unprovenBy({ isTrusted, contracts, finality }: ShownReceipt): string[] {
  const compared = isTrusted ? " The maker of this page compared it with a hash that they trust." : "";
  const [block, name] =
    finality === undefined
      ? ["the block of the checkpoint", "hash"]
      : [`the beacon block of slot ${grouped(finality.start.slot)}`, "root"];
  const checkpoint = `That ${block} belongs to the chain: compare its ${name} with a source that you trust.`;
  const standing =
    contracts === "known"
      ? "That the contracts are ServiceCoin's: they are those of the deployment record where this page was made."
      : "That the contracts are ServiceCoin's: compare their addresses with the deployment that you know.";
  return [`${checkpoint}${compared}`, standing, "Anything from this page alone: only the document can be verified."];
}

function codeHtml({ chainId, transactionHash, digest, finality }: ShownReceipt, text: string): string {
  const code = ["ServiceCoin receipt", `chain ${chainId}`, `transaction ${transactionHash}`, `digest ${digest}`].join(
    "\n",
  );
  const data = `data:application/json;base64,${Buffer.from(text).toString("base64")}`;
  const trusted =
    finality === undefined
      ? "--checkpoint <hash of the checkpoint, from a source that you trust>"
      : "--beacon-checkpoint <root of that beacon block, from a source that you trust>";
  const command = `servicecoin receipt verify receipt.json ${trusted}`;
  return `<section class="code">${qrCode(code)}<div>
<h2>Check it</h2>
<p>The code holds the hash of the transaction and the digest of the document.</p>
<p class="save"><a download="receipt.json" href="${data}">Save the document</a></p>
<p>Digest <code>${escapeHtml(digest)}</code></p>
<p><code>${escapeHtml(command)}</code></p>
</div></section>`;
}

/** A QR code as one path, a square for each dark module. */
function qrCode(text: string): string {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const label = "Code with the digest and the transaction";
  return `<svg role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
<rect width="${size}" height="${size}" fill="#fff"/><path d="${squares.join("")}" fill="#000"/></svg>`;
}

function tableHtml(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([label, value]) => `<tr><th>${escapeHtml(label)}</th><td>${valueHtml(value)}</td></tr>`);
  return `<table>${lines.join("")}</table>`;
}

/** Ids and addresses in a font that keeps their digits apart. */
function valueHtml(value: string): string {
  return /^0x[0-9a-f]{40,}$/i.test(value) ? `<code>${value}</code>` : escapeHtml(value);
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("");
}

/** A time for people, in UTC. */
function momentOf(seconds: bigint): string {
  return time(seconds).replace("T", " ").replace("Z", " UTC");
}
