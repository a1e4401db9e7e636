/**
 * The official facilitator with its default signer on viem, built as in its documentation, in its own process. Part of
 * `npm run bench:gateway`, which passes the node and the key in environment variables.
 */
import { x402Facilitator } from "@x402/core/facilitator";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { registerExactEvmScheme } from "@x402/evm/exact/facilitator";
import express, { type Request } from "express";
import type { AddressInfo } from "node:net";
import { createWalletClient, defineChain, http, nonceManager, publicActions, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { networkOf } from "../packages/gateway/src/protocol.js";

const { BENCH_RPC_URL: url = "", BENCH_PRIVATE_KEY: key = "", BENCH_LOCKED_NONCE: locked } = process.env;

const chain = defineChain({
  id: 31337,
  name: "local",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [url] } },
});
const account = privateKeyToAccount(key as Hex, locked === undefined ? {} : { nonceManager });
// Polls as often as ours. With viem's default of 4 seconds it would be slow on a chain that mines at once.
const client = createWalletClient({ account, chain, transport: http(url), pollingInterval: 50 }).extend(publicActions);
const signer = toFacilitatorEvmSigner({
  address: account.address,
  getCode: (parameters) => client.getCode(parameters),
  readContract: (parameters) => client.readContract({ ...parameters, args: parameters.args ?? [] }),
  verifyTypedData: (parameters) => client.verifyTypedData(parameters as Parameters<typeof client.verifyTypedData>[0]),
  writeContract: (parameters) => client.writeContract({ ...parameters, args: parameters.args }),
  sendTransaction: (parameters) => client.sendTransaction(parameters),
  waitForTransactionReceipt: (parameters) => client.waitForTransactionReceipt(parameters),
});
const facilitator = registerExactEvmScheme(new x402Facilitator(), { signer, networks: networkOf(chain.id) });

type PaymentRequest = Request<
  unknown,
  unknown,
  { paymentPayload: PaymentPayload; paymentRequirements: PaymentRequirements }
>;

const app = express();
app.use(express.json());
app.post("/verify", async ({ body }: PaymentRequest, response) => {
  response.json(await facilitator.verify(body.paymentPayload, body.paymentRequirements));
});
app.post("/settle", async ({ body }: PaymentRequest, response) => {
  response.json(await facilitator.settle(body.paymentPayload, body.paymentRequirements));
});
app.get("/supported", (_request, response) => {
  response.json(facilitator.getSupported());
});
const server = app.listen(0, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
