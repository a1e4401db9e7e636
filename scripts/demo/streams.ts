import { approve, claimMany, openStreams, parseScv } from "@servicecoin/sdk";
import type { Steps } from "../lib/steps.js";
import { grouped, scv } from "../lib/table.js";
import { feeOf, streamOf } from "./deals.js";
import { send, type Stage } from "./story.js";

const COUNT = 50;
const PRICE = parseScv("0.000001");
const FUNDED = parseScv("0.0005");
const DAY = 86_400n;

/** Dave opens fifty streams to one payee in one transaction, and all are claimed in another. */
export async function streams(stage: Stage, steps: Steps): Promise<void> {
  const { dave, supplier } = stage.cast;
  const total = FUNDED * BigInt(COUNT);
  // They started yesterday, so the whole funding is due and nobody has to wait.
  const first = await streamOf(stage, "stream", { payer: dave.address, payee: supplier.address, price: PRICE });
  const deals = Array.from({ length: COUNT }, (_, i) => ({ ...first, start: first.start - DAY - BigInt(i) }));

  steps.chapter(`Dave pays for ${COUNT} sensors by the second`);
  await steps.run(`Dave opens ${COUNT} streams in one transaction`, async () => {
    const client = stage.as("dave");
    await approve(client, { spender: client.addresses.PaymentHub, amount: total });
    const opened = openStreams(client, { streams: deals.map((deal) => ({ deal, amount: FUNDED })) });
    return `${scv(total)}, ${perStream(await send(stage, opened, () => ({ dave: -total, hub: total })))}`;
  });
  await steps.run(`Anyone can claim all ${COUNT} for the supplier in one transaction`, async () => {
    const net = total - feeOf(FUNDED) * BigInt(COUNT);
    const claimed = claimMany(stage.as("relayer"), { deals });
    return `${scv(net)}, ${perStream(await send(stage, claimed, () => ({ supplier: net, hub: -net })))}`;
  });
}

function perStream({ receipt: { gasUsed } }: { receipt: { gasUsed: bigint } }): string {
  return `${grouped(gasUsed / BigInt(COUNT))} gas per stream`;
}
