import type { LoanOffer } from "@servicecoin/sdk";

const LOAN = [
  ...(["lender", "borrower", "account", "amount", "charge", "rate", "lateRate", "due", "period"] as const),
  ...([
    "instalments",
    "grace",
    "collateral",
    "pull",
    "income",
    "cover",
    "feeBps",
    "orders",
    "validUntil",
    "ref",
  ] as const),
];
const DEAL = [
  ...(["payer", "payee", "arbiter", "price", "period", "start", "deadline", "window", "feeBps", "ref"] as const),
];

/** Makes the link that opens an offer. It is short enough for a code. @param page Address of this page */
export function loanOfferLink(page: string, { loan, orders, signature }: LoanOffer): string {
  const rows = [LOAN.map((name) => loan[name]), ...orders.map((order) => DEAL.map((name) => order[name])), [signature]];
  const text = rows.map((row) => row.map(shortOf).join(".")).join("_");
  return `${page.replace(/#.*$/s, "")}#/credit/offer?o=${text}`;
}

/**
 * Reads an offer: JSON of this page or the command line, or a link of this page.
 * @returns A document for `loanOfferOf`, which checks it; undefined for any other text
 */
export function readLoanOfferText(text: string): unknown {
  const linked = /[?&]o=([\w.]+)/.exec(text)?.[1];
  try {
    return linked === undefined ? JSON.parse(text) : documentOf(linked);
  } catch {
    return undefined;
  }
}

/** Hexadecimal without its prefix, and zero for bytes that are all zero. */
function shortOf(value: string | bigint | boolean): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "bigint") return String(value);
  return /^0x0*$/.test(value) ? "0" : value.slice(2);
}

const ADDRESSES = ["lender", "borrower", "account", "payer", "payee", "arbiter"];
const HASHES = ["orders", "ref"];
const FLAGS = ["pull", "income"];

function documentOf(text: string): unknown {
  const rows = text.split("_").map((row) => row.split("."));
  const [loan = [], ...rest] = rows;
  const signature = `0x${rest.pop()?.[0] ?? ""}`;
  return { loan: fieldsOf(LOAN, loan), orders: rest.map((row) => fieldsOf(DEAL, row)), signature };
}

function fieldsOf(names: readonly string[], values: readonly string[]): object {
  if (names.length !== values.length) throw new TypeError("a part of the link is missing");
  return Object.fromEntries(names.map((name, index) => [name, longOf(name, values[index] ?? "")]));
}

function longOf(name: string, value: string): string | boolean {
  if (FLAGS.includes(name)) return value === "1";
  if (ADDRESSES.includes(name)) return `0x${value.padStart(40, "0")}`;
  return HASHES.includes(name) ? `0x${value.padStart(64, "0")}` : value;
}
