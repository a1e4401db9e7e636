/** Written by `npm run abi`; a test compares it with what is compiled. */
export const PairLiquidityAbi = [
  "error PairLiquidityBelowMinimum(uint256 coinAmount, uint256 minCoin, uint256 etherAmount, uint256 minEther)",
  "error PairLiquidityEtherRejected(address to, uint256 amount)",
  "error PairLiquidityInvalidRecipient(address to)",
  "error PairLiquidityNothingPaidIn(uint256 coinAmount, uint256 etherAmount, uint256 liquidity)",
  "error PairLiquidityTooLate(uint256 validUntil)",
  "error PairLiquidityUnexpectedEther(address from)",
  "event LiquidityAdded(address indexed caller, address indexed to, uint256 coinAmount, uint256 etherAmount, uint256 liquidity)",
  "event LiquidityRemoved(address indexed caller, address indexed to, uint256 coinAmount, uint256 etherAmount, uint256 liquidity)",
  "function add(uint256 minCoin, uint256 minEther, address to, uint256 validUntil) payable returns (uint256 coinAmount, uint256 etherAmount, uint256 liquidity)",
  "function coin() view returns (address)",
  "function pair() view returns (address)",
  "function remove(uint256 minCoin, uint256 minEther, address to, uint256 validUntil) returns (uint256 coinAmount, uint256 etherAmount)",
  "function weth() view returns (address)",
  "receive() payable",
] as const;
