import { parseEther, type ContractTransactionResponse } from "ethers";
import { accountsOf } from "../../fixtures/accounts.js";
import { ethers, networkHelpers } from "../chain.js";
import { authorize, permit } from "../signatures.js";
import { AMOUNT, gasOf, prepare, type Signer } from "../system.js";
import type { PeerGas } from "./peer.js";
import { deploySoladyERC20 } from "./solady.js";

const RANDOM_NONCE = ethers.id("a random nonce");
/** The second nonce of a key, as the keyed token counts them: the key in the upper 192 bits. */
const FIRST_KEYED = ethers.toBeHex(1n << 64n, 32);
const NEXT_KEYED = ethers.toBeHex((1n << 64n) + 1n, 32);

const VRS = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)";
const BYTES = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";

const OZ = "OpenZeppelin ERC20";
const OZ_3009 = "OpenZeppelin ERC3009";
const KEYED = "OpenZeppelin keyed";
const SOLADY = "Solady ERC20";
const VOTES = "OpenZeppelin ERC20Votes";

interface Erc20 {
  connect(signer: Signer): {
    transfer(to: string, value: bigint): Promise<ContractTransactionResponse>;
    approve(spender: string, value: bigint): Promise<ContractTransactionResponse>;
    transferFrom(from: string, to: string, value: bigint): Promise<ContractTransactionResponse>;
  };
}

async function tokensFixture() {
  const [deployer, alice, bob, carol, relayer] = await accountsOf(ethers);
  const args: [Signer, bigint] = [deployer, parseEther("10000")];
  const plain = await ethers.deployContract("PeerERC20", args);
  const solady = await deploySoladyERC20(...args);
  const voting = await ethers.deployContract("PeerERC20Votes", args);
  const erc3009 = await ethers.deployContract("PeerERC3009", args);
  const keyed = await ethers.deployContract("PeerERC3009Keyed", args);
  const shop = await ethers.deployContract("PeerPermitSpender");
  for (const token of [plain, solady, voting, erc3009, keyed]) {
    for (const holder of [alice, bob]) await prepare(() => token.transfer(holder, parseEther("50")));
  }
  return { plain, solady, voting, erc3009, keyed, shop, alice, bob, carol, relayer };
}

type Tokens = Awaited<ReturnType<typeof tokensFixture>>;
type Run = (tokens: Tokens) => Promise<number>;

const transfer = (token: Erc20, { alice, bob }: Tokens) => gasOf(token.connect(alice).transfer(bob.address, AMOUNT));

async function transferFrom(token: Erc20, { alice, bob, carol }: Tokens): Promise<number> {
  await prepare(() => token.connect(alice).approve(carol.address, 2n * AMOUNT));
  return gasOf(token.connect(carol).transferFrom(alice.address, bob.address, AMOUNT));
}

async function permitAndTransfer(token: Tokens["plain"], tokens: Tokens): Promise<number> {
  const { shop, alice, bob, relayer } = tokens;
  const { target } = token;
  // Solady has no `eip712Domain`, so its answer is given here.
  type Domain = [string, string, string, bigint, string, string, bigint[]];
  const domain: Domain = ["0x0f", "ServiceCoin", "1", 31_337n, target as string, ethers.ZeroHash, []];
  const signed = { eip712Domain: () => Promise.resolve(domain) };
  const charge = async (nonce: bigint) => {
    const [owner, , value, ...rest] = await permit(alice, signed, shop.target as string, AMOUNT, nonce);
    return shop.connect(relayer).charge(token, owner, bob, value, ...rest);
  };
  await prepare(() => charge(0n));
  return gasOf(charge(1n));
}

async function authorized(token: Tokens["erc3009"] | Tokens["keyed"], tokens: Tokens, nonce: string) {
  const { alice, bob } = tokens;
  return authorize(alice, token, "TransferWithAuthorization", { to: bob.address, value: AMOUNT, nonce });
}

async function plainNonce(tokens: Tokens): Promise<number> {
  const { terms, signature } = await authorized(tokens.erc3009, tokens, RANDOM_NONCE);
  const token = tokens.erc3009.connect(tokens.relayer);
  return gasOf(token.transferWithAuthorization(...terms, signature.v, signature.r, signature.s));
}

async function byVrs(tokens: Tokens, nonce: string): Promise<number> {
  const { terms, signature } = await authorized(tokens.keyed, tokens, nonce);
  return gasOf(tokens.keyed.connect(tokens.relayer)[VRS](...terms, signature.v, signature.r, signature.s));
}

async function byBytes(tokens: Tokens, nonce: string): Promise<number> {
  const { terms, signature } = await authorized(tokens.keyed, tokens, nonce);
  return gasOf(tokens.keyed.connect(tokens.relayer)[BYTES](...terms, signature.serialized));
}

/** What runs here, by operation and peer. */
const RUNS: [operation: string, peer: string, run: Run][] = [
  ["transfer, existing holder", OZ, (tokens) => transfer(tokens.plain, tokens)],
  ["transfer, existing holder", SOLADY, (tokens) => transfer(tokens.solady, tokens)],
  ["transfer, existing holder", VOTES, (tokens) => transfer(tokens.voting, tokens)],
  [
    "transfer, existing holder",
    `${VOTES}, both delegated`,
    async (tokens) => {
      const { voting, alice, bob } = tokens;
      for (const holder of [alice, bob]) await prepare(() => voting.connect(holder).delegate(holder));
      return transfer(voting, tokens);
    },
  ],
  ["transferFrom, allowance left over", OZ, (tokens) => transferFrom(tokens.plain, tokens)],
  ["transferFrom, allowance left over", SOLADY, (tokens) => transferFrom(tokens.solady, tokens)],
  ["permit and transferFrom, one transaction, repeat", OZ, (tokens) => permitAndTransfer(tokens.plain, tokens)],
  ["permit and transferFrom, one transaction, repeat", SOLADY, (tokens) => permitAndTransfer(tokens.solady, tokens)],
  ["transferWithAuthorization, random nonce, v r s", OZ_3009, plainNonce],
  [
    "transferWithAuthorization, next nonce, v r s",
    KEYED,
    async (tokens) => {
      await byVrs(tokens, FIRST_KEYED);
      return byVrs(tokens, NEXT_KEYED);
    },
  ],
  [
    "transferWithAuthorization, next nonce, bytes",
    KEYED,
    async (tokens) => {
      await byVrs(tokens, FIRST_KEYED);
      return byBytes(tokens, NEXT_KEYED);
    },
  ],
];

/** Measures the tokens that run here. */
export async function measureTokens(): Promise<PeerGas[]> {
  const measured: PeerGas[] = [];
  for (const [operation, peer, run] of RUNS) {
    const gas = await run(await networkHelpers.loadFixture(tokensFixture));
    measured.push({ subject: "coin", operation, peer, gas, recorded: false });
  }
  return measured;
}
