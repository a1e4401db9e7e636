import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { ignoreMissing } from "./files.js";
import type { OpenPayments } from "./openPayments.js";
import type { SignedPayment } from "./paymentSigner.js";

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

/** Suffix of files that are still being written. */
const TEMPORARY = ".tmp";
/** Age in milliseconds after which such a file is abandoned. */
const ABANDONED_AFTER = 60_000;

/**
 * Open payments in a folder, one file each, which outlive the process. Only the owner can read the files: with a
 * payment anyone could buy what it was signed for.
 */
export class FileOpenPayments implements OpenPayments {
  /**
   * @param folder One per payer and chain, used for nothing else. Created if missing.
   * @param now Returns the time in milliseconds since 1970.
   */
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
    const temporary = path.join(this.folder, `${randomUUID()}${TEMPORARY}`);
    await writeFile(temporary, JSON.stringify({ ...payment, page }), { mode: 0o600, flag: "wx" });
    await rename(temporary, path.join(this.folder, fileOf(request, payment)));
    await this.cleanUp();
  }

  /** Removes expired and unreadable payments, and files that a writer has abandoned. */
  private async cleanUp(): Promise<void> {
    for (const name of await this.names(TEMPORARY)) {
      const written = await stat(path.join(this.folder, name)).catch(ignoreMissing);
      if (written !== undefined && written.mtimeMs < Date.now() - ABANDONED_AFTER) await this.remove(name);
    }
    for (const name of await this.names()) if ((await this.read(name)) === undefined) await this.remove(name);
  }

  drop(request: string, payment: SignedPayment): Promise<void> {
    return this.remove(fileOf(request, payment));
  }

  private async names(suffix = ".json"): Promise<string[]> {
    const all = await readdir(this.folder).catch(ignoreMissing);
    return (all ?? []).filter((name) => name.endsWith(suffix));
  }

  private async read(name: string): Promise<SignedPayment | undefined> {
    try {
      const payment = signed.parse(JSON.parse(await readFile(path.join(this.folder, name), "utf8")));
      return payment.until > this.now() ? payment : undefined;
    } catch {
      // Missing, or cut off by a crash.
      return undefined;
    }
  }

  private async remove(name: string): Promise<void> {
    // Another process may have removed it first.
    await unlink(path.join(this.folder, name)).catch(ignoreMissing);
  }
}

function fileOf(request: string, { header }: SignedPayment): string {
  return `${digest(request)}-${digest(header)}.json`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
