import { isEIP6492Signature, SiweError, SiweErrorType, SiweMessage } from "@signinwithethereum/siwe";
import { getAddress, hashMessage, verifyMessage } from "ethers";
import type { Node } from "../../chain/chain.js";
import { Problem } from "../problem.js";
import { personalProblem, type PersonalProblem } from "./problems.js";
import { isAcceptedByWallet } from "./signature.js";
import type { IssuedSession, PersonalStore } from "./store.js";

/** What a sign-in is checked against. */
export interface Desk {
  store: PersonalStore;
  chainId: number;
  /** Sites where users may sign in, such as `https://app.example`. */
  origins: readonly string[];
  /** Asked whether a smart wallet accepts a signature, in order of preference. */
  nodes: readonly Node[];
}

/** What a user sends. */
export interface SignIn {
  message: string;
  signature: string;
  /** The site that sends it, if a browser says so. */
  origin: string | undefined;
}

/** A clock that is wrong by less than this does no harm. */
const CLOCK_MS = 60_000;

/**
 * Checks a signed message (ERC-4361) and starts a session.
 * @throws Problem of the kind that fits
 */
export async function signIn(desk: Desk, { message: text, signature, origin }: SignIn): Promise<IssuedSession> {
  const message = parse(text);
  const site = siteOf(message, desk.origins, origin);
  const { store, chainId } = desk;
  if (message.chainId !== chainId) {
    throw personalProblem("wrong-chain", `The message is for chain ${message.chainId}, and this is chain ${chainId}.`);
  }
  const nonceExpiry = store.nonceExpiry(message.nonce);
  if (nonceExpiry === undefined) {
    throw personalProblem(
      "unknown-nonce",
      `Nonce ${message.nonce} is not of this server, or too old: ask for another.`,
    );
  }
  checkIssued(message, store.now());
  await checkSignature(desk, message, signature);
  // Last, so that nobody but the owner uses it up; in one statement, so that of two at once one fails.
  if (!(await store.useNonce(message.nonce, nonceExpiry))) {
    throw personalProblem("used-nonce", `Nonce ${message.nonce} was used already: ask for another, and sign again.`);
  }
  return store.startSession(message.address.toLowerCase(), site);
}

function parse(text: string): SiweMessage {
  let message: SiweMessage;
  try {
    message = new SiweMessage(text);
  } catch (error) {
    throw personalProblem("malformed-message", `The message does not follow ERC-4361: ${firstLine(error)}.`);
  }
  // What is signed is the text: it must say what was read from it, and nothing else.
  if (message.prepareMessage() !== text || message.version !== "1") {
    throw personalProblem(
      "malformed-message",
      "The message does not follow ERC-4361: it reads differently in its form.",
    );
  }
  return message;
}

function firstLine(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return line.slice(0, 200).replace(/\.$/, "");
}

/** The site that the message names as domain and in its URI: one of ours, and the one that sends it. */
function siteOf({ domain, scheme, uri }: SiweMessage, origins: readonly string[], origin: string | undefined): string {
  const named = URL.canParse(uri) ? new URL(uri).origin : "none";
  const site = origins.find((one) => one === named && new URL(one).host === domain);
  const isOfScheme = scheme === undefined || named.startsWith(`${scheme}://`);
  if (site === undefined || !isOfScheme) {
    const detail = `The message is for ${domain} and ${uri}, and this server lets users of ${listed(origins)} sign in.`;
    throw personalProblem("wrong-domain", detail);
  }
  if (origin !== undefined && origin !== site) {
    throw personalProblem("wrong-domain", `The message is for ${site}, and ${origin} sent it.`);
  }
  return site;
}

function listed(origins: readonly string[]): string {
  return origins.length === 0 ? "no site" : origins.join(", ");
}

/** The library checks expiry and not-before, but not when the message was issued. */
function checkIssued({ issuedAt }: SiweMessage, now: number): void {
  if (Date.parse(issuedAt ?? "") <= now + CLOCK_MS) return;
  throw personalProblem("early-message", `The message says that it was issued at ${issuedAt}: is the clock right?`);
}

async function checkSignature({ chainId, nodes, store }: Desk, message: SiweMessage, signature: string): Promise<void> {
  if (isEIP6492Signature(signature)) {
    const detail = `The smart wallet ${message.address} is not deployed yet (ERC-6492): make a transaction with it first.`;
    throw personalProblem("undeployed-wallet", detail);
  }
  let fault: unknown;
  const { domain, uri, nonce } = message;
  const { success, error } = await message.verify(
    { signature, domain, uri, chainId, nonce, time: new Date(store.now()).toISOString() },
    {
      strict: true,
      suppressExceptions: true,
      config: {
        verifyMessage,
        hashMessage,
        getAddress,
        async checkContractWalletSignature(wallet, text, given) {
          try {
            return await isAcceptedByWallet(nodes, wallet, hashMessage(text), given);
          } catch (caught) {
            // The library would hide it.
            fault = caught;
            return false;
          }
        },
      },
    },
  );
  if (fault instanceof Problem) throw fault;
  if (!success) throw problemOf(error, message);
}

const BY_TYPE: Partial<Record<SiweErrorType, PersonalProblem>> = {
  [SiweErrorType.EXPIRED_MESSAGE]: "expired-message",
  [SiweErrorType.NOT_YET_VALID_MESSAGE]: "early-message",
  [SiweErrorType.INVALID_SIGNATURE]: "wrong-signature",
};

function problemOf(error: SiweError | undefined, { address, expirationTime, notBefore }: SiweMessage): Problem {
  const kind = (error && BY_TYPE[error.type]) ?? "malformed-message";
  if (kind === "expired-message") return personalProblem(kind, `The message expired at ${expirationTime}.`);
  if (kind === "early-message") return personalProblem(kind, `The message is valid from ${notBefore} on.`);
  if (kind === "wrong-signature") {
    return personalProblem(kind, `The signature is not of ${address}, neither by its key nor by its smart wallet.`);
  }
  return personalProblem(kind, `The message does not follow ERC-4361: ${firstLine(error)}.`);
}
