import { findSellers, type PricedPage } from "@servicecoin/gateway";
import { type Client, readServiceFile, type Service } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import { confirm, planText } from "../command/confirm.js";
import { ratingRows } from "../output/service.js";
import { scv, text } from "../output/value.js";
import type { Session } from "../session/session.js";

/** What a page costs, and who is paid. */
export interface Offered extends Omit<PricedPage, "url"> {
  /** The registered service behind the page; null when there is none. */
  service: OfferedService | null;
}

type OfferedService = Pick<Service, "agentId" | "category" | "price" | "rating"> & { name: string | undefined };

/**
 * Says what a page costs and who would be paid, always, and asks on public chains.
 * @returns What was said, for a document.
 * @throws CliError `NotConfirmed`
 */
export async function agreeToPay(session: Session, client: Client, { url, ...page }: PricedPage): Promise<Offered> {
  const title = `Pay ${scv(page.amount)} for ${text(url)}`;
  const [seller] = await findSellers(client, url, page.payTo);
  const service = (seller as typeof seller | undefined) ? await offeredBy(client, seller) : null;
  const rows: [string, string][] = [
    ["paid to", page.payTo],
    ...(page.description === "" ? [] : ([["sold as", text(page.description)]] satisfies [string, string][])),
    ...(page.isUpfront ? ([["paid", "before it answers, whatever it answers"]] satisfies [string, string][]) : []),
    ...(service === null ? UNKNOWN : serviceRows(service)),
  ];
  if (isLocalChain(client.chainId)) session.out.note(planText(client.chainId, title, rows));
  else await confirm(session, client.chainId, title, rows, "Pay it?");
  return { ...page, service };
}

const UNKNOWN: [string, string][] = [["service", "none that is registered"]];

async function offeredBy(client: Client, service: Service): Promise<OfferedService> {
  const { agentId, category, price, rating } = service;
  return { agentId, name: await nameOf(client, service), category, price, rating };
}

function serviceRows({ agentId, name, category, price, rating }: OfferedService): [string, string][] {
  return [
    ["service", `${agentId.toString()} ${text(name ?? category)}`.trim()],
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
