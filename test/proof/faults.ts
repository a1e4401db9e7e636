import { expect } from "chai";
import { setImmediate } from "node:timers/promises";
import {
  digestOf,
  HttpSource,
  keyOf,
  ProofError,
  proveReceipt,
  proofInList,
  receiptText,
  rootOfList,
  valueIn,
  verifyBlock,
  verifyReceipt,
  type Cryptography,
  type ReceiptDocument,
} from "../../packages/proof/src/index.js";
import { wasmCryptography } from "../../packages/proof/src/wasm.js";
import { playChain, rawBlock } from "../fixtures/chainStory.js";
import { faultsIn, sumOf, tallyOf, type Tally } from "../fixtures/faults.js";
import { onANode, type Live } from "../fixtures/live.js";
import { withGateway } from "../fixtures/liveGateway.js";
import { everyKind } from "../fixtures/receiptKinds.js";
import { numbers } from "../fixtures/random.js";

/** What nodes tell of a block and receipt that no hash or other field gives. */
const UNCHECKED = /^\.(?:size|totalDifficulty)\b|\.blobGasPrice\b/;
/** The only field that nothing in a document can prove. */
const CLAIMED = /^\.genesisHash\b/;
const NONE = /^$/;

/** Faults of a run at least, fields and bytes of all kinds. */
const LEAST = 30_000;

const random = numbers("faults");
const pick = (below: number) => Number(random(32n) % BigInt(below));

/** Whether a check fails, with an error of proofs and no other. */
function isRefused(check: () => boolean): boolean {
  try {
    return !check();
  } catch (error) {
    if (error instanceof ProofError) return true;
    throw error;
  }
}

type Tallies = Record<"headers" | "transactions" | "receipts" | "proofs" | "documents", Tally[]>;

/**
 * Faults in the header, transactions and receipts of a block. A sender that no signature gives is found too.
 * @param cryptography That of the auditor, which recovers thousands of senders in a second.
 */
async function tryBlock(live: Live, number: number, cryptography: Cryptography, tallies: Tallies): Promise<void> {
  const { block, receipts } = await rawBlock(live, number);
  const { transactions, ...header } = block;
  const finds = (one: unknown, those: unknown) =>
    isRefused(() => verifyBlock(one, listOf(those), [], cryptography).unsigned.length === 0);
  expect(finds(block, receipts), `block ${number} as it is`).to.equal(false);
  const inHeader = (changed: unknown) => finds({ ...(changed as object), transactions }, receipts);
  const inTransactions = (changed: unknown) => finds({ ...header, transactions: changed }, receipts);
  tallies.headers.push(tallyOf(faultsIn(header, pick), inHeader, UNCHECKED));
  tallies.transactions.push(tallyOf(faultsIn(transactions, pick), inTransactions, NONE));
  tallies.receipts.push(tallyOf(faultsIn(receipts, pick), (changed) => finds(block, changed), UNCHECKED));
}

/** Faults in the nodes of proofs, whatever the document around them says. */
function tryProof(root: string, index: number, nodes: readonly string[], tallies: Tallies): void {
  const value = valueIn(root, keyOf(index), nodes, "proof");
  const finds = (changed: unknown) =>
    isRefused(() => valueIn(root, keyOf(index), listOf(changed).map(String), "proof") === value);
  tallies.proofs.push(tallyOf(faultsIn(nodes, pick), finds, NONE));
}

/** Faults in the fields of a document, whose digest is made to fit, and in each character of its text. */
function tryDocument(document: ReceiptDocument, tallies: Tallies): void {
  const checkpoint = document.checkpoint.hash;
  const isRefusedText = (text: string) => isRefused(() => verifyReceipt(text, { checkpoint }).isTrusted);
  const fields = Object.fromEntries(Object.entries(document).filter(([name]) => name !== "digest"));
  const finds = (changed: unknown) => {
    const other = changed as Omit<ReceiptDocument, "digest">;
    return isRefusedText(receiptText({ ...other, digest: digestOf(other) }));
  };
  tallies.documents.push(tallyOf(faultsIn(fields, pick), finds, CLAIMED));
  const text = receiptText(document);
  const missed: string[] = [];
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = String.fromCharCode(text.charCodeAt(at) ^ (1 + pick(127)));
    const [before, after] = [text.slice(0, at), text.slice(at + 1)];
    // Changed, missing and added in turn.
    const changed = [before + byte + after, before + after, before + byte + text.slice(at)][at % 3] ?? "";
    if (changed === text) continue;
    bytes++;
    if (!isRefusedText(changed)) missed.push(`character ${at}`);
  }
  tallies.documents.push({ fields: 0, bytes, missed });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

onANode("proof: faults", (live) => {
  const gateway = withGateway(live);

  it(`finds at least ${LEAST} faults of one field or byte, and misses none`, async function () {
    this.timeout(300_000);
    const tallies: Tallies = { headers: [], transactions: [], receipts: [], proofs: [], documents: [] };
    const kinds = await everyKind(live(), gateway());
    await playChain(live());
    for (const { hash } of Object.values(kinds)) {
      const document = await proveReceipt(new HttpSource(live().node.url), hash);
      const { transactionIndex: index, header, transactionProof, receiptProof } = document;
      tryProof(header.transactionsRoot, index, transactionProof, tallies);
      tryProof(header.receiptsRoot, index, receiptProof, tallies);
      tryDocument(document, tallies);
      // Lets connections be closed that the node gave up meanwhile.
      await setImmediate();
    }
    // A contract is created, accounts are delegated (EIP-7702), and coins are transferred with a reference.
    const last = await live().provider.getBlockNumber();
    const { blockNumber = 0 } = (await live().provider.getTransactionReceipt(kinds["transfer"]?.hash ?? "")) ?? {};
    const cryptography = await wasmCryptography();
    for (const number of [last, last - 1, blockNumber]) await tryBlock(live(), number, cryptography, tallies);
    // Blocks here have one transaction; the tries of large ones are deeper.
    const values = Array.from({ length: 300 }, (_, index) => `0x${(index + 1).toString(16).padStart(64, "0")}`);
    for (const index of [0, 1, 127, 128, 299]) {
      tryProof(rootOfList(values), index, proofInList(values, index), tallies);
    }
    const sums = Object.entries(tallies).map(([kind, those]) => ({ kind, ...sumOf(those) }));
    expect(sums.flatMap(({ kind, missed }) => missed.map((path) => `${kind}: ${path}`))).to.deep.equal([]);
    console.log(sums.map(({ kind, fields, bytes }) => `      ${kind}: ${fields} fields, ${bytes} bytes`).join("\n"));
    expect(sums.reduce((sum, { fields, bytes }) => sum + fields + bytes, 0)).to.be.at.least(LEAST);
  });
});
