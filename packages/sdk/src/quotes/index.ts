export { quoteIdOf } from "../hub/ids.js";
export { dealOfQuote, payQuote, type PayQuote } from "./payQuote.js";
export { signQuote, type Quote } from "./signQuote.js";
export { verifyQuote } from "./verifyQuote.js";
export { voidQuote } from "./voidQuote.js";
