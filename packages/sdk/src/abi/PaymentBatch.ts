/** Written by `npm run abi`; a test compares it with what is compiled. */
export const PaymentBatchAbi = [
  "error PaymentBatchInsufficientGas(uint256 left, uint256 needed)",
  "error PaymentBatchMalformed(uint256 offset, uint256 length)",
  "function GAS_PER_PAYMENT() view returns (uint256)",
  "function coin() view returns (address)",
  "function settle(bytes payments)",
] as const;
