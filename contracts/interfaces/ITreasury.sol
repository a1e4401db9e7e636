// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Payout} from "../types/Payout.sol";

/// @title Treasury
/// @notice Holds the DAO's ether, SCV and other ERC-20 tokens. Its owner, the DAO, pays by passed proposal; stewards spend
/// within budgets without a vote; caps bound what leaves per period, whoever asks. A cap can be tightened at once, but loosened
/// or lifted only `CAP_DELAY` after the vote was executed: a bad proposal cannot take more than the cap with it.
///
/// In every function `asset` is the address of an ERC-20 token, or zero for ether; amounts are in base units (wei for
/// ether); periods are seconds.
///
/// @dev A cap counts what has left in the last `period` seconds: per call what was asked for, or what the balance fell if that
/// is more. Income does not raise it, except tokens that come back within the same `execute`. While an asset is capped, `execute`
/// cannot call the token itself, because an allowance given there would be a way out that no balance shows. An allowance given
/// before the cap was set stays: take it back first. A wrapper of a capped asset is another asset: cap it as well. A token with
/// two addresses, too.
///
/// A budget is a bucket that refills evenly: full at the start, and again `period` seconds after it was emptied. Within one
/// period a steward can so spend at most twice the budget.
///
/// Not guaranteed: tokens that take a fee reach the recipient short; a recipient that refuses ether makes its whole
/// `payMany` fail.
interface ITreasury {
    /// @notice The DAO paid.
    /// @param ref Reference of the payment, for example the hash of an invoice.
    event Paid(address indexed asset, address indexed to, uint256 amount, bytes32 indexed ref);

    /// @notice A steward paid out of its budget.
    event Spent(address indexed steward, address indexed asset, address indexed to, uint256 amount, bytes32 ref);

    /// @notice The DAO made the treasury call a contract.
    event Executed(address indexed target, uint256 value, bytes data, bytes32 indexed ref);

    /// @notice A steward's budget was set and filled, or taken away (amount 0).
    event BudgetSet(address indexed steward, address indexed asset, uint256 amount, uint256 period);

    /// @notice A cap was set, or taken away (amount 0 and period 0), and counts from now on.
    event CapSet(address indexed asset, uint256 amount, uint256 period);

    /// @notice A cap will be loosened, or lifted (amount 0 and period 0), when anyone calls `applyCap` from `effectiveAt` on.
    event CapScheduled(address indexed asset, uint256 amount, uint256 period, uint256 effectiveAt);

    /// @notice Ether came in.
    event Received(address indexed from, uint256 amount);

    /// @notice A payment to the zero address, or a budget for it.
    error TreasuryInvalidRecipient(address asset, address to);

    /// @notice `payMany` without any payout.
    error TreasuryNoPayouts(address asset, bytes32 ref);

    /// @notice The recipient refused the ether, or the treasury holds less.
    error TreasuryEtherTransferFailed(address to, uint256 amount, uint256 balance);

    /// @notice The token answered a transfer with false.
    error TreasuryTransferFailed(address asset, address to, uint256 amount);

    /// @notice The steward asked for more than its budget holds now, or has none.
    error TreasuryBudgetExceeded(address steward, address asset, uint256 amount, uint256 available);

    /// @notice More left, or would leave, than the cap allows now.
    error TreasuryCapExceeded(address asset, uint256 amount, uint256 available);

    /// @notice An amount without a period, or an amount or period that is too large.
    error TreasuryInvalidLimit(address asset, uint256 amount, uint256 period);

    /// @notice As many assets are capped as there may be.
    error TreasuryTooManyCaps(address asset, uint256 max);

    /// @notice No change of the cap is scheduled (`effectiveAt` 0), or not due yet.
    error TreasuryNoCapDue(address asset, uint256 effectiveAt);

    /// @notice `execute` on a token that is capped, or `payAndCall` with ether.
    error TreasuryForbiddenTarget(address target);

    // Payments by the DAO (`OwnableUnauthorizedAccount` for everyone else)

    /// @notice Pays one account. Emits `Paid`.
    ///
    /// Requirements: `to` is not zero (`TreasuryInvalidRecipient`); within the cap (`TreasuryCapExceeded`); the treasury
    /// holds the amount (the token's error, or `TreasuryEtherTransferFailed`).
    /// @param ref Reference of the payment.
    function pay(address asset, address to, uint256 amount, bytes32 ref) external;

    /// @notice Pays many accounts, all or nothing. Emits one `Paid` per payout.
    ///
    /// Requirements: at least one payout (`TreasuryNoPayouts`); for each as for `pay`. SCV goes by one `transferBatch`.
    /// @param payouts Recipients and amounts, each packed as `address << 96 | uint96 amount`.
    /// @param ref Reference of all of them.
    function payMany(address asset, Payout[] calldata payouts, bytes32 ref) external;

    /// @notice Pays a contract and calls it in one step (ERC-1363 `transferAndCall`). Emits `Paid`.
    ///
    /// Requirements: as for `pay`; not ether (`TreasuryForbiddenTarget`; use `execute`); the token
    /// answers true (`TreasuryTransferFailed`).
    /// @param data Passed to the recipient's `onTransferReceived`.
    /// @param ref Reference of the payment.
    function payAndCall(address asset, address to, uint256 amount, bytes calldata data, bytes32 ref) external;

    /// @notice Calls any contract as the treasury. Emits `Executed`.
    ///
    /// Requirements: the target is not a capped token (`TreasuryForbiddenTarget`); every capped asset, ether too, leaves
    /// within its cap (`TreasuryCapExceeded`). An error of the target is passed on.
    /// @param target Contract that is called.
    /// @param value Wei sent along.
    /// @param data Calldata.
    /// @param ref Reference of the call.
    /// @return result What the target returned.
    function execute(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 ref
    ) external returns (bytes memory result);

    // Budgets

    /// @notice Lets a steward spend without a vote, or no more (amount 0). The new budget is full. Emits `BudgetSet`.
    ///
    /// Requirements: the caller is the DAO; an amount comes with a period (`TreasuryInvalidLimit`); the steward is not zero
    /// (`TreasuryInvalidRecipient`).
    /// @param amount Base units that the budget holds, at most 2**208 - 1.
    /// @param period Seconds in which an empty budget refills, at most 2**48 - 1.
    function setBudget(address steward, address asset, uint256 amount, uint256 period) external;

    /// @notice A steward pays out of its budget. Emits `Spent`.
    ///
    /// Requirements: within the caller's budget (`TreasuryBudgetExceeded`); then as for `pay`.
    /// @param ref Reference of the payment.
    function spend(address asset, address to, uint256 amount, bytes32 ref) external;

    /// @notice What a budget is and what the steward can spend of it now.
    function budgetOf(
        address steward,
        address asset
    ) external view returns (uint256 amount, uint256 period, uint256 available);

    // Caps

    /// @notice Bounds what can leave in any `period` seconds. An amount of 0 with a period freezes the asset; amount 0 and period
    /// 0 lift the cap. The first cap of an asset, a smaller amount and a longer period count at once (`CapSet`); anything else is
    /// scheduled (`CapScheduled`) and replaces what was scheduled before. What left before counts against a cap that is changed
    /// as far as it is still recorded: the record starts anew after a whole period without payment.
    ///
    /// Requirements: the caller is the DAO; an amount comes with a period (`TreasuryInvalidLimit`); at most `MAX_CAPS` assets
    /// are capped (`TreasuryTooManyCaps`); a token tells its balance.
    /// @param amount Base units, at most 2**208 - 1.
    /// @param period Seconds, at most 2**48 - 1.
    function setCap(address asset, uint256 amount, uint256 period) external;

    /// @notice Makes a scheduled cap count. Anyone may call from `effectiveAt` on (`TreasuryNoCapDue`). Emits `CapSet`.
    function applyCap(address asset) external;

    /// @notice What is scheduled for a cap; `effectiveAt` is 0 when nothing is.
    function scheduledCapOf(address asset) external view returns (uint256 amount, uint256 period, uint256 effectiveAt);

    /// @notice What a cap is and what can leave now. For an asset without a cap `period` is 0.
    function capOf(address asset) external view returns (uint256 amount, uint256 period, uint256 available);

    /// @notice Assets that are capped.
    function cappedAssets() external view returns (address[] memory);
}
