import { SettlementError } from "./errors.js";

/** Waits for an answer of the node for so many milliseconds. @throws SettlementError `Unreachable` when there is none by then */
export async function within<Value>(milliseconds: number, asked: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new SettlementError("Unreachable", `The node did not answer for ${milliseconds} ms.`));
    }, milliseconds);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
