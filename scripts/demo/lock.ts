import { parseEther, randomBytes } from "ethers";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { type Stage } from "./story.js";

const LOCKED = parseEther("4");

/** Members lock SCV by each of the three ways, and one of them chooses a delegate. */
export async function lock(stage: Stage, steps: Steps): Promise<void> {
  const { coin, votes } = stage.system;
  const { alice, bob, carol, dave, erin } = stage.cast;
  steps.chapter("Members lock SCV to vote");

  await steps.run("Alice approves and deposits", async () => {
    await (await coin.connect(alice).approve(votes, LOCKED)).wait();
    await (await votes.connect(alice).depositFor(alice, LOCKED)).wait();
    return scv(LOCKED);
  });
  for (const [name, member] of [
    ["Bob", bob],
    ["Dave", dave],
  ] as const) {
    await steps.run(`${name} locks in one transaction (ERC-1363)`, async () => {
      await (await coin.connect(member)["transferAndCall(address,uint256)"](votes, LOCKED)).wait();
      return scv(LOCKED);
    });
  }
  await steps.run("Carol signs, a relayer pays the gas (ERC-3009)", async () => {
    const { provider } = stage.connection.ethers;
    const etherBefore = await provider.getBalance(carol);
    await lockBySignature(stage);
    if ((await provider.getBalance(carol)) !== etherBefore) throw new Error("Carol paid gas");
    return `${scv(LOCKED)}, no gas`;
  });
  await steps.run("Erin locks and delegates to Alice", async () => {
    await (await coin.connect(erin)["transferAndCall(address,uint256)"](votes, LOCKED)).wait();
    await (await votes.connect(erin).delegate(alice)).wait();
    return `Alice now speaks for ${scv(await votes.getVotes(alice))}`;
  });
}

/** Members take their coins out again, which they may at any time; so the story can be told again on the same chain. */
export async function unlock({ system: { votes }, cast }: Stage, steps: Steps): Promise<void> {
  steps.chapter("Members unlock their SCV");
  await steps.run("Alice, Bob, Carol, Dave and Erin withdraw what they locked", async () => {
    for (const member of [cast.alice, cast.bob, cast.carol, cast.dave, cast.erin]) {
      await (await votes.connect(member).withdrawTo(member, LOCKED)).wait();
    }
    return `${scv(LOCKED)} each`;
  });
}

async function lockBySignature({ system: { chain, coin, votes }, cast: { carol, relayer } }: Stage): Promise<void> {
  const authorization = {
    from: carol.address,
    to: await votes.getAddress(),
    value: LOCKED,
    validAfter: 0n,
    validBefore: BigInt(Math.floor(Date.now() / 1000)) + 3600n * 24n * 365n,
    nonce: randomBytes(32),
  };
  const signature = await carol.signTypedData(
    { name: "ServiceCoin", version: "1", chainId: chain.id, verifyingContract: await coin.getAddress() },
    {
      ReceiveWithAuthorization: [
        { name: "from", type: "address" },
        { name: "to", type: "address" },
        { name: "value", type: "uint256" },
        { name: "validAfter", type: "uint256" },
        { name: "validBefore", type: "uint256" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    authorization,
  );
  const { from, value, validAfter, validBefore, nonce } = authorization;
  const deposit = await votes
    .connect(relayer)
    .depositWithAuthorization(from, value, validAfter, validBefore, nonce, signature);
  await deposit.wait();
}
