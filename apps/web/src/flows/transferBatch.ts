import {
  isServiceCoinError,
  readBalance,
  ServiceCoinError,
  toServiceCoinError,
  transferBatch,
  type Client,
  type SendOptions,
} from "@servicecoin/sdk";
import { createElement } from "react";
import { providerFor } from "../chain/client.ts";
import { lastBlock, nonceOf } from "../chain/rpc.ts";
import type { Network } from "../config/config.ts";
import type { Flow, FlowContext, TransactionStep } from "../flow/flow.ts";
import type { Text } from "../i18n/text.ts";
import { batchPayment, planParts, updatePart, type BatchPart, type BatchPayment } from "../store/batchPayment.ts";
import { Amount } from "../ui/Amount.tsx";
import { forgetPart, mayStillPay, settleParts } from "./settleParts.ts";

type Payouts = Parameters<typeof transferBatch.estimateGas>[1];

/** Pays many accounts: what of `batchPayment` is not paid yet. */
export const transferBatchFlow: Flow<object> = {
  name: "transferBatch",
  async review(context) {
    const { client, account, network, t } = context;
    const text = t.pay;
    await settleParts(network);
    const begun = batchPayment.get();
    if (begun === null) throw new Error("There is no payment of many accounts.");
    const unsettled = begun.parts.find(({ state }) => state === "asked" || state === "sent");
    if (unsettled !== undefined) throw new Error(text.batchUnsettled(linesOf(begun, unsettled, t)));
    const left = begun.rows.filter((_, index) => !isPaid(begun, index));
    const total = left.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    const balance = await readBalance(client, { account });
    if (balance < total) {
      throw new ServiceCoinError("ERC20InsufficientBalance", { sender: account, balance, needed: total });
    }
    const batch = begun.parts.length > 0 ? begun : await measured(begun, client, network);
    const open = batch.parts.filter(({ state }) => state === "open");
    const title = text.batchTitle(left.length);
    const steps = open.map((part) => stepOf(part, batch, context));
    // The fee that is shown is that of all of them.
    const estimateAll = async () => {
      let gas = 0n;
      for (const part of open) gas += await transferBatch.estimateGas(client, payoutsOf(batch, part));
      return gas;
    };
    return {
      title,
      lines: [
        { label: t.flow.leaves, value: createElement(Amount, { value: total, exact: true }), kind: "leaves" },
        { label: text.batchPayments, value: String(left.length) },
        { label: text.batchTransactions, value: text.batchParts(open.length) },
        { label: text.feeLabel, value: text.noFee, kind: "fee" },
        { label: text.undo, value: text.final },
      ],
      steps: steps.map((step, index) => (index === 0 ? { ...step, estimateGas: estimateAll } : step)),
      done: () => ({
        text: text.batchDone(batch.rows.length),
        next: { to: `/accounts/${account}`, label: text.seePayments },
      }),
    };
  },
};

function isPaid({ parts }: BatchPayment, index: number): boolean {
  return parts.some(({ first, count, state }) => state === "paid" && index >= first && index < first + count);
}

function payoutsOf({ rows }: BatchPayment, { first, count }: BatchPart): Payouts {
  return rows.slice(first, first + count).map(({ to, amount }) => ({ to, amount: BigInt(amount) }));
}

/** Lines of the table that a part pays. */
function linesOf({ rows }: BatchPayment, { first, count }: BatchPart, { pay }: Text): string {
  return pay.batchPart(rows[first]?.line ?? 0, rows[first + count - 1]?.line ?? 0);
}

/** Rows that are measured together. */
const GROUP = 50;
/** Gas limit of a transaction on Ethereum (EIP-7825). */
const TRANSACTION_GAS = 2n ** 24n;

/** Measures what the rows cost, and puts as many into a transaction as it has room for. */
async function measured(batch: BatchPayment, client: Client, network: Network): Promise<BatchPayment> {
  const block = await (await providerFor(network)).getBlock("latest");
  const limit = block === null || block.gasLimit > TRANSACTION_GAS ? TRANSACTION_GAS : block.gasLimit;
  const groups: { count: number; gas: bigint }[] = [];
  for (let first = 0; first < batch.rows.length; first += GROUP) {
    const count = Math.min(GROUP, batch.rows.length - first);
    const gas = await transferBatch.estimateGas(client, payoutsOf(batch, { first, count, state: "open" }));
    groups.push({ count, gas });
  }
  // The SDK sends half more than the estimate, and the rest of the block is for others.
  const planned = { ...batch, parts: planParts(groups, (limit * 2n) / 3n) };
  batchPayment.set(planned);
  return planned;
}

/** Sends a part, and notes at each moment what is known of it: after any failure, no row is paid twice. */
function stepOf(part: BatchPart, batch: BatchPayment, { client, account, network, t }: FlowContext): TransactionStep {
  const { first } = part;
  const payouts = payoutsOf(batch, part);
  return {
    kind: "transaction",
    label: linesOf(batch, part, t),
    estimateGas: () => transferBatch.estimateGas(client, payouts),
    send: async (options: SendOptions) => {
      const [nonce, afterBlock] = await Promise.all([nonceOf(network.rpc, account), lastBlock(network.rpc)]);
      updatePart(first, { state: "asked", nonce, afterBlock });
      const note = (hash: string) => {
        updatePart(first, { state: "sent", hash });
      };
      try {
        const sent = await transferBatch(client, payouts, {
          ...options,
          onSigned: (hash) => {
            note(hash);
            options.onSigned?.(hash);
          },
          onSent: (hash) => {
            note(hash);
            options.onSent?.(hash);
          },
        });
        updatePart(first, { state: "paid", hash: sent.hash });
        return sent;
      } catch (error) {
        if (await isSurelyNotSent(error, first, network)) forgetPart(first);
        throw error;
      }
    },
  };
}

/** Codes after which a transaction may be under way. */
const UNCLEAR = ["Unreachable", "Timeout", "Unconfirmed"] as const;

async function isSurelyNotSent(error: unknown, first: number, network: Network): Promise<boolean> {
  const known = toServiceCoinError(error);
  if (isServiceCoinError(known, "Rejected")) return true;
  if (UNCLEAR.some((code) => isServiceCoinError(known, code))) return false;
  const hash = batchPayment.get()?.parts.find((one) => one.first === first)?.hash;
  // It was signed. A node that refused it, or saw it fail, does not have it among those that may come.
  return hash === undefined || !(await mayStillPay(network.rpc, hash).catch(() => true));
}
