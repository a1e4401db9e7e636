import {
  isServiceCoinError,
  quoteCheckout,
  readBalance,
  SLIPPAGE,
  toServiceCoinError,
  type CheckoutQuote,
  type EtherLimit,
  type PreparedAction,
} from "@servicecoin/sdk";
import { providerOf } from "@servicecoin/sdk/internal";
import { createElement } from "react";
import type { FlowContext, PayWith, Review, ReviewLine } from "../flow/flow.ts";
import { sentenceOf } from "../flow/sentence.ts";
import type { Text } from "../i18n/text.ts";
import { Amount } from "../ui/Amount.tsx";
import { exactAmount, percent, shortAmount } from "../ui/format.ts";
import { dateOf } from "../ui/Time.tsx";
import { amountLine } from "./dealTerms.ts";

/** Price impact above which the page does not buy, in basis points. Such a price is a mistake or a manipulated pair. */
const MOST_PRICE_IMPACT = 1_500n;

/** The part of a review that depends on what is paid with. */
export type PaymentPart = Pick<Review, "lines" | "steps" | "payWith" | "refusal"> & { warnings: string[] };

type Prepared = Pick<PreparedAction<object, unknown>, "simulate" | "estimateGas" | "send">;

/** A payment of base units of SCV. */
export interface PaymentToReview {
  amount: bigint;
  /** Name of the step. */
  label: string;
  prepare: (withEther: EtherLimit | undefined) => Promise<Prepared>;
}

/**
 * Reviews a payment with SCV or with ether, as the user chose. Without a choice it is SCV; an account that has not
 * enough of it sees ether first, if the pair sells enough.
 * @throws ServiceCoinError what a contract would reject, whatever it is paid with
 */
export async function reviewPayment(context: FlowContext, payment: PaymentToReview): Promise<PaymentPart> {
  const payWith = context.payWith ?? (await usualPayment(context, payment.amount));
  return payWith.with === "ether"
    ? withEtherPart(context, payment, payWith)
    : withScvPart(context, payment, context.payWith !== undefined);
}

async function usualPayment({ client, account }: FlowContext, amount: bigint): Promise<PayWith> {
  if ((await readBalance(client, { account })) >= amount) return { with: "scv" };
  const slippageBps = SLIPPAGE;
  const isForSale = await quoteCheckout(client, { amount, slippageBps }).then(
    () => true,
    () => false,
  );
  return isForSale ? { with: "ether", slippageBps } : { with: "scv" };
}

async function withScvPart({ network, t }: FlowContext, payment: PaymentToReview, isChosen: boolean) {
  const { amount, label, prepare } = payment;
  const payWith: PayWith = { with: "scv" };
  const lines = [amountLine(t.flow.leaves, amount, "leaves")];
  const prepared = await prepare(undefined);
  try {
    await prepared.simulate();
  } catch (error) {
    if (!isChosen || !isServiceCoinError(error, "ERC20InsufficientBalance")) throw error;
    return { lines, warnings: [], steps: [], payWith, refusal: sentenceOf(error, network, t) };
  }
  return { lines, warnings: [], steps: [{ kind: "transaction" as const, label, ...prepared }], payWith };
}

async function withEtherPart(
  context: FlowContext,
  { amount, label, prepare }: PaymentToReview,
  payWith: Extract<PayWith, { with: "ether" }>,
): Promise<PaymentPart> {
  const { client, network, t } = context;
  const refused = (refusal: string, lines: ReviewLine[] = [amountLine(t.checkout.buys, amount)]) => {
    return { lines, warnings: [], steps: [], payWith, refusal };
  };
  let quote: CheckoutQuote;
  try {
    quote = await quoteCheckout(client, { amount, slippageBps: payWith.slippageBps });
  } catch (error) {
    const known = toServiceCoinError(error);
    if (known.code === "CheckoutInsufficientLiquidity") return refused(t.checkout.noLiquidity);
    throw known;
  }
  const lines = quoteLines(quote, t);
  if (quote.priceImpactBps > MOST_PRICE_IMPACT) {
    return refused(t.checkout.impactTooHigh(percent(quote.priceImpactBps), percent(MOST_PRICE_IMPACT)), lines);
  }
  const has = await etherOf(context);
  if (has < quote.maxInput) {
    return refused(t.checkout.notEnoughEther(exactAmount(quote.maxInput), shortAmount(has)), lines);
  }
  const prepared = await prepare(quote);
  try {
    await prepared.simulate();
  } catch (error) {
    const known = toServiceCoinError(error);
    if (!known.code.startsWith("Checkout")) throw known;
    return refused(sentenceOf(known, network, t), lines);
  }
  const warnings = quote.isPriceImpactHigh ? [t.checkout.impactHigh(percent(quote.priceImpactBps))] : [];
  return { lines, warnings, steps: [{ kind: "transaction", label, ...prepared }], payWith };
}

function quoteLines({ amount, input, maxInput, priceImpactBps, pairFee, validUntil }: CheckoutQuote, t: Text) {
  const text = t.checkout;
  const ether = (value: bigint) => createElement(Amount, { value, unit: "ETH" });
  return [
    { label: text.priceNow, value: ether(input), kind: "leaves" },
    { label: text.atMost, value: ether(maxInput) },
    { label: text.comesBack, value: text.comesBackRule },
    amountLine(text.buys, amount),
    { label: text.impact, value: percent(priceImpactBps) },
    { label: text.pairFee, value: ether(pairFee), kind: "fee" },
    { label: text.validUntil, value: dateOf(Number(validUntil)) },
  ] satisfies ReviewLine[];
}

function etherOf({ client, account }: FlowContext): Promise<bigint> {
  return providerOf(client).getBalance(account);
}
