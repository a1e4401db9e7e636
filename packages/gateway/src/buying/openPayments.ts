import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { SignedPayment } from "./purse.js";

/**
 * Payments that were signed, and whose answers have not arrived whole, by their requests: the same request sends the same payment again. One
 * request may have several, when it is made several times at once.
 */
export interface OpenPayments {
  /** @returns Those that the chain does not refuse by now. */
  find(request: string): Promise<readonly SignedPayment[]>;
  keep(request: string, payment: SignedPayment): Promise<void>;
  drop(request: string, payment: SignedPayment): Promise<void>;
}

/** Open payments of one process. */
export class MemoryOpenPayments implements OpenPayments {
  /** By their headers. */
  private readonly open = new Map<string, { request: string; payment: SignedPayment }>();

  /** @param now Milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  find(request: string): Promise<readonly SignedPayment[]> {
    const own = [...this.open.values()].filter((kept) => kept.request === request);
    return Promise.resolve(own.map(({ payment }) => payment).filter(({ until }) => until > this.now()));
  }

  keep(request: string, payment: SignedPayment): Promise<void> {
    for (const [header, kept] of this.open) if (kept.payment.until <= this.now()) this.open.delete(header);
    this.open.set(payment.header, { request, payment });
    return Promise.resolve();
  }

  drop(_request: string, { header }: SignedPayment): Promise<void> {
    this.open.delete(header);
    return Promise.resolve();
  }
}

const signed = z.object({
  page: z.object({
    url: z.string(),
    amount: z
      .string()
      .regex(/^\d{1,78}$/)
      .transform(BigInt),
    payTo: z.string(),
    description: z.string(),
    isUpfront: z.boolean(),
  }),
  header: z.string(),
  until: z.number(),
  isRepeatable: z.boolean(),
});

/** How files end that are being written, and milliseconds for which they may be. */
const BESIDE = ".tmp";
const WRITING = 60_000;

/** Open payments in a folder, one file each, that outlive the process. Only their owner may read them: they buy what they were signed for. */
export class FileOpenPayments implements OpenPayments {
  /** @param folder One per payer and chain, for nothing else; made when it is not there. @param now Milliseconds since 1970. */
  constructor(
    private readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {}

  async find(request: string): Promise<readonly SignedPayment[]> {
    const own = (await this.names()).filter((name) => name.startsWith(digest(request)));
    const payments = await Promise.all(own.map((name) => this.read(name)));
    return payments.filter((payment) => payment !== undefined);
  }

  async keep(request: string, payment: SignedPayment): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const page = { ...payment.page, amount: String(payment.page.amount) };
    const beside = path.join(this.folder, `${randomUUID()}${BESIDE}`);
    await writeFile(beside, JSON.stringify({ ...payment, page }), { mode: 0o600, flag: "wx" });
    await rename(beside, path.join(this.folder, fileOf(request, payment)));
    await this.clear();
  }

  /** Removes what is of no use any more, and what other processes are certain not to write any more. */
  private async clear(): Promise<void> {
    for (const name of await this.names(BESIDE)) {
      const written = await stat(path.join(this.folder, name)).catch(orGone);
      if (written !== undefined && written.mtimeMs < Date.now() - WRITING) await this.remove(name);
    }
    for (const name of await this.names()) if ((await this.read(name)) === undefined) await this.remove(name);
  }

  drop(request: string, payment: SignedPayment): Promise<void> {
    return this.remove(fileOf(request, payment));
  }

  private async names(end = ".json"): Promise<string[]> {
    const all = await readdir(this.folder).catch(orGone);
    return (all ?? []).filter((name) => name.endsWith(end));
  }

  private async read(name: string): Promise<SignedPayment | undefined> {
    try {
      const payment = signed.parse(JSON.parse(await readFile(path.join(this.folder, name), "utf8")));
      return payment.until > this.now() ? payment : undefined;
    } catch {
      // Not there, or cut off by a crash.
      return undefined;
    }
  }

  private async remove(name: string): Promise<void> {
    await unlink(path.join(this.folder, name)).catch(orGone);
  }
}

/** Another process may have removed it first. */
function orGone(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

function fileOf(request: string, { header }: SignedPayment): string {
  return `${digest(request)}-${digest(header)}.json`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
