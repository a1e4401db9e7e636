import type { PricedPage } from "../../gateway/buying/offer.js";
import { findSellers } from "../../gateway/buying/sellers.js";
import type { Client } from "../../sdk/core/client.js";
import { readServiceFile, type Service } from "../../sdk/services/index.js";
import { confirm } from "../confirm.js";
import { ratingRows } from "../output/service.js";
import { scv, text } from "../output/value.js";
import type { Session } from "../session.js";

/**
 * Says what a page costs and who would be paid, and asks on public chains.
 * @throws CliError `NotConfirmed`
 */
export async function agreeToPay(session: Session, client: Client, page: PricedPage): Promise<void> {
  const title = `Pay ${scv(page.amount)} for ${text(page.url)}`;
  const [seller] = await findSellers(client, page.url, page.payTo);
  const rows: [string, string][] = [
    ["paid to", page.payTo],
    ...(page.description === "" ? [] : ([["sold as", text(page.description)]] satisfies [string, string][])),
    ...(page.isUpfront ? ([["paid", "before it answers, whatever it answers"]] satisfies [string, string][]) : []),
    ...((seller as typeof seller | undefined) ? await sellerRows(client, seller) : UNKNOWN),
  ];
  await confirm(session, client.chainId, title, rows, "Pay it?");
}

const UNKNOWN: [string, string][] = [["service", "none that is registered"]];

async function sellerRows(client: Client, service: Service): Promise<[string, string][]> {
  const { agentId, category, price, rating } = service;
  const called = await nameOf(client, service);
  return [
    ["service", `${agentId.toString()} ${text(called ?? category)}`.trim()],
    ["registered price", price === undefined ? "none" : scv(price)],
    ...ratingRows(rating),
  ];
}

/** The name in a registration file on the chain: others would have to be downloaded from wherever its owner says. */
async function nameOf(client: Client, service: Service): Promise<string | undefined> {
  if (!/^data:/i.test(service.uri)) return undefined;
  try {
    return (await readServiceFile(client, service)).file.name;
  } catch {
    return undefined;
  }
}
