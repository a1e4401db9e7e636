import { toUtf8String, Utf8ErrorFuncs, ZeroAddress } from "ethers";
import {
  formatReference,
  type GivenFeedback,
  type PaidRating,
  type Service,
  type ServiceFile,
  type ValidationStanding,
} from "@servicecoin/sdk";
import { typedRating } from "../parse/rating.js";
import { isOnChain } from "../services/fileOnChain.js";
import { list, table } from "./table.js";
import { scv, text, time } from "./value.js";

type Rows = [name: string, value: string][];

/** Claims of a registration file. */
export interface ServiceClaims extends Pick<ServiceFile, "file" | "claimsService"> {
  host: string | undefined;
}

/** Formats a service, with the claims of its registration file if it was read. */
export function serviceText(service: Service & { registration?: ServiceClaims }): string {
  const { agentId, owner, wallet, category, uri, endpoint, registration } = service;
  return list([
    ["service", agentId.toString()],
    ["owner", owner],
    ["wallet", walletText(wallet)],
    ["category", text(category)],
    ["price", pricePerUnit(service)],
    ["endpoint", text(endpoint)],
    ["file", isOnChain(uri) ? `on the chain${registration === undefined ? ", but it cannot be read" : ""}` : text(uri)],
    ...ratingRows(service.rating),
    ...(registration === undefined ? [] : fileRows(registration, isOnChain(uri))),
  ]);
}

/** A service with the name in its registration file, if the file is on the chain. */
export type NamedService = Service & { name: string | undefined };

/** Formats found services, one per line. Names, units and endpoints are untrusted texts of their owners. */
export function foundTable(services: readonly NamedService[], columns: number): string {
  const lines = services.map((service) => {
    const { agentId, name, rating, wallet, endpoint } = service;
    const { count, paid } = rating;
    const stars = count === 0n ? "" : average(lower(rating));
    const cells = [agentId.toString(), text(name ?? ""), pricePerUnit(service), stars, count.toString(), scv(paid)];
    return [...cells, walletText(wallet), text(endpoint)];
  });
  const header = ["service", "name", "price", "rating", "ratings", "paid", "wallet", "endpoint"];
  return table(header, lines, "No service matches.", columns);
}

/** Formats services, one per line. Names, categories and units are untrusted texts of their owners. */
export function serviceTable(services: readonly NamedService[], columns: number): string {
  const lines = services.map((service) => {
    const { agentId, name, category, wallet } = service;
    return [agentId.toString(), text(name ?? ""), text(category), pricePerUnit(service), walletText(wallet)];
  });
  return table(["service", "name", "category", "price", "wallet"], lines, "No services.", columns);
}

/** The paid ratings of a service as rows of a list. */
export function ratingRows({ count, paid, average: plain, weightedAverage }: PaidRating): Rows {
  return [
    ["paid ratings", count.toString()],
    ...(count === 0n
      ? []
      : ([
          ["average", average(plain)],
          ["average by payment", average(weightedAverage)],
        ] satisfies Rows)),
    ["paid by raters", scv(paid)],
  ];
}

/** Formats feedback, one entry per line. Tags are untrusted texts of the authors. */
export function feedbackTable(found: readonly Omit<GivenFeedback, "responses">[], columns: number): string {
  const lines = found.map(({ author, feedbackIndex, value, decimals, tag1, tag2, isRevoked }) => {
    const state = isRevoked ? "revoked" : "counts";
    return [author, feedbackIndex.toString(), typedRating(value, decimals), text(tag1), text(tag2), state];
  });
  return table(["author", "number", "value", "tag1", "tag2", "state"], lines, "No feedback.", columns);
}

/** Formats a validation request. */
export function validationText(validation: ValidationStanding): string {
  const { requestHash, validator, agentId, responseHash, tag, lastUpdate } = validation;
  return list([
    ["request", requestHash],
    ["service", agentId.toString()],
    ["validator", validator],
    ["response", responseOf(validation)],
    ["tag", text(tag)],
    ["evidence", formatReference(responseHash)],
    ["last update", time(lastUpdate)],
  ]);
}

/** Formats validation requests, one per line. */
export function validationTable(found: readonly ValidationStanding[], columns: number): string {
  const lines = found.map((validation) => {
    const { requestHash, agentId, validator, tag, lastUpdate } = validation;
    return [requestHash, agentId.toString(), validator, responseOf(validation), text(tag), time(lastUpdate)];
  });
  return table(
    ["request", "service", "validator", "response", "tag", "last update"],
    lines,
    "No validation requests.",
    columns,
  );
}

/** Formats the value of a metadata entry by its key. */
export function metadataText(key: string, value: string): string {
  if (key === "agentWallet") return value;
  if (key === "price") return value.length === 66 ? scv(BigInt(value)) : value;
  const written = toUtf8String(value, Utf8ErrorFuncs.replace);
  return written.includes("\ufffd") ? text(value) : text(written);
}

function fileRows({ file, host, claimsService }: ServiceClaims, isOwn: boolean): Rows {
  const { name, description, services, x402Support, active } = file;
  return [
    ["name", text(name)],
    ["description", text(description)],
    ...services.map(({ name, endpoint }): [string, string] => ["reached by", `${text(name)} ${text(endpoint)}`]),
    ["takes x402", x402Support ? "yes" : "no"],
    ...(active === undefined ? [] : ([["active", active ? "yes" : "no"]] satisfies Rows)),
    ...(host === undefined ? [] : ([["host", text(host)]] satisfies Rows)),
    // A file on the chain belongs to its service, whatever it says.
    ...(isOwn
      ? []
      : ([["names this service", claimsService ? "yes" : "no: it may describe another service"]] satisfies Rows)),
  ];
}

function walletText(wallet: string): string {
  return wallet === ZeroAddress ? "none" : wallet;
}

function pricePerUnit({ price, unit }: Service): string {
  if (price === undefined) return "unknown";
  return unit === "" ? scv(price) : `${scv(price)} per ${text(unit)}`;
}

/** Returns the lower of the two averages, which no single payment can raise. */
function lower({ average, weightedAverage }: PaidRating): bigint {
  return average < weightedAverage ? average : weightedAverage;
}

/** Formats an average with one decimal, rounded down. */
function average(value: bigint): string {
  const tenths = value / 10n ** 17n;
  return typedRating(tenths, 1);
}

function responseOf({ isAnswered, response }: ValidationStanding): string {
  return isAnswered ? `${response.toString()} of 100` : "none yet";
}
