import { findSellers, type PricedPage } from "@servicecoin/gateway";
import type { Client, Service } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import { confirm, planText } from "../command/confirm.js";
import { ratingRows } from "../output/service.js";
import { scv, text } from "../output/value.js";
import { fileOnChain } from "../services/fileOnChain.js";
import type { Session } from "../session/session.js";

/** The price of a page, and its payee. */
export interface Offered extends Omit<PricedPage, "url"> {
  /** The registered service that sells the page; null if there is none. */
  service: OfferedService | null;
}

type OfferedService = Pick<Service, "agentId" | "category" | "price" | "rating"> & { name: string | undefined };

/**
 * Shows the price of a page and its payee, and prompts for confirmation on public chains.
 * @returns The offer, for a document.
 * @throws CliError `NotConfirmed`
 */
export async function agreeToPay(session: Session, client: Client, { url, ...page }: PricedPage): Promise<Offered> {
  const title = `Pay ${scv(page.amount)} for ${text(url)}`;
  const [seller] = await findSellers(client, url, page.payTo);
  const service = seller === undefined ? null : await offeredBy(client, seller);
  const rows: [string, string][] = [
    ["paid to", page.payTo],
    ...(page.description === "" ? [] : ([["sold as", text(page.description)]] satisfies [string, string][])),
    ...(page.isUpfront ? ([["paid", "before the response, whatever it is"]] satisfies [string, string][]) : []),
    ...(service === null ? UNKNOWN : serviceRows(service)),
  ];
  if (isLocalChain(client.chainId)) session.out.note(planText(client.chainId, title, rows));
  else await confirm(session, client.chainId, title, rows, "Pay it?");
  return { ...page, service };
}

const UNKNOWN: [string, string][] = [["service", "not registered"]];

async function offeredBy(client: Client, service: Service): Promise<OfferedService> {
  const { agentId, category, price, rating } = service;
  return { agentId, name: (await fileOnChain(client, service))?.file.name, category, price, rating };
}

function serviceRows({ agentId, name, category, price, rating }: OfferedService): [string, string][] {
  return [
    ["service", `${agentId.toString()} ${text(name ?? category)}`.trim()],
    ["registered price", price === undefined ? "none" : scv(price)],
    ...ratingRows(rating),
  ];
}
