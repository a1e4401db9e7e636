import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { SignedPayment } from "./purse.js";

/** Payments of which it is not known what became of them, by their requests: the same request sends the same payment again. */
export interface OpenPayments {
  /** @returns undefined when there is none, or the chain refuses it by now. */
  find(request: string): Promise<SignedPayment | undefined>;
  keep(request: string, payment: SignedPayment): Promise<void>;
  drop(request: string): Promise<void>;
}

/** Open payments of one process. */
export class MemoryOpenPayments implements OpenPayments {
  private readonly payments = new Map<string, SignedPayment>();

  /** @param now Milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  find(request: string): Promise<SignedPayment | undefined> {
    const payment = this.payments.get(request);
    return Promise.resolve(payment && payment.until > this.now() ? payment : undefined);
  }

  keep(request: string, payment: SignedPayment): Promise<void> {
    for (const [other, { until }] of this.payments) if (until <= this.now()) this.payments.delete(other);
    this.payments.set(request, payment);
    return Promise.resolve();
  }

  drop(request: string): Promise<void> {
    this.payments.delete(request);
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

/** Open payments in a folder, one file each, that outlive the process. Only their owner may read them: they buy what they were signed for. */
export class FileOpenPayments implements OpenPayments {
  /** @param folder One per payer and chain, for nothing else; made when it is not there. @param now Milliseconds since 1970. */
  constructor(
    private readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {}

  find(request: string): Promise<SignedPayment | undefined> {
    return this.read(fileOf(request));
  }

  async keep(request: string, payment: SignedPayment): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const page = { ...payment.page, amount: String(payment.page.amount) };
    const beside = path.join(this.folder, `${randomUUID()}.json`);
    await writeFile(beside, JSON.stringify({ ...payment, page }), { mode: 0o600, flag: "wx" });
    await rename(beside, path.join(this.folder, fileOf(request)));
    const names = (await readdir(this.folder)).filter((name) => name.endsWith(".json"));
    for (const name of names) if ((await this.read(name)) === undefined) await this.remove(name);
  }

  drop(request: string): Promise<void> {
    return this.remove(fileOf(request));
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
    await unlink(path.join(this.folder, name)).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    });
  }
}

function fileOf(request: string): string {
  return `${createHash("sha256").update(request).digest("hex")}.json`;
}
