import path from "node:path";
import {
  FileLedger,
  FileOpenPayments,
  payingFetch,
  type PricedPage,
  type Receipt,
  receiptOf,
} from "@servicecoin/gateway";
import { MAX_TIMEOUT, readPaymentRequired, selectRequirements } from "@servicecoin/gateway/internal";
import { accountOf, type Client } from "@servicecoin/sdk";
import { CliError } from "../errors/cliError.js";
import { scv, text } from "../output/value.js";
import { chainName } from "../session/chainName.js";
import { dataFolder } from "../session/folders.js";
import type { Session } from "../session/session.js";
import { agreeToPay, type Offered } from "./price.js";

/** Limits of spending, in base units of SCV. */
export interface Limits {
  maxPerPayment: bigint;
  maxPerDay: bigint;
  onlyServices: boolean;
}

/** A response with its payment. */
export interface Bought {
  response: Response;
  /** The offer that was shown before the payment. */
  offer?: Offered | undefined;
  receipt?: Receipt | undefined;
  /** Drops the record of the payment once its response is stored. */
  forget?: () => Promise<void>;
}

/** Pays for a page. @param first Its response with status 402. */
export async function buy(session: Session, request: Request, first: Response, limits: Limits): Promise<Bought> {
  const client = await buyerOf(session, request.url, first);
  const name = `${await chainName(session)}-${(await accountOf(client)).toLowerCase()}`;
  const folder = dataFolder(session.io);
  const open = new FileOpenPayments(path.join(folder, `open-${name}`));
  const { timeout } = session.settings;
  let unpaid: Response | undefined = first;
  let offer: Offered | undefined;
  let hasResponse = false;
  let forget = () => Promise.resolve();
  const onError = (error: unknown) => {
    session.out.note(`The outcome of the payment cannot be recorded: ${text(String(error))}`);
  };
  const pay = payingFetch(client, {
    ...limits,
    ...(timeout === undefined ? {} : { patience: timeout / 1000 }),
    ledger: new FileLedger(path.join(folder, `spent-${name}.jsonl`)),
    open: {
      find: async (key) => {
        const [payment] = await open.find(key);
        if (payment === undefined) return [];
        session.out.note(repeatText(payment.page));
        return [payment];
      },
      keep: (key, payment) => open.keep(key, payment),
      drop: async (key, payment) => {
        // The response was received, but it may not fit on the disk.
        if (hasResponse) forget = () => open.drop(key, payment).catch(onError);
        else await open.drop(key, payment);
      },
    },
    onError,
    approve: async (page) => {
      offer = await agreeToPay(session, client, page);
      session.interruption.noteSigned(`A payment of ${scv(page.amount)}`);
    },
    fetch: (...args) => {
      // Reuses the response of the first request, which revealed the price.
      const [paid] = args;
      const isPaid = paid instanceof Request && paid.headers.has("PAYMENT-SIGNATURE");
      const reused = isPaid ? undefined : unpaid;
      unpaid = undefined;
      return reused === undefined ? fetch(...args) : Promise.resolve(reused);
    },
  });
  const response = await pay(request);
  hasResponse = true;
  return { response, offer, receipt: receiptOf(response), forget: () => forget() };
}

/** The client that pays. @throws CliError `NoKey` with the price, which needs no key */
async function buyerOf(session: Session, url: string, first: Response): Promise<Client> {
  try {
    return await session.actor();
  } catch (error) {
    const required = readPaymentRequired(first, url);
    if (!(error instanceof CliError) || error.code !== "NoKey" || required === undefined) throw error;
    const { amount, payTo } = selectRequirements(await session.reader(), url, required, MAX_TIMEOUT).page;
    const message = `${text(url)} costs ${scv(amount)}, paid to ${payTo}. ${error.message}`;
    throw new CliError("NoKey", message, { ...error.args, url, amount, payTo }, error.exitCode, error);
  }
}

function repeatText({ amount, payTo, url }: PricedPage): string {
  return `Sending the payment of ${scv(amount)} to ${payTo} for ${text(url)} again, because its outcome is unknown.`;
}
