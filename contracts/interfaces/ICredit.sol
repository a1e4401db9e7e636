// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Deal} from "../types/Deal.sol";
import {Loan, LoanEnd, LoanSource, LoanState, PledgedOrder} from "../types/Loan.sol";
import {ICreditErrors} from "./ICreditErrors.sol";

/// @title Credit
/// @notice Loans in SCV that collect what is overdue by themselves, and advances on orders that are not paid yet.
///
/// The lender signs an offer (EIP-712), and the borrower takes it. A loan can be secured by:
/// - Orders of the hub that pay a payout account of the borrower (an invoice advance). What they pay goes to the lender
///   first, up to what is owed, whether or not anything is due.
/// - The borrower's allowance, after a due date.
/// - All income of a payout account, after a due date.
/// - Collateral that the borrower deposits, after a due date.
///
/// What none of these covers is unsecured.
///
/// Payments are deducted from charges and interest first, then from the principal. Interest is simple: it accrues on
/// the unpaid principal only, rounded down. Each instalment repays an equal part of the principal and all charges up to
/// then. Anyone can call `collect` once something is overdue, or once a pledged order has paid. It takes exactly what is
/// owed or overdue: from the orders, the allowance, the income and the collateral, in this order.
///
/// A payout account is a contract that a provider owns and names as payee. Its owner can withdraw everything that is
/// not due to a lender. While an order is pledged, the account cannot refund it; while its income is pledged, it cannot
/// refund or cancel any deal. A transfer of the account does not change what is pledged.
///
/// Every loan ends without anyone's help: `COLLECTION_PERIOD` after its last due date the pledges lapse, and what is
/// left of the collateral returns to the borrower. A loan without a due date ends when its orders have nothing left to
/// pay, at the latest `MAX_TERM` and `COLLECTION_PERIOD` after it was taken.
///
/// Amounts are base units of SCV, times are seconds since 1970, durations are seconds, fees are basis points, and
/// interest rates are per second in units of 1e-18. Time limits include their last second.
///
/// @dev Where to start reading: this interface, `ICreditErrors`, `types/Loan.sol`, `libraries/LoanSchedule.sol`
/// (interest and due dates), `credit/PayoutAccounts.sol` (what an owner can withdraw), `credit/Loans.sol` (collection),
/// `Credit.sol` (offers and fees).
///
/// Warning: an arbiter can award a disputed order to the payer, a customer gets an undelivered order back after its
/// deadline, and a borrower can withdraw an allowance or the income of an account before a due date. SCV sent to this
/// contract is lost.
interface ICredit is ICreditErrors {
    // Events of payout accounts

    /// @notice A payout account was created.
    /// @param account The account.
    /// @param owner Its owner.
    event AccountCreated(address indexed account, address indexed owner);

    /// @notice The owner offered a payout account to another owner.
    /// @param account The account.
    /// @param owner Its owner.
    /// @param pendingOwner Account that can accept it, or zero if the offer was withdrawn.
    event AccountTransferStarted(address indexed account, address indexed owner, address indexed pendingOwner);

    /// @notice A payout account has a new owner.
    /// @param account The account.
    /// @param from Owner before.
    /// @param to Owner now.
    event AccountTransferred(address indexed account, address indexed from, address indexed to);

    /// @notice The owner withdrew SCV from a payout account.
    /// @param account The account.
    /// @param to Account that received it.
    /// @param amount Base units.
    event AccountWithdrawn(address indexed account, address indexed to, uint256 amount);

    // Events of loans

    /// @notice A loan was taken.
    /// @param id The loan's id.
    /// @param lender The lender.
    /// @param borrower The borrower, also if the offer names none.
    /// @param loan The terms.
    /// @param orders Ids of the pledged orders.
    /// @param fee The DAO's fee in base units, deducted from the principal.
    event LoanTaken(
        bytes32 indexed id,
        address indexed lender,
        address indexed borrower,
        Loan loan,
        bytes32[] orders,
        uint256 fee
    );

    /// @notice An account repaid part or all of a loan.
    /// @param id The loan's id.
    /// @param payer Account that paid.
    /// @param amount Base units.
    /// @param owed Base units that are still owed.
    event LoanRepaid(bytes32 indexed id, address indexed payer, uint256 amount, uint256 owed);

    /// @notice Part or all of a loan was collected.
    /// @param id The loan's id.
    /// @param source Where the money came from.
    /// @param amount Base units.
    /// @param owed Base units that are still owed.
    event LoanCollected(bytes32 indexed id, LoanSource source, uint256 amount, uint256 owed);

    /// @notice A loan ended.
    /// @param id The loan's id.
    /// @param reason Why it ended.
    /// @param unpaid Base units that were owed and will not be paid.
    /// @param collateral Base units returned to the borrower.
    event LoanEnded(bytes32 indexed id, LoanEnd reason, uint256 unpaid, uint256 collateral);

    /// @notice A lender withdrew an offer.
    /// @param id The loan's id.
    /// @param lender The lender.
    event LoanVoided(bytes32 indexed id, address indexed lender);

    /// @notice The DAO set the fee of new loans.
    /// @param fee Fee in basis points.
    event LoanFeeSet(uint16 fee);

    // Payout accounts

    /// @notice Creates a payout account (ERC-1167 clone) that the caller owns.
    /// @dev Emits `AccountCreated`. Reverts with `FailedDeployment` if the caller created one with this salt before.
    /// @param salt Any 32 bytes. Together with the owner they determine the address.
    /// @return account The account.
    function createAccount(bytes32 salt) external returns (address account);

    /// @notice Offers a payout account to another owner, who must accept it. Its debts and pledges stay with it.
    /// @dev Emits `AccountTransferStarted`.
    ///
    /// Requirements:
    /// - The caller must be the owner (`CreditUnauthorized`) of a payout account (`CreditUnknownAccount`).
    /// @param account The account.
    /// @param to The next owner, or zero to withdraw the offer.
    function transferAccount(address account, address to) external;

    /// @notice Accepts a payout account that its owner offered to the caller.
    /// @dev Emits `AccountTransferred`.
    ///
    /// Requirements:
    /// - The account must be offered to the caller (`CreditUnauthorized`).
    /// @param account The account.
    function acceptAccount(address account) external;

    /// @notice Checks and records a withdrawal. Only payout accounts call it. Loans whose orders have paid all that is
    /// owed are collected first.
    /// @dev Emits `AccountWithdrawn`, and the events of `collect`.
    ///
    /// Requirements:
    /// - The caller must be a payout account (`CreditUnknownAccount`).
    /// - `owner` must own it (`CreditUnauthorized`).
    /// - The amount must be more than 0 and at most what is free (`CreditInsufficientFunds`).
    /// @param owner Account that called the payout account.
    /// @param to Account that will receive the coins.
    /// @param amount Base units, or 2**256 - 1 for everything that is free.
    /// @return Base units to be paid.
    function beforeWithdrawal(address owner, address to, uint256 amount) external returns (uint256);

    // Loans

    /// @notice Takes an offer: the lender pays the principal, less the DAO's fee, to the caller.
    /// @dev Emits `LoanTaken`.
    ///
    /// Requirements:
    /// - The offer must be signed by the lender (`CreditInvalidSignature`), still valid (`CreditTooLate`), and neither
    ///   taken nor voided (`CreditWrongStatus`).
    /// - The caller must be the borrower named in it, if there is one (`CreditUnauthorized`), and not the lender
    ///   (`CreditInvalidParties`).
    /// - The terms must be as described in `Loan` and within the limits of this contract (`CreditInvalidAmount`,
    ///   `CreditInvalidRate`, `CreditInvalidSchedule`, `CreditInvalidSecurity`) and carry the current fee
    ///   (`CreditFeeMismatch`).
    /// - The caller must own the payout account (`CreditUnknownAccount`, `CreditUnauthorized`). To pledge its income,
    ///   nothing of it may be pledged; to pledge orders, its income may not be pledged (`CreditAccountPledged`).
    /// - The orders must be those of the offer (`CreditWrongOrders`, `CreditTooManyOrders`), pay the account, be open or
    ///   delivered (`CreditInvalidOrder`), not be pledged (`CreditOrderPledged`), and hold at least `cover`
    ///   (`CreditInsufficientCover`).
    /// - The lender's balance and allowance must cover the principal, the caller's the collateral (the coin's error).
    /// @param loan The terms.
    /// @param orders The orders whose ids the terms contain, in the same sequence.
    /// @param signature The lender's signature on the terms.
    /// @return id The loan's id.
    function take(Loan calldata loan, Deal[] calldata orders, bytes calldata signature) external returns (bytes32 id);

    /// @notice Withdraws an offer that was not taken.
    /// @dev Emits `LoanVoided`.
    ///
    /// Requirements:
    /// - The caller must be the lender (`CreditUnauthorized`).
    /// - The offer must be neither taken nor voided (`CreditWrongStatus`).
    /// @param loan The terms.
    function voidOffer(Loan calldata loan) external;

    /// @notice Repays part or all of a loan, at any time and by any account.
    /// @dev Emits `LoanRepaid`, and `LoanEnded` when nothing is owed any more.
    ///
    /// Requirements:
    /// - The loan must be active (`CreditWrongStatus`) and not have lapsed (`CreditNothingDue`).
    /// - The amount must not be 0 (`CreditNothingDue`).
    /// - The caller's balance and allowance must cover the amount (the coin's error).
    /// @param id The loan's id.
    /// @param amount Base units. If it is more than is owed, for example 2**256 - 1, everything that is owed is repaid.
    /// @return paid Base units taken from the caller.
    function repay(bytes32 id, uint256 amount) external returns (uint256 paid);

    /// @notice Collects what pledged orders have paid, and what is overdue from the other securities. Ends a loan that
    /// has lapsed or whose orders can pay nothing more. Anyone can call it.
    /// @dev Emits `LoanCollected` for each source, and `LoanEnded` when the loan ends.
    ///
    /// Requirements:
    /// - The loan must be active (`CreditWrongStatus`).
    /// - There must be something to collect, or the loan must end (`CreditNothingDue`).
    /// @param id The loan's id.
    /// @return collected Base units that the lender received.
    function collect(bytes32 id) external returns (uint256 collected);

    /// @notice Ends a loan without further payment. The collateral returns to the borrower.
    /// @dev Emits `LoanEnded`.
    ///
    /// Requirements:
    /// - The caller must be the lender (`CreditUnauthorized`).
    /// - The loan must be active (`CreditWrongStatus`).
    /// @param id The loan's id.
    function forgive(bytes32 id) external;

    // Fee

    /// @notice Sets the fee that new loans must carry.
    /// @dev Emits `LoanFeeSet`.
    ///
    /// Requirements:
    /// - The caller must be the DAO (`OwnableUnauthorizedAccount`).
    /// - The fee must be at most `MAX_FEE_BPS` (`CreditInvalidFee`).
    /// @param fee_ Fee in basis points.
    function setFee(uint16 fee_) external;

    // Views

    /// @notice Returns the fee that new loans must carry.
    /// @return Fee in basis points.
    function fee() external view returns (uint16);

    /// @notice Returns the address of a payout account, whether or not it was created.
    /// @param owner Account that creates it.
    /// @param salt Salt passed to `createAccount`.
    /// @return The address.
    function accountOf(address owner, bytes32 salt) external view returns (address);

    /// @notice Returns the owner of a payout account.
    /// @param account The address.
    /// @return The owner, or zero if the address is not a payout account of this contract.
    function ownerOf(address account) external view returns (address);

    /// @notice Returns the account to which a payout account is offered.
    /// @param account The payout account.
    /// @return The next owner, or zero.
    function pendingOwnerOf(address account) external view returns (address);

    /// @notice Returns what the owner of a payout account can withdraw now.
    /// @param account The payout account.
    /// @return Base units.
    function withdrawableOf(address account) external view returns (uint256);

    /// @notice Returns the loan that keeps a payout account from refunding or canceling a deal.
    /// @param account The payout account.
    /// @param deal The deal's id.
    /// @return Id of the loan, or zero if the deal is free.
    function pledgeOf(address account, bytes32 deal) external view returns (bytes32);

    /// @notice Returns the loans of a payout account that are not ended.
    /// @param account The payout account.
    /// @return orderLoans Ids of the loans to which orders are pledged, in no particular sequence.
    /// @return incomeLoan Id of the loan to which the income is pledged, or zero.
    function loansOf(address account) external view returns (bytes32[] memory orderLoans, bytes32 incomeLoan);

    /// @notice Returns the id of a loan: its EIP-712 struct hash, without the domain.
    /// @param loan The terms.
    /// @return The loan's id.
    function idOf(Loan calldata loan) external pure returns (bytes32);

    /// @notice Returns the digest that the lender signs.
    /// @param loan The terms.
    /// @return EIP-712 digest.
    function offerOf(Loan calldata loan) external view returns (bytes32);

    /// @notice Returns a loan, with interest up to `accruedAt` only.
    /// @param id The loan's id.
    /// @return The loan; all zero if it was not taken.
    function loanOf(bytes32 id) external view returns (LoanState memory);

    /// @notice Returns the orders that are pledged to a loan.
    /// @param id The loan's id.
    /// @return The orders; none once the loan has ended.
    function ordersOf(bytes32 id) external view returns (PledgedOrder[] memory);

    /// @notice Returns what is owed now, and what of it is overdue.
    /// @param id The loan's id.
    /// @return owed Base units that end the loan if they are repaid now.
    /// @return overdue Base units whose due date and grace period have passed.
    function owedOf(bytes32 id) external view returns (uint256 owed, uint256 overdue);

    /// @notice Returns what `collect` would take now, by source.
    /// @param id The loan's id.
    /// @return amounts Base units from the orders, the allowance, the income and the collateral, in the sequence of
    /// `LoanSource`.
    /// @return ends Whether `collect` would end the loan.
    function collectableOf(bytes32 id) external view returns (uint256[4] memory amounts, bool ends);
}
