import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { projectFiles } from "../check/files.js";

/** The code of a contract. */
export interface Code {
  bytecode: string;
  deployedBytecode: string;
}

/** How to compile: as the project is deployed, or as fast as the contract allows. */
export type Pipeline = "deployed" | "fast";

/** The compiler rejects the source. */
export class CompileError extends Error {
  /** The source is valid; the compiler only finds no room on the stack. */
  get isLimit(): boolean {
    return /stack too deep/i.test(this.message);
  }
}

interface Solc {
  compile(input: string, callbacks: { import(name: string): { contents: string } | { error: string } }): string;
}

const require = createRequire(import.meta.url);
const objectType = z.object({ object: z.string() });
const outputType = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z
    .record(
      z.string(),
      z.record(z.string(), z.object({ evm: z.object({ bytecode: objectType, deployedBytecode: objectType }) })),
    )
    .default({}),
});

/** Without the metadata, which differs with every source, equal code means equal behavior. */
const METADATA = { bytecodeHash: "none", appendCBOR: false };
const DEPLOYED = { viaIR: true, optimizer: { enabled: true, runs: 10_000 } };
/** A tenth of the time, and the same behavior at a higher price in gas. */
const WITHOUT_IR = { viaIR: false, optimizer: { enabled: false } };
/** For contracts that the older pipeline rejects as "stack too deep". */
const LEAN_IR = {
  viaIR: true,
  optimizer: {
    enabled: true,
    runs: 1,
    details: { yul: true, yulDetails: { optimizerSteps: "dhfoDgvulfnTUtnIf:fDnTOcmu" } },
  },
};

/** Compiles single contracts in this process, with one file replaced. */
export class Compiler {
  readonly #solc: Solc = loadSolc();
  readonly #sources = new Map<string, string>();
  readonly #withoutIr = new Map<string, boolean>();
  /** Code of the unchanged contracts. */
  readonly #originals = new Map<string, Code>();

  /**
   * The contracts that import this file, directly or not, and itself. Of the mocks only those that make types and
   * libraries callable; the others call contracts, and contain none.
   */
  dependents(file: string): string[] {
    const files = projectFiles("contracts").filter((name) => /contracts\/\w+\.sol$|mocks\/\w+Harness\.sol$/.test(name));
    return files.filter((name) => this.#closure(name).has(file));
  }

  /** Code of the unchanged contract of a file. */
  original(file: string, pipeline: Pipeline): Code {
    const key = `${pipeline} ${file}`;
    const known = this.#originals.get(key) ?? this.compile(file, pipeline);
    this.#originals.set(key, known);
    return known;
  }

  /**
   * Compiles the contract of a file.
   * @throws CompileError when the source is rejected.
   */
  compile(file: string, pipeline: Pipeline, replaced: ReadonlyMap<string, string> = new Map()): Code {
    if (pipeline === "deployed") return this.#run(file, DEPLOYED, replaced);
    return this.#run(file, this.#isWithoutIr(file) ? WITHOUT_IR : LEAN_IR, replaced);
  }

  /** Whether the unchanged contract compiles without the IR pipeline. */
  #isWithoutIr(file: string): boolean {
    const known = this.#withoutIr.get(file);
    if (known !== undefined) return known;
    let isWithout = true;
    try {
      this.#run(file, WITHOUT_IR, new Map());
    } catch (error) {
      if (!(error instanceof CompileError) || !error.isLimit) throw error;
      isWithout = false;
    }
    this.#withoutIr.set(file, isWithout);
    return isWithout;
  }

  #run(file: string, settings: object, replaced: ReadonlyMap<string, string>): Code {
    const name = path.basename(file, ".sol");
    const content = (source: string): string => replaced.get(source) ?? this.#read(source);
    const input = {
      language: "Solidity",
      sources: { [file]: { content: content(file) } },
      settings: {
        ...settings,
        metadata: METADATA,
        evmVersion: "cancun",
        outputSelection: { [file]: { [name]: ["evm.bytecode.object", "evm.deployedBytecode.object"] } },
      },
    };
    const callbacks = { import: (source: string) => ({ contents: content(source) }) };
    const output = outputType.parse(JSON.parse(this.#solc.compile(JSON.stringify(input), callbacks)));
    const code = output.contracts[file]?.[name]?.evm;
    const error = output.errors.find(({ severity }) => severity === "error");
    if (error !== undefined || code === undefined) {
      throw new CompileError(error?.formattedMessage ?? `${file} declares no contract ${name}`);
    }
    return { bytecode: `0x${code.bytecode.object}`, deployedBytecode: `0x${code.deployedBytecode.object}` };
  }

  #read(source: string): string {
    const known = this.#sources.get(source);
    if (known !== undefined) return known;
    const content = readFileSync(source.startsWith("@") ? path.join("node_modules", source) : source, "utf8");
    this.#sources.set(source, content);
    return content;
  }

  #closure(file: string, seen = new Set<string>()): Set<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const [, target = ""] of this.#read(file).matchAll(/^(?:import|\}) ?[^;"]*"(\.[^"]+)";/gm)) {
      this.#closure(path.posix.join(path.posix.dirname(file), target), seen);
    }
    return seen;
  }
}

function loadSolc(): Solc {
  const listeners = process.listeners("unhandledRejection");
  const exceptions = process.listeners("uncaughtException");
  const solc = require("solc") as Solc;
  // The compiler ends the process on any exception, also of a test.
  for (const listener of process.listeners("unhandledRejection")) {
    if (!listeners.includes(listener)) process.off("unhandledRejection", listener);
  }
  for (const listener of process.listeners("uncaughtException")) {
    if (!exceptions.includes(listener)) process.off("uncaughtException", listener);
  }
  return solc;
}
