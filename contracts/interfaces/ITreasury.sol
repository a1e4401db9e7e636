// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Payout} from "../types/Payout.sol";

/// @title Treasury
/// @notice Holds the DAO's ether, SCV and other ERC-20 tokens. The owner, which is the DAO, pays by proposal. Stewards
/// spend within budgets without a vote. Caps limit what can leave per period, no matter who pays. A cap can be
/// tightened at once, but loosened or lifted only `CAP_DELAY` after the vote was executed, so a malicious proposal
/// cannot take more than the cap by lifting it.
///
/// In every function, `asset` is the address of an ERC-20 token, or zero for ether. Amounts are base units (wei for
/// ether), and periods are seconds.
///
/// @dev A cap counts what left in the last `period` seconds: for each call the amount paid, or the decrease of the
/// balance if that is larger. Income does not raise it, except for tokens that return within the same `execute`. While
/// an asset is capped, `execute` cannot call the token itself, because an allowance would be a way out that the balance
/// does not show.
///
/// A budget is a bucket that refills linearly. It starts full, and is full again `period` seconds after it was emptied.
/// A steward can therefore spend at most twice the budget within one period.
///
/// Tokens that take a fee on transfer deliver less than `amount` to the recipient.
interface ITreasury {
    /// @notice The DAO paid an account.
    /// @param asset Token, or zero for ether.
    /// @param to Account that was paid.
    /// @param amount Base units.
    /// @param ref Reference of the payment, for example the hash of an invoice.
    event Paid(address indexed asset, address indexed to, uint256 amount, bytes32 indexed ref);

    /// @notice A steward paid an account out of its budget.
    /// @param steward The steward.
    /// @param asset Token, or zero for ether.
    /// @param to Account that was paid.
    /// @param amount Base units.
    /// @param ref Reference of the payment.
    event Spent(address indexed steward, address indexed asset, address indexed to, uint256 amount, bytes32 ref);

    /// @notice The DAO called a contract through the treasury.
    /// @param target Contract that was called.
    /// @param value Wei sent with the call.
    /// @param data Calldata of the call.
    /// @param ref Reference of the call.
    event Executed(address indexed target, uint256 value, bytes data, bytes32 indexed ref);

    /// @notice The DAO set and filled a steward's budget, or removed it.
    /// @param steward The steward.
    /// @param asset Token, or zero for ether.
    /// @param amount Base units that the budget holds, or 0 if it was removed.
    /// @param period Seconds in which an empty budget refills.
    event BudgetSet(address indexed steward, address indexed asset, uint256 amount, uint256 period);

    /// @notice A cap took effect, or was lifted.
    /// @param asset Token, or zero for ether.
    /// @param amount Base units that can leave per period.
    /// @param period Length of the period in seconds, or 0 if the cap was lifted.
    event CapSet(address indexed asset, uint256 amount, uint256 period);

    /// @notice The DAO scheduled a looser cap, or the end of a cap, for `applyCap`.
    /// @param asset Token, or zero for ether.
    /// @param amount Base units that will be able to leave per period.
    /// @param period Length of the period in seconds, or 0 if the cap will be lifted.
    /// @param effectiveAt First second in which `applyCap` works, in seconds since 1970.
    event CapScheduled(address indexed asset, uint256 amount, uint256 period, uint256 effectiveAt);

    /// @notice The treasury received ether.
    /// @param from Sender.
    /// @param amount Wei received.
    event Received(address indexed from, uint256 amount);

    /// @notice Thrown when the recipient of a payment or the steward of a budget is the zero address.
    /// @param asset Token, or zero for ether.
    /// @param to The rejected account.
    error TreasuryInvalidRecipient(address asset, address to);

    /// @notice Thrown when `payMany` is called without payouts.
    /// @param asset Token, or zero for ether.
    /// @param ref Reference of the payment.
    error TreasuryNoPayouts(address asset, bytes32 ref);

    /// @notice Thrown when the recipient rejects ether, or when the treasury holds less ether than the amount.
    /// @param to Recipient.
    /// @param amount Wei to be paid.
    /// @param balance Wei held by the treasury.
    error TreasuryEtherTransferFailed(address to, uint256 amount, uint256 balance);

    /// @notice Thrown when the token returns false from `transferAndCall`.
    /// @param asset Token.
    /// @param to Recipient.
    /// @param amount Base units to be paid.
    error TreasuryTransferFailed(address asset, address to, uint256 amount);

    /// @notice Thrown when a steward spends more than its budget holds now, or has no budget.
    /// @param steward The steward.
    /// @param asset Token, or zero for ether.
    /// @param amount Base units requested.
    /// @param available Base units that the budget holds now.
    error TreasuryBudgetExceeded(address steward, address asset, uint256 amount, uint256 available);

    /// @notice Thrown when a call would move more out of the treasury than the asset's cap allows now.
    /// @param asset Token, or zero for ether.
    /// @param amount Base units counted against the cap: the amount paid, or the decrease of the balance if that is
    /// larger.
    /// @param available Base units that the cap allowed.
    error TreasuryCapExceeded(address asset, uint256 amount, uint256 available);

    /// @notice Thrown when a budget or cap has an amount without a period, or an amount or period that is too large.
    /// @param asset Token, or zero for ether.
    /// @param amount Base units requested.
    /// @param period Seconds requested.
    error TreasuryInvalidLimit(address asset, uint256 amount, uint256 period);

    /// @notice Thrown when a new cap would exceed the maximum number of capped assets.
    /// @param asset Asset that was to be capped.
    /// @param max Maximum number of capped assets.
    error TreasuryTooManyCaps(address asset, uint256 max);

    /// @notice Thrown when no change of the cap is scheduled, or when the change is not due yet.
    /// @param asset Token, or zero for ether.
    /// @param effectiveAt When the change is due, in seconds since 1970, or 0 if none is scheduled.
    error TreasuryNoCapDue(address asset, uint256 effectiveAt);

    /// @notice Thrown when `execute` targets a capped token, or when `payAndCall` is called with ether.
    /// @param target Contract that was to be called.
    error TreasuryForbiddenTarget(address target);

    // Payments by the DAO

    /// @notice Pays one account.
    /// @dev Emits `Paid`.
    ///
    /// Requirements:
    /// - The caller must be the DAO (`OwnableUnauthorizedAccount`).
    /// - `to` must not be zero (`TreasuryInvalidRecipient`).
    /// - The payment must be within the asset's cap (`TreasuryCapExceeded`).
    /// - The treasury must hold the amount (the token's error, or `TreasuryEtherTransferFailed`).
    /// @param asset Token, or zero for ether.
    /// @param to Account that is paid.
    /// @param amount Base units.
    /// @param ref Reference of the payment.
    function pay(address asset, address to, uint256 amount, bytes32 ref) external;

    /// @notice Pays many accounts, all or nothing. SCV is paid with a single `transferBatch`.
    /// @dev Emits one `Paid` per payout.
    ///
    /// Requirements:
    /// - There must be at least one payout (`TreasuryNoPayouts`).
    /// - Each payout must meet the requirements of `pay`.
    ///
    /// Warning: one recipient that rejects ether makes the whole call fail.
    /// @param asset Token, or zero for ether.
    /// @param payouts Recipients and amounts, each packed as `address << 96 | uint96 amount`.
    /// @param ref Reference of all payments.
    function payMany(address asset, Payout[] calldata payouts, bytes32 ref) external;

    /// @notice Pays a contract and calls it in one step (ERC-1363 `transferAndCall`).
    /// @dev Emits `Paid`.
    ///
    /// Requirements, besides those of `pay`:
    /// - The asset must not be ether (`TreasuryForbiddenTarget`). For ether use `execute`.
    /// - The token must return true (`TreasuryTransferFailed`).
    /// @param asset Token with ERC-1363.
    /// @param to Contract that is paid and called.
    /// @param amount Base units.
    /// @param data Data for the recipient's `onTransferReceived`.
    /// @param ref Reference of the payment.
    function payAndCall(address asset, address to, uint256 amount, bytes calldata data, bytes32 ref) external;

    /// @notice Calls any contract from the treasury.
    /// @dev Emits `Executed`. An error of the target is passed on.
    ///
    /// Requirements:
    /// - The caller must be the DAO (`OwnableUnauthorizedAccount`).
    /// - The target must not be a capped token (`TreasuryForbiddenTarget`).
    /// - What leaves of each capped asset, including ether, must be within its cap (`TreasuryCapExceeded`).
    /// @param target Contract that is called.
    /// @param value Wei sent with the call.
    /// @param data Calldata.
    /// @param ref Reference of the call.
    /// @return result Data returned by the target.
    function execute(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 ref
    ) external returns (bytes memory result);

    // Budgets

    /// @notice Sets a steward's budget, or removes it (amount 0). A new budget is full.
    /// @dev Emits `BudgetSet`.
    ///
    /// Requirements:
    /// - The caller must be the DAO (`OwnableUnauthorizedAccount`).
    /// - The steward must not be zero (`TreasuryInvalidRecipient`).
    /// - An amount must come with a period (`TreasuryInvalidLimit`).
    ///
    /// Warning: setting a budget again refills it.
    /// @param steward Account that may spend.
    /// @param asset Token, or zero for ether.
    /// @param amount Base units that the budget holds, at most 2**208 - 1.
    /// @param period Seconds in which an empty budget refills, at most 2**48 - 1.
    function setBudget(address steward, address asset, uint256 amount, uint256 period) external;

    /// @notice Pays an account out of the calling steward's budget.
    /// @dev Emits `Spent`.
    ///
    /// Requirements, besides those of `pay` except for the caller:
    /// - The amount must be within the caller's budget (`TreasuryBudgetExceeded`).
    /// @param asset Token, or zero for ether.
    /// @param to Account that is paid.
    /// @param amount Base units.
    /// @param ref Reference of the payment.
    function spend(address asset, address to, uint256 amount, bytes32 ref) external;

    /// @notice Returns a steward's budget and what the steward can spend of it now.
    /// @param steward The steward.
    /// @param asset Token, or zero for ether.
    /// @return amount Base units that the budget holds.
    /// @return period Seconds in which an empty budget refills.
    /// @return available Base units that can be spent now.
    function budgetOf(
        address steward,
        address asset
    ) external view returns (uint256 amount, uint256 period, uint256 available);

    // Caps

    /// @notice Caps what can leave in any `period` seconds. Amount 0 with a period freezes the asset. Amount 0 with
    /// period 0 lifts the cap.
    /// @dev The first cap of an asset, a smaller amount and a longer period take effect at once and emit `CapSet`. Any
    /// other change is scheduled and emits `CapScheduled`. Both replace a change scheduled before.
    ///
    /// Requirements:
    /// - The caller must be the DAO (`OwnableUnauthorizedAccount`).
    /// - An amount must come with a period (`TreasuryInvalidLimit`).
    /// - At most `MAX_CAPS` assets can be capped (`TreasuryTooManyCaps`).
    /// - A token must report its balance.
    ///
    /// Warning: an allowance given before the cap was set stays valid, so revoke it first. A wrapper of a capped asset
    /// is a different asset, and so is the second address of a token that has two: cap them as well. When a cap
    /// changes, earlier payments count only as far as they are still recorded: the record starts anew after a whole
    /// period without payment.
    /// @param asset Token, or zero for ether.
    /// @param amount Base units, at most 2**208 - 1.
    /// @param period Seconds, at most 2**48 - 1.
    function setCap(address asset, uint256 amount, uint256 period) external;

    /// @notice Applies a scheduled change of a cap. Anyone can call it.
    /// @dev Emits `CapSet`.
    ///
    /// Requirements:
    /// - A change must be scheduled and due (`TreasuryNoCapDue`).
    /// @param asset Token, or zero for ether.
    function applyCap(address asset) external;

    /// @notice Returns the scheduled change of a cap.
    /// @param asset Token, or zero for ether.
    /// @return amount Base units that will be able to leave per period.
    /// @return period Length of the period in seconds, or 0 if the cap will be lifted.
    /// @return effectiveAt When the change is due, in seconds since 1970, or 0 if none is scheduled.
    function scheduledCapOf(address asset) external view returns (uint256 amount, uint256 period, uint256 effectiveAt);

    /// @notice Returns the cap that is set and what can leave under it now.
    /// @dev A scheduled change does not count here before `applyCap`, even if it is due. As anyone can call `applyCap`
    /// right before a payment, `applicableCapOf` is what limits the next payment.
    /// @param asset Token, or zero for ether.
    /// @return amount Base units that can leave per period.
    /// @return period Length of the period in seconds, or 0 if the asset has no cap.
    /// @return available Base units that can leave now.
    function capOf(address asset) external view returns (uint256 amount, uint256 period, uint256 available);

    /// @notice Returns the cap that limits the next payment, and what can leave under it now: what `capOf` returns once
    /// anyone has called `applyCap`. Equals `capOf` unless a scheduled change is due.
    /// @param asset Token, or zero for ether.
    /// @return amount Base units that can leave per period.
    /// @return period Length of the period in seconds, or 0 if the asset has no cap or anyone can lift it.
    /// @return available Base units that can leave now. Without meaning if the period is 0.
    function applicableCapOf(address asset) external view returns (uint256 amount, uint256 period, uint256 available);

    /// @notice Returns the capped assets.
    /// @return Tokens, and zero for ether.
    function cappedAssets() external view returns (address[] memory);
}
