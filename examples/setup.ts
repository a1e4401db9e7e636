import { Wallet } from "ethers";
import { connect, openProvider, type Client } from "@servicecoin/sdk";
import { readDeployment } from "@servicecoin/sdk/node";

/** Keys of a local chain, which everybody knows: never use them elsewhere. */
const KEYS = {
  alice: "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
  bob: "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
  carol: "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
} as const;

const provider = await openProvider(process.env["SERVICECOIN_RPC_URL"] ?? "http://127.0.0.1:8545");

/** The system as one of them sees it; `npm start` in another terminal provides the chain. */
export async function clientOf(name: keyof typeof KEYS): Promise<Client> {
  const { chainId } = await provider.getNetwork();
  const deployment = await readDeployment(chainId, process.env["SERVICECOIN_FOLDER"]);
  return connect(new Wallet(KEYS[name], provider), deployment);
}

/** Closes the connection, or the program would not end. */
export function done(): void {
  provider.destroy();
}
