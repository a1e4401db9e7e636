import type { IndexerClient } from "@servicecoin/indexer/client";
import { formatUnits } from "ethers/utils";
import { unitOf } from "./assets.tsx";
import { csvOfMovements, movementsOf, type Collection, type Flow, type Place, type Transfer } from "./movements.ts";

const DECIMALS = 18;
const PAGE = 200;

/** Reads all movements of the treasury as a table for spreadsheets. @throws IndexerError */
export async function readMovementsCsv(client: IndexerClient, place: Place): Promise<string> {
  const transfers: Transfer[] = [];
  const flows: Flow[] = [];
  const address = place.treasury;
  for await (const one of client.all("/accounts/{address}/transfers", { address, limit: PAGE })) transfers.push(one);
  for await (const one of client.all("/treasury/flows", { limit: PAGE })) flows.push(one);
  const collections: Collection[] = [];
  for await (const one of client.all("/fees/collections", { limit: PAGE })) collections.push(one);
  const nameOf = (asset: string) => {
    const unit = unitOf(asset, place.coin);
    return { name: unit ?? asset, isWhole: unit !== undefined };
  };
  return csvOfMovements(movementsOf({ transfers, flows, collections }, place), nameOf, (amount) =>
    formatUnits(amount, DECIMALS),
  );
}
