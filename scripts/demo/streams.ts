import { parseEther } from "ethers";
import { toDeal } from "../../src/sdk/deals.js";
import type { Steps } from "../lib/steps.js";
import { grouped, scv } from "../lib/table.js";
import { feeOf, streamOf } from "./deals.js";
import { send, type Stage } from "./story.js";

const COUNT = 50;
const PRICE = parseEther("0.000001");
const FUNDED = parseEther("0.0005");
const DAY = 86_400n;

/** Fifty streams to one payee, opened and claimed with one transaction each. */
export async function streams(stage: Stage, steps: Steps): Promise<void> {
  const { coin, hub } = stage.system;
  const { dave, relayer, supplier } = stage.cast;
  const total = FUNDED * BigInt(COUNT);
  // They run since yesterday, so all that is funded is owed and nobody has to wait.
  const first = await streamOf(stage, "stream", { payer: dave.address, payee: supplier.address, price: PRICE });
  const deals = Array.from({ length: COUNT }, (_, i) => ({ ...first, start: first.start - DAY - BigInt(i) }));

  steps.chapter(`Dave pays for ${COUNT} sensors by the second`);
  await steps.run(`Dave opens ${COUNT} streams in one transaction`, async () => {
    await (await coin.connect(dave).approve(hub, total)).wait();
    const openings = deals.map((deal) => ({ deal: toDeal(deal), amount: FUNDED, quote: "0x" }));
    const receipt = await send(stage, hub.connect(dave).openMany(openings), () => ({ dave: -total, hub: total }));
    return `${scv(total)}, ${perStream(receipt.gasUsed)}`;
  });
  await steps.run(`Anyone claims all ${COUNT} for the supplier in one transaction`, async () => {
    const net = total - feeOf(FUNDED) * BigInt(COUNT);
    const gains = { supplier: net, hub: -net };
    const receipt = await send(stage, hub.connect(relayer).claimMany(deals.map(toDeal)), () => gains);
    return `${scv(net)}, ${perStream(receipt.gasUsed)}`;
  });
}

function perStream(gas: bigint): string {
  return `${grouped(gas / BigInt(COUNT))} gas per stream`;
}
