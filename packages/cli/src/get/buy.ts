import path from "node:path";
import {
  FileLedger,
  FileOpenPayments,
  payingFetch,
  type PricedPage,
  type Receipt,
  receiptOf,
} from "@servicecoin/gateway";
import { accountOf } from "@servicecoin/sdk";
import { scv, text } from "../output/value.js";
import { dataFolder } from "../session/folders.js";
import type { Session } from "../session/session.js";
import { agreeToPay, type Offered } from "./price.js";

/** What may be paid. */
export interface Limits {
  maxPerPayment: bigint;
  maxPerDay: bigint;
  onlyServices: boolean;
}

/** A response, and what was paid for it. */
export interface Bought {
  response: Response;
  /** What was shown before it was paid. */
  offer?: Offered | undefined;
  receipt?: Receipt | undefined;
  /** Forgets the payment: its answer is where it was wanted. */
  forget?: () => Promise<void>;
}

/** Pays for a page that has said what it costs. */
export async function buy(session: Session, request: Request, asked: Response, limits: Limits): Promise<Bought> {
  const client = await session.actor();
  const name = `${String(client.chainId)}-${(await accountOf(client)).toLowerCase()}`;
  const folder = dataFolder(session.io);
  const open = new FileOpenPayments(path.join(folder, `open-${name}`));
  const { timeout } = session.settings;
  let answer: Response | undefined = asked;
  let offer: Offered | undefined;
  let isAnswered = false;
  let forget = () => Promise.resolve();
  const onError = (error: unknown) => {
    session.out.note(`What became of the payment cannot be written down: ${text(String(error))}`);
  };
  const pay = payingFetch(client, {
    ...limits,
    ...(timeout === undefined ? {} : { patience: timeout / 1000 }),
    ledger: new FileLedger(path.join(folder, `spent-${name}.jsonl`)),
    open: {
      find: async (asked) => {
        const [payment] = await open.find(asked);
        if ((payment as typeof payment | undefined) === undefined) return [];
        session.out.note(repeatText(payment.page));
        return [payment];
      },
      keep: (asked, payment) => open.keep(asked, payment),
      drop: async (asked, payment) => {
        // That it was read is not enough: it may find no room on the disk.
        if (isAnswered) forget = () => open.drop(asked, payment).catch(onError);
        else await open.drop(asked, payment);
      },
    },
    onError,
    approve: async (page) => {
      offer = await agreeToPay(session, client, page);
      session.interruption.before(() => {
        session.out.note(`A payment of ${scv(page.amount)} was signed, and may still be taken.`);
      });
    },
    fetch: (...args) => {
      // It was asked for already, when nobody knew whether it costs anything.
      const [asking] = args;
      const isPaid = asking instanceof Request && asking.headers.has("PAYMENT-SIGNATURE");
      const first = isPaid ? undefined : answer;
      answer = undefined;
      return first === undefined ? fetch(...args) : Promise.resolve(first);
    },
  });
  const response = await pay(request);
  isAnswered = true;
  return { response, offer, receipt: receiptOf(response), forget: () => forget() };
}

function repeatText({ amount, payTo, url }: PricedPage): string {
  return `Sending again the payment of ${scv(amount)} to ${payTo} for ${text(url)}, of which it was not known what became.`;
}
