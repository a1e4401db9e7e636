/** Recomputes every hash of an Ethereum chain, and proves payments without a node. Runs in browsers and Node.js. */
export { ProofError, type ProofErrorCode } from "./errors.js";
export { bloomOf } from "./block/bloom.js";
export { encodeHeader, hashOf, HEADER_FIELDS, readHeader, type Header } from "./block/header.js";
export { encodeReceipt, type RawLog, type RawReceipt } from "./block/receipt.js";
export type { VerifiedLog } from "./block/receiptFacts.js";
export { ommersHashOf, receiptsRootOf, withdrawalsRootOf } from "./block/roots.js";
export { encodeTransaction, senderOf, type RawTransaction } from "./block/transaction.js";
export { verifyBlock, type VerifiedBlock } from "./block/verifyBlock.js";
export { EMPTY_ROOT, keyOf, proofInList, rootOfList } from "./trie/trie.js";
export { valueIn } from "./trie/verify.js";
export { audit, isGood, type AuditOptions, type AuditResult, type Difference } from "./audit/audit.js";
export type { NodeFinding, TrustedBlock } from "./audit/audit.js";
export { nextBaseFee, RULES, type Rule } from "./audit/rules.js";
export { HttpSource, readBlocks, type Answer, type Call, type Source, type ToldBlock } from "./audit/source.js";
export { digestOf, readReceipt, receiptText, RECEIPT_VERSION, type ReceiptDocument } from "./receipt/document.js";
export { PAYMENT_EVENTS, paymentsIn, type Payment } from "./receipt/payments.js";
export { proveReceipt, type ProveOptions } from "./receipt/prove.js";
export { verifyReceipt, type ProvenReceipt, type VerifyOptions } from "./receipt/verify.js";
