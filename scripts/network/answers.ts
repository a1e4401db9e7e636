import { toQuantity } from "ethers";
import { field } from "./http.js";

/** Reads a block with its transactions by its hash. */
type BlockOf = (hash: string) => Promise<unknown>;

/**
 * Corrects answers of the execution client.
 *
 * - It says what a transaction has used in the end as its estimate of gas, without the refunds that come later and the
 *   64th that each call keeps back (EIP-150), so that a transaction with exactly this limit fails: half is added.
 * - In blocks it says the fee cap of a transaction as the price that it has paid, and in receipts only the tip.
 */
export async function corrected(request: string, answer: string, blockOf: BlockOf): Promise<string> {
  if (!/"eth_(?:estimateGas|getBlock|getTransactionReceipt)/.test(request)) return answer;
  const methods = new Map(listOf(JSON.parse(request)).map((call) => [field(call, "id"), field(call, "method")]));
  const answers: unknown = JSON.parse(answer);
  const correct = async (value: unknown): Promise<unknown> => {
    const result = field(value, "result");
    if (typeof value !== "object" || result === undefined || result === null) return value;
    return { ...value, result: await correctedResult(methods.get(field(value, "id")), result, blockOf) };
  };
  return JSON.stringify(Array.isArray(answers) ? await Promise.all(answers.map(correct)) : await correct(answers));
}

async function correctedResult(method: unknown, result: unknown, blockOf: BlockOf): Promise<unknown> {
  switch (method) {
    case "eth_estimateGas":
      return typeof result === "string" ? toQuantity((BigInt(result) * 3n) / 2n) : result;
    case "eth_getBlockByNumber":
    case "eth_getBlockByHash":
      return withPrices(result);
    case "eth_getTransactionReceipt":
      return withPaidPrice(result, blockOf);
    case "eth_getBlockReceipts":
      return Array.isArray(result)
        ? Promise.all(result.map((receipt: unknown) => withPaidPrice(receipt, blockOf)))
        : result;
    default:
      return result;
  }
}

function withPrices(block: unknown): unknown {
  const [transactions, baseFee] = [field(block, "transactions"), field(block, "baseFeePerGas")];
  if (typeof block !== "object" || !Array.isArray(transactions) || typeof baseFee !== "string") return block;
  return { ...block, transactions: transactions.map((value: unknown) => withPrice(value, BigInt(baseFee))) };
}

/** The price by EIP-1559: base fee and tip, up to the cap. */
function withPrice(transaction: unknown, baseFee: bigint): unknown {
  const [cap, tip] = [field(transaction, "maxFeePerGas"), field(transaction, "maxPriorityFeePerGas")];
  if (typeof transaction !== "object" || typeof cap !== "string" || typeof tip !== "string") return transaction;
  const price = baseFee + BigInt(tip);
  return { ...transaction, gasPrice: toQuantity(price < BigInt(cap) ? price : BigInt(cap)) };
}

/** A receipt with the price of its transaction in its block. */
async function withPaidPrice(receipt: unknown, blockOf: BlockOf): Promise<unknown> {
  const [hash, index] = [field(receipt, "blockHash"), field(receipt, "transactionIndex")];
  if (typeof receipt !== "object" || typeof hash !== "string" || typeof index !== "string") return receipt;
  const transactions = field(withPrices(await blockOf(hash)), "transactions");
  const price = field(Array.isArray(transactions) ? transactions[Number(index)] : undefined, "gasPrice");
  return price === undefined ? receipt : { ...receipt, effectiveGasPrice: price };
}

function listOf(body: unknown): readonly unknown[] {
  return Array.isArray(body) ? body : [body];
}
