import { getAddress, isAddress } from "ethers";
import { z } from "zod";
import type {
  Deal,
  Mandate,
  Quote,
  SignedMandate,
  SignedOrder,
  SignedOrderPayment,
  SignedRelease,
  SignedServiceWallet,
} from "@servicecoin/sdk";
import { CliError } from "../errors/cliError.js";
import { nameOf, type Files } from "../session/files.js";

const address = z
  .string()
  .refine((text) => isAddress(text))
  .transform((text) => getAddress(text));
const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/i);
const signature = z.string().regex(/^0x([0-9a-f]{2})*$/i);

/** An unsigned integer as `--json` prints it. Small ones may be JSON numbers, as people write them. */
function uint(bits: bigint) {
  return z
    .union([z.string().regex(/^\d{1,78}$/), z.int().nonnegative()])
    .transform((number) => BigInt(number))
    .refine((number) => number < 2n ** bits);
}

const deal: z.ZodType<Deal> = z.object({
  payer: address,
  payee: address,
  arbiter: address,
  price: uint(96n),
  period: uint(32n),
  start: uint(40n),
  deadline: uint(40n),
  window: uint(32n),
  feeBps: uint(16n),
  ref: bytes32,
});

const mandate: z.ZodType<Mandate> = z.object({
  payer: address,
  payee: address,
  limit: uint(96n),
  period: uint(32n),
  start: uint(40n),
  end: uint(40n),
  feeBps: uint(16n),
  ref: bytes32,
});

const release: z.ZodType<SignedRelease> = z.object({ deal, total: uint(96n), signature });
const payment: z.ZodType<SignedOrderPayment> = z.object({
  deal,
  amount: uint(96n),
  validBefore: uint(256n),
  signature,
});
const order: z.ZodType<SignedOrder> = z.object({ deal, signature });
const wallet: z.ZodType<SignedServiceWallet> = z.object({
  agentId: uint(256n),
  newWallet: address,
  deadline: uint(256n),
  signature,
});

/** Reads the terms of a deal, alone or as field `deal` of a document. @throws CliError `NoFile`, `BadJson`, `BadDocument` */
export async function readDealFile(files: Files, file: string): Promise<Deal> {
  const document = await files.readJson(file);
  if (!has(document, "deal")) return check(file, document, deal, "deal");
  return check(file, document, z.object({ deal }), "deal").deal;
}

/** Reads the terms of a mandate, alone or with the payer's signature. @throws CliError as `readDealFile` */
export async function readMandateFile(
  files: Files,
  file: string,
): Promise<Partial<SignedMandate> & Pick<SignedMandate, "mandate">> {
  const document = await files.readJson(file);
  if (!has(document, "mandate")) return { mandate: check(file, document, mandate, "mandate") };
  const signed = check(file, document, z.object({ mandate, signature: signature.optional() }), "mandate");
  return signed.signature === undefined
    ? { mandate: signed.mandate }
    : { mandate: signed.mandate, signature: signed.signature };
}

/** Reads a quote. @throws CliError as `readDealFile` */
export async function readQuote(files: Files, file: string): Promise<Quote> {
  return check(file, await files.readJson(file), order, "quote");
}

/** Reads a signed deal or a signed payment of an order. @throws CliError as `readDealFile`, `OtherKind` */
export async function readSignedOrder(files: Files, file: string): Promise<SignedOrder | SignedOrderPayment> {
  const document = await files.readJson(file);
  if (has(document, "total")) {
    throw new CliError("OtherKind", `${nameOf(file)} is a signed release: use "servicecoin order submit-releases".`, {
      file,
    });
  }
  if (has(document, "validBefore")) return check(file, document, payment, "signed payment");
  return check(file, document, order, "signed deal");
}

/** Reads signed releases, one or a list. @throws CliError as `readDealFile` */
export async function readReleases(files: Files, file: string): Promise<SignedRelease[]> {
  const document = await files.readJson(file);
  if (Array.isArray(document)) return check(file, document, z.array(release), "list of signed releases");
  return [check(file, document, release, "signed release")];
}

/** Reads a wallet's consent to serve a service. @throws CliError as `readDealFile` */
export async function readWalletConsent(files: Files, file: string): Promise<SignedServiceWallet> {
  return check(file, await files.readJson(file), wallet, "wallet consent");
}

function has(document: unknown, field: string): boolean {
  return typeof document === "object" && document !== null && Object.hasOwn(document, field);
}

function check<T>(file: string, document: unknown, schema: z.ZodType<T>, what: string): T {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const place = result.error.issues[0]?.path.join(".") ?? "";
  const reason = place === "" ? "it has another structure" : `${place} is missing or invalid`;
  throw new CliError("BadDocument", `${nameOf(file)} is not a ${what}: ${reason}.`, { file, place });
}
