// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Deal} from "../types/Deal.sol";
import {Charge, Mandate} from "../types/Mandate.sol";

/// @title PayoutAccount
/// @notice Receives the payments of a provider, who owns it and names it as the payee of deals or as the wallet of a
/// service. It does for its owner what a payee may do at the hub, and signs for the hub and the service registry
/// (ERC-1271). What it earns can be pledged for loans, see `ICredit`.
///
/// It can never give an allowance or make any other call, so what is pledged cannot leave another way.
///
/// @dev An ERC-1167 clone whose immutable argument is the `Credit` contract that created it. `Credit` stores the owner.
///
/// A signature for ERC-1271 is the EIP-712 struct hash (32 bytes), followed by the owner's signature on the digest. The
/// struct hash lets the account check that the digest belongs to the hub or the registry.
interface IPayoutAccount is IERC1271 {
    /// @notice Thrown when the caller is not the account that may make the call.
    /// @param caller The caller.
    /// @param expected Account that may make the call.
    error PayoutAccountUnauthorized(address caller, address expected);

    /// @notice Thrown when a deal cannot be refunded or canceled, because it secures a loan.
    /// @param deal The deal's id.
    /// @param loan Id of the loan.
    error PayoutAccountPledged(bytes32 deal, bytes32 loan);

    /// @notice Thrown when SCV is withdrawn with `withdrawToken`.
    /// @param token The token.
    error PayoutAccountForbiddenToken(address token);

    /// @notice Withdraws SCV that is not due to a lender.
    /// @dev `Credit` emits `AccountWithdrawn` and throws `CreditUnauthorized` or `CreditInsufficientFunds`.
    /// @param to Account that receives the coins.
    /// @param amount Base units, or 2**256 - 1 for everything that is free.
    /// @return Base units withdrawn.
    function withdraw(address to, uint256 amount) external returns (uint256);

    /// @notice Withdraws another token that was sent to the account.
    /// @dev Requirements:
    /// - The caller must be the owner (`PayoutAccountUnauthorized`).
    /// - The token must not be SCV (`PayoutAccountForbiddenToken`).
    /// @param token ERC-20 token.
    /// @param to Account that receives it.
    /// @param amount Base units of the token.
    function withdrawToken(IERC20 token, address to, uint256 amount) external;

    /// @notice Pays a lender. Only `Credit` calls it (`PayoutAccountUnauthorized`).
    /// @param to The lender.
    /// @param amount Base units.
    function pay(address to, uint256 amount) external;

    /// @notice Calls `deliver` at the hub. The caller must be the owner (`PayoutAccountUnauthorized`).
    /// @param deal The order.
    /// @param proof Any 32 bytes, for example the hash of what was delivered.
    function deliver(Deal calldata deal, bytes32 proof) external;

    /// @notice Calls `refund` at the hub. The caller must be the owner (`PayoutAccountUnauthorized`), and the deal must
    /// not secure a loan (`PayoutAccountPledged`).
    /// @param deal The deal.
    /// @param amount Base units, or 2**256 - 1 for everything that is left.
    function refund(Deal calldata deal, uint256 amount) external;

    /// @notice Calls `cancel` at the hub. Requirements are those of `refund`.
    /// @param deal The stream or subscription.
    function cancel(Deal calldata deal) external;

    /// @notice Calls `void` at the hub. The caller must be the owner (`PayoutAccountUnauthorized`).
    /// @param deal The deal, or the quote if its payer is zero.
    function void(Deal calldata deal) external;

    /// @notice Calls `charge` at the hub. The caller must be the owner (`PayoutAccountUnauthorized`).
    /// @param mandate The mandate.
    /// @param amount Base units paid by the payer, fee included.
    /// @param signature The payer's signature on the mandate. Empty once it is accepted.
    function charge(Mandate calldata mandate, uint256 amount, bytes calldata signature) external;

    /// @notice Calls `chargeMany` at the hub. The caller must be the owner (`PayoutAccountUnauthorized`).
    /// @param charges Mandates, amounts and signatures.
    function chargeMany(Charge[] calldata charges) external;

    /// @notice Calls `revoke` at the hub. The caller must be the owner (`PayoutAccountUnauthorized`).
    /// @param mandate The mandate.
    function revoke(Mandate calldata mandate) external;

    /// @notice Returns the contract that created the account and stores its owner and pledges.
    /// @return The `Credit` contract.
    function credit() external view returns (address);

    /// @notice Returns the owner.
    /// @return The owner.
    function owner() external view returns (address);
}
