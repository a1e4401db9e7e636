import { at } from "../../fixtures/at.js";
import { payout } from "../../fixtures/system.js";
import { ethers } from "../chain.js";
import type { Operation, Subject } from "../operation.js";
import { authorize, permit, sign } from "../signatures.js";
import { AMOUNT, gasOf, HOLDERS, prepare, STRANGERS, type GasSystem } from "../system.js";

const RANDOM_NONCE = ethers.id("a random nonce");
const FIRST_NONCE = ethers.toBeHex(1_000n, 32);
const NEXT_NONCE = ethers.toBeHex(1_001n, 32);

const VRS = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)";
const BYTES = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";
const RECEIVE_VRS = "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)";
const RECEIVE_BYTES = "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";

function authorized({ alice, bob, coin }: GasSystem, nonce: string, from = alice.address) {
  return authorize(alice, coin, "TransferWithAuthorization", { from, to: bob.address, value: AMOUNT, nonce });
}

async function transferVrs(system: GasSystem, nonce: string): Promise<number> {
  const { terms, signature } = await authorized(system, nonce);
  return gasOf(system.coin.connect(system.relayer)[VRS](...terms, signature.v, signature.r, signature.s));
}

async function transferBytes(system: GasSystem, nonce: string, from?: string): Promise<number> {
  const { terms, signature } = await authorized(system, nonce, from);
  return gasOf(system.coin.connect(system.relayer)[BYTES](...terms, signature.serialized));
}

/** Whole gas of a batch, by recipient. */
async function batch({ coin, deployer }: GasSystem, recipients: string[]): Promise<number> {
  const payouts = recipients.map((to) => payout(to, AMOUNT));
  return (await gasOf(coin.connect(deployer).transferBatch(payouts))) / recipients.length;
}

const transfers: Operation[] = [
  {
    name: "transfer, existing holder",
    run: ({ coin, alice, bob }) => gasOf(coin.connect(alice).transfer(bob, AMOUNT)),
  },
  {
    name: "transfer, new holder",
    run: ({ coin, alice }) => gasOf(coin.connect(alice).transfer(at(STRANGERS, 0), AMOUNT)),
  },
  {
    name: "approve, first",
    run: ({ coin, alice, bob }) => gasOf(coin.connect(alice).approve(bob, AMOUNT)),
  },
  {
    name: "approve, change",
    async run({ coin, alice, bob }) {
      await prepare(() => coin.connect(alice).approve(bob, 2n * AMOUNT));
      return gasOf(coin.connect(alice).approve(bob, AMOUNT));
    },
  },
  {
    name: "transferFrom, allowance left over",
    async run({ coin, alice, bob, carol }) {
      await prepare(() => coin.connect(alice).approve(carol, 2n * AMOUNT));
      return gasOf(coin.connect(carol).transferFrom(alice, bob, AMOUNT));
    },
  },
  {
    name: "transferFrom, endless allowance",
    async run({ coin, alice, bob, carol }) {
      await prepare(() => coin.connect(alice).approve(carol, ethers.MaxUint256));
      return gasOf(coin.connect(carol).transferFrom(alice, bob, AMOUNT));
    },
  },
  {
    name: "transferWithReference, 32 bytes",
    run: ({ coin, alice, bob }) =>
      gasOf(coin.connect(alice).transferWithReference(bob, AMOUNT, ethers.id("invoice 1"))),
  },
  {
    name: "transferFromWithReference, 32 bytes",
    async run({ coin, alice, bob, carol }) {
      await prepare(() => coin.connect(alice).approve(carol, 2n * AMOUNT));
      return gasOf(coin.connect(carol).transferFromWithReference(alice, bob, AMOUNT, ethers.id("invoice 1")));
    },
  },
  {
    name: "transferAndCall, contract that does nothing",
    run: ({ coin, alice, receiver }) =>
      gasOf(coin.connect(alice)["transferAndCall(address,uint256)"](receiver, AMOUNT)),
  },
  { name: "transferBatch of 100, each, existing holders", run: (system) => batch(system, HOLDERS) },
  { name: "transferBatch of 100, each, new holders", run: (system) => batch(system, STRANGERS) },
];

const signatures: Operation[] = [
  {
    name: "permit, repeat",
    async run({ coin, alice, carol }) {
      const first = await permit(alice, coin, carol.address, AMOUNT, 0n);
      await prepare(() => coin.permit(...first));
      return gasOf(coin.permit(...(await permit(alice, coin, carol.address, 2n * AMOUNT, 1n))));
    },
  },
  {
    name: "permit and transferFrom, one transaction, repeat",
    async run({ coin, alice, bob, relayer }) {
      const shop = await ethers.deployContract("PeerPermitSpender");
      const charge = async (nonce: bigint) => {
        const [owner, , value, ...rest] = await permit(alice, coin, shop.target as string, AMOUNT, nonce);
        return shop.connect(relayer).charge(coin, owner, bob, value, ...rest);
      };
      await prepare(() => charge(0n));
      return gasOf(charge(1n));
    },
  },
  {
    name: "permit and transferFrom, two transactions, repeat",
    async run({ coin, alice, bob, carol }) {
      const pull = async (nonce: bigint) => {
        const permitted = await permit(alice, coin, carol.address, AMOUNT, nonce);
        return (
          (await gasOf(coin.connect(carol).permit(...permitted))) +
          (await gasOf(coin.connect(carol).transferFrom(alice, bob, AMOUNT)))
        );
      };
      await pull(0n);
      return pull(1n);
    },
  },
  {
    name: "transferWithAuthorization, random nonce, v r s",
    run: (system) => transferVrs(system, RANDOM_NONCE),
  },
  {
    name: "transferWithAuthorization, random nonce, bytes",
    run: (system) => transferBytes(system, RANDOM_NONCE),
  },
  {
    name: "transferWithAuthorization, random nonce, smart wallet",
    run: (system) => transferBytes(system, RANDOM_NONCE, system.wallet.target as string),
  },
  {
    name: "transferWithAuthorization, next nonce, v r s",
    async run(system) {
      await transferVrs(system, FIRST_NONCE);
      return transferVrs(system, NEXT_NONCE);
    },
  },
  {
    name: "transferWithAuthorization, next nonce, bytes",
    async run(system) {
      await transferVrs(system, FIRST_NONCE);
      return transferBytes(system, NEXT_NONCE);
    },
  },
  {
    name: "transferWithAuthorization, next nonce, smart wallet",
    async run(system) {
      const wallet = system.wallet.target as string;
      await transferBytes(system, FIRST_NONCE, wallet);
      return transferBytes(system, NEXT_NONCE, wallet);
    },
  },
  {
    name: "receiveWithAuthorization, random nonce, v r s",
    async run({ coin, alice, bob }) {
      const transfer = { to: bob.address, value: AMOUNT, nonce: RANDOM_NONCE };
      const { terms, signature } = await authorize(alice, coin, "ReceiveWithAuthorization", transfer);
      return gasOf(coin.connect(bob)[RECEIVE_VRS](...terms, signature.v, signature.r, signature.s));
    },
  },
  {
    name: "receiveWithAuthorization, random nonce, bytes",
    async run({ coin, alice, bob }) {
      const transfer = { to: bob.address, value: AMOUNT, nonce: RANDOM_NONCE };
      const { terms, signature } = await authorize(alice, coin, "ReceiveWithAuthorization", transfer);
      return gasOf(coin.connect(bob)[RECEIVE_BYTES](...terms, signature.serialized));
    },
  },
  {
    name: "cancelAuthorization, random nonce",
    async run({ coin, alice, relayer }) {
      const message = { authorizer: alice.address, nonce: RANDOM_NONCE };
      const { serialized } = await sign(alice, coin, "CancelAuthorization", message);
      const cancel = "cancelAuthorization(address,bytes32,bytes)";
      return gasOf(coin.connect(relayer)[cancel](alice, RANDOM_NONCE, serialized));
    },
  },
];

const supply: Operation[] = [
  { name: "mint, existing holder", run: ({ coin, deployer, bob }) => gasOf(coin.connect(deployer).mint(bob, AMOUNT)) },
  { name: "burn", run: ({ coin, alice }) => gasOf(coin.connect(alice).burn(AMOUNT)) },
];

export const coin: Subject = { title: "ServiceCoin", operations: [...transfers, ...signatures, ...supply] };
